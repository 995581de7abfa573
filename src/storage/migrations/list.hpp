#pragma once

#include <string_view>

namespace tidemark::storage::migrations {

// One file each: m0001_candles.cpp …
extern const std::string_view kCandlesUp;
extern const std::string_view kCandlesDown;
extern const std::string_view kGapsUp;
extern const std::string_view kGapsDown;
extern const std::string_view kQuarantineUp;
extern const std::string_view kQuarantineDown;
extern const std::string_view kDataQualityUp;
extern const std::string_view kDataQualityDown;
extern const std::string_view kEngineSnapshotsUp;
extern const std::string_view kEngineSnapshotsDown;
extern const std::string_view kCandlestickPatternsUp;
extern const std::string_view kCandlestickPatternsDown;
extern const std::string_view kTradeGapsUp;
extern const std::string_view kTradeGapsDown;
extern const std::string_view kVolumePatternsUp;
extern const std::string_view kVolumePatternsDown;
extern const std::string_view kIndicatorsUp;
extern const std::string_view kIndicatorsDown;
extern const std::string_view kSupplyDemandUp;
extern const std::string_view kSupplyDemandDown;
extern const std::string_view kChartPatternsUp;
extern const std::string_view kChartPatternsDown;
extern const std::string_view kZoneAlignmentUp;
extern const std::string_view kZoneAlignmentDown;
extern const std::string_view kChartPatternUpdatesUp;
extern const std::string_view kChartPatternUpdatesDown;
extern const std::string_view kConfluenceUp;
extern const std::string_view kConfluenceDown;
extern const std::string_view kSignalsUp;
extern const std::string_view kSignalsDown;
extern const std::string_view kAlertsUp;
extern const std::string_view kAlertsDown;
extern const std::string_view kTradingUp;
extern const std::string_view kTradingDown;
extern const std::string_view kTradesUp;
extern const std::string_view kTradesDown;
extern const std::string_view kConfluencePerformanceUp;
extern const std::string_view kConfluencePerformanceDown;
extern const std::string_view kActivationUp;
extern const std::string_view kActivationDown;
extern const std::string_view kAccountPositionsUp;
extern const std::string_view kAccountPositionsDown;
extern const std::string_view kLiveTradesUp;
extern const std::string_view kLiveTradesDown;
extern const std::string_view kFundingsUp;
extern const std::string_view kFundingsDown;
extern const std::string_view kChargedFeesUp;
extern const std::string_view kChargedFeesDown;
extern const std::string_view kCurrenciesUp;
extern const std::string_view kCurrenciesDown;

}  // namespace tidemark::storage::migrations
