#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

#include "analysis/kernel/fixed_list.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"
#include "decision/factor.hpp"

namespace tidemark::decision {

enum class SignalType : std::uint8_t { kStrongBuy, kBuy, kWeakBuy, kNeutral, kWeakSell, kSell, kStrongSell };
inline constexpr std::array<std::string_view, 7> kSignalTypeNames{"strong_buy", "buy",  "weak_buy",   "neutral",
                                                                  "weak_sell",  "sell", "strong_sell"};
inline constexpr std::size_t kSignalTypeCount = kSignalTypeNames.size();
[[nodiscard]] constexpr std::string_view name_of(SignalType type) {
  return kSignalTypeNames[static_cast<std::size_t>(type)];
}

enum class SignalStatus : std::uint8_t {
  kOpen,
  kTarget,    ///< the first target was traded at
  kStopped,   ///< the stop was; also when one candle reached both
  kExpired,   ///< neither in time: it ended at the close of the first candle past its expiry
  kReversed,  ///< a signal of the other side took its place, at that one's entry
};
inline constexpr std::array<std::string_view, 5> kSignalStatusNames{"open", "target", "stopped", "expired", "reversed"};
[[nodiscard]] constexpr std::string_view name_of(SignalStatus status) {
  return kSignalStatusNames[static_cast<std::size_t>(status)];
}

inline constexpr std::size_t kTargetsMax = 3;
/// Nearest first.
using Targets = analysis::FixedList<double, kTargetsMax>;

/// A proposal to trade, and what became of it. Prices are doubles on the instrument's ticks: whoever makes an order of
/// it rounds to ticks again. Invariants: side is bullish or bearish; the stop lies behind the entry and the targets
/// before it, in the side's direction; risk() > 0.
struct Signal {
  core::InstrumentId instrument;
  std::uint64_t number{0};  ///< 1, 2 … of the instrument, since its engine's state began
  SignalType type{SignalType::kNeutral};
  Side side{Side::kNone};
  SignalStatus status{SignalStatus::kOpen};
  double score{0};       ///< -1 … 1
  double confluence{0};  ///< 0 … 1, of its side at the entry
  double confidence{0};  ///< 0 … 100
  double entry{0};       ///< the close it was decided at
  double stop{0};
  Targets targets;
  double risk_reward{0};   ///< to the first target
  double risk_percent{0};  ///< of equity to lose at the stop
  double size_hint{0};     ///< position value as a share of equity at which the stop loses risk_percent; 1 = all of it
  core::Timestamp candle;  ///< open time of the shortest timeframe's candle it was decided on
  core::Timestamp known_at;  ///< when it was; also names its trace
  core::Timestamp expires;

  // What became of it, as of `updated`.
  core::Timestamp updated;
  std::optional<core::Timestamp> ended;
  double exit{0};          ///< the price it ended at; of a gap beyond the stop, the open
  double favorable{0};     ///< MFE: greatest excursion the signal's way, price units, >= 0
  double adverse{0};       ///< MAE: against it, >= 0
  std::uint32_t types{0};  ///< bit per FactorType that contributed to its confluence

  [[nodiscard]] double risk() const { return sign_of(side) * (entry - stop); }
  /// Of an ended signal, in multiples of the risk.
  [[nodiscard]] double result() const { return risk() > 0 ? sign_of(side) * (exit - entry) / risk() : 0; }
  [[nodiscard]] bool valid() const {
    return type <= SignalType::kStrongSell && status <= SignalStatus::kReversed && side >= Side::kBearish &&
           side <= Side::kBullish;
  }
  friend bool operator==(const Signal&, const Signal&) = default;
  static auto fields(auto& self) {
    return std::tie(self.instrument.value, self.number, self.type, self.side, self.status, self.score, self.confluence,
                    self.confidence, self.entry, self.stop, self.targets, self.risk_reward, self.risk_percent,
                    self.size_hint, self.candle.ns, self.known_at.ns, self.expires.ns, self.updated.ns, self.exit,
                    self.favorable, self.adverse, self.types);
  }
};

}  // namespace tidemark::decision
