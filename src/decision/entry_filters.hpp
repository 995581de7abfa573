#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "decision/evidence.hpp"
#include "decision/settings.hpp"

namespace tidemark::decision {

/// What the shortest timeframe is asked before a trade is proposed.
enum class EntryFilter : std::uint8_t {
  kSpread,            ///< ask less bid, in pips, is at most spread_max_pips; applies while there is a quote
  kVolatility,        ///< the ATR's percentile among the last 100 candles lies within the bounds
  kMomentum,          ///< the momentum score points the signal's way
  kConfirmingCandle,  ///< the candle closed the signal's way with a body of confirming_body of its range or more
  kVwapSide,          ///< the close lies on the signal's side of the day's VWAP; applies where there is volume
  kSweepReclaim,      ///< liquidity was swept and reclaimed the signal's way within sweep_candles
  kSession,           ///< within the hours of London or New York; applies to markets that close
  kNewsBlackout,      ///< no news is due; never applies yet: Tidemark has no source of news
};
inline constexpr std::array<std::string_view, 8> kEntryFilterNames{
    "spread", "volatility", "momentum", "confirming_candle", "vwap_side", "sweep_reclaim", "session", "news_blackout"};
inline constexpr std::size_t kEntryFilterCount = kEntryFilterNames.size();

enum class FilterState : std::uint8_t {
  kPassed,
  kFailed,
  kNotApplicable,  ///< what it asks about does not exist here; it counts neither way
};
inline constexpr std::array<std::string_view, 3> kFilterStateNames{"passed", "failed", "not_applicable"};

struct FilterResult {
  EntryFilter filter{};
  FilterState state{FilterState::kNotApplicable};
  double value{0};      ///< what was found
  double threshold{0};  ///< what it was held against

  friend bool operator==(const FilterResult&, const FilterResult&) = default;
};
using FilterResults = std::array<FilterResult, kEntryFilterCount>;

/// What the filters look at: the shortest timeframe when a candle of it has closed.
struct EntryView {
  core::CandleF candle;
  double pip{0};
  std::optional<double> spread;  ///< in price; absent without a quote
  std::optional<analysis::momentum::Momentum> momentum;
  std::optional<double> vwap;
  std::optional<Sweep> sweep;  ///< the newest of the timeframes up to 15m
  double sweep_age{0};         ///< in candles of the shortest timeframe
  core::CalendarKind calendar{core::CalendarKind::kAlways};
};

/// Every filter once, in the order of EntryFilter.
[[nodiscard]] FilterResults ask_filters(const EntryView& view, Side side, const DecisionSettings& settings);

/// How often each filter passed, failed and did not apply.
struct FilterTally {
  std::array<std::array<std::uint64_t, 3>, kEntryFilterCount> counts{};  ///< by EntryFilter and FilterState

  void add(const FilterResults& results) {
    for (const FilterResult& r : results)
      ++counts[static_cast<std::size_t>(r.filter)][static_cast<std::size_t>(r.state)];
  }
  static auto fields(auto& self) { return std::tie(self.counts); }
};

}  // namespace tidemark::decision
