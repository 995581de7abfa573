#include "storage/migrations/list.hpp"

#include <array>

#include "storage/files/checksum.hpp"
#include "storage/migrations/migration.hpp"

namespace tidemark::storage {

std::string Migration::checksum() const {
  files::Checksum sum;
  sum.add(up);
  sum.add(std::string_view{"\0", 1});  // keeps a move of text from one side to the other visible
  sum.add(down);
  return sum.hex();
}

std::span<const Migration> all_migrations() {
  namespace m = migrations;
  static const std::array kAll{
      Migration{1, "candles", m::kCandlesUp, m::kCandlesDown},
      Migration{2, "gaps", m::kGapsUp, m::kGapsDown},
      Migration{3, "quarantine", m::kQuarantineUp, m::kQuarantineDown},
      Migration{4, "data_quality", m::kDataQualityUp, m::kDataQualityDown},
      Migration{5, "engine_snapshots", m::kEngineSnapshotsUp, m::kEngineSnapshotsDown},
      Migration{6, "candlestick_patterns", m::kCandlestickPatternsUp, m::kCandlestickPatternsDown},
      Migration{7, "trade_gaps", m::kTradeGapsUp, m::kTradeGapsDown},
      Migration{8, "volume_patterns", m::kVolumePatternsUp, m::kVolumePatternsDown},
      Migration{9, "indicators", m::kIndicatorsUp, m::kIndicatorsDown},
      Migration{10, "supply_demand", m::kSupplyDemandUp, m::kSupplyDemandDown},
      Migration{11, "chart_patterns", m::kChartPatternsUp, m::kChartPatternsDown},
      Migration{12, "zone_alignment", m::kZoneAlignmentUp, m::kZoneAlignmentDown},
      Migration{13, "chart_pattern_updates", m::kChartPatternUpdatesUp, m::kChartPatternUpdatesDown},
      Migration{14, "confluence", m::kConfluenceUp, m::kConfluenceDown},
      Migration{15, "signals", m::kSignalsUp, m::kSignalsDown},
      Migration{16, "alerts", m::kAlertsUp, m::kAlertsDown},
      Migration{17, "trading", m::kTradingUp, m::kTradingDown},
      Migration{18, "trades", m::kTradesUp, m::kTradesDown},
      Migration{19, "confluence_performance", m::kConfluencePerformanceUp, m::kConfluencePerformanceDown},
      Migration{20, "activation", m::kActivationUp, m::kActivationDown},
      Migration{21, "account_positions", m::kAccountPositionsUp, m::kAccountPositionsDown},
      Migration{22, "live_trades", m::kLiveTradesUp, m::kLiveTradesDown},
      Migration{23, "fundings", m::kFundingsUp, m::kFundingsDown},
      Migration{24, "charged_fees", m::kChargedFeesUp, m::kChargedFeesDown},
      Migration{25, "currencies", m::kCurrenciesUp, m::kCurrenciesDown},
  };
  return kAll;
}

}  // namespace tidemark::storage
