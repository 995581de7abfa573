#pragma once

#include <array>
#include <optional>

#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "decision/confluence.hpp"
#include "decision/market_state.hpp"
#include "decision/signal.hpp"
#include "net/json_writer.hpp"
#include "storage/decision_record.hpp"

namespace tidemark::api {

/// The confluence zone with the highest score of the charts in kInsightCharts.
struct BestConfluence {
  core::Timeframe timeframe{core::Timeframe::k1h};
  decision::Side side{decision::Side::kNone};
  double score{0};  ///< 0 … 1
  double price{0};
  double top{0};
  double bottom{0};
};

/// The newest signal of an instrument, open or ended.
struct NewestSignal {
  decision::SignalType type{decision::SignalType::kNeutral};
  decision::Side side{decision::Side::kNone};
  decision::SignalStatus status{decision::SignalStatus::kOpen};
  double confidence{0};      ///< 0 … 100
  core::Timestamp known_at;  ///< names its trace
};

/// What a row of an overview says of an instrument beyond its price: what is not known yet is absent.
struct MarketInsight {
  std::optional<decision::MarketState> market;
  std::optional<BestConfluence> confluence;
  std::optional<NewestSignal> signal;
};

/// Shorter charts speak of the moment, longer ones are as old as their last candle.
inline constexpr std::array kInsightCharts{core::Timeframe::k5m, core::Timeframe::k15m, core::Timeframe::k30m,
                                           core::Timeframe::k1h, core::Timeframe::k4h};

/// The first zone of a chart; absent: it has none.
[[nodiscard]] std::optional<BestConfluence> best_of(core::Timeframe timeframe, const decision::Confluence& chart);
[[nodiscard]] std::optional<BestConfluence> best_of(const storage::ConfluenceRecord& chart);

[[nodiscard]] NewestSignal row_signal_of(const decision::Signal& signal);
/// Absent when the record has words that this program does not know.
[[nodiscard]] std::optional<NewestSignal> row_signal_of(const storage::SignalRecord& signal);

void encode_confluence_or_null(net::JsonWriter& json, const std::optional<BestConfluence>& best);

/// The members regime, confluence, zones_active and signal of a MarketRow; null where nothing is known.
void encode_insight_members(net::JsonWriter& json, const storage::InstrumentKey& instrument,
                            const MarketInsight& insight);

}  // namespace tidemark::api
