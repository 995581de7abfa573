#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.hpp"
#include "core/event.hpp"
#include "core/finding.hpp"
#include "pipeline/static_list.hpp"
#include "pipeline/trade_candles.hpp"
#include "pipeline/validator.hpp"

namespace tidemark::pipeline {

using TickFindings = StaticList<core::Finding, 8>;

struct TickVerdict {
  core::Policy policy{core::Policy::kAccept};
  Continuity continuity{Continuity::kUnknown};  ///< trades only
  TickFindings findings;
  /// Trades only, with kTradeIdGap: the ids passed over, and the time of the last trade before them.
  std::optional<core::TradeIds> missing;
  core::Timestamp missing_since;

  [[nodiscard]] bool accepted() const { return !refuses(policy); }
};

/// Judges the single messages of one instrument: trades, quotes, mark prices, liquidations. What would repeat with
/// every message (clock skew, a run of trades had before) is said once when it begins. A trade whose ids were seen
/// already is a duplicate and refused; ids that skip are kTradeIdGap (value: how many are missing) and the trade is
/// taken.
class TickCheck {
 public:
  TickCheck(const core::Instrument& instrument, const ValidatorConfig& config);

  [[nodiscard]] TickVerdict check(const core::Trade& trade);
  [[nodiscard]] TickVerdict check(const core::Quote& quote);
  [[nodiscard]] TickVerdict check(const core::MarkPrice& mark);
  [[nodiscard]] TickVerdict check(const core::Liquidation& liquidation);
  /// The times of any other message.
  [[nodiscard]] TickVerdict check_times(const core::EventTimes& times);

  /// Messages were lost for certain (the connection was down): the next trade does not follow the last one unless its
  /// ids say so.
  void break_stream() { stream_broken_ = true; }

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  void add(TickVerdict& verdict, core::FindingCode code, const core::EventTimes& times, double value,
           double limit) const;
  void check_price(core::Price price, const core::EventTimes& times, TickVerdict& verdict) const;
  void judge_times(const core::EventTimes& times, TickVerdict& verdict);
  void judge_ids(const core::Trade& trade, TickVerdict& verdict);

  core::InstrumentId instrument_;
  core::Scale scale_;
  const ValidatorConfig* config_;

  std::uint64_t last_id_{0};  ///< 0: none seen
  core::Price last_price_;    ///< 0: none seen
  core::Timestamp last_time_;
  bool skewed_{false};
  bool repeating_{false};
  bool stream_broken_{false};
};

}  // namespace tidemark::pipeline
