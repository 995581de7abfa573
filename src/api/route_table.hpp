#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "net/http_types.hpp"

namespace tidemark::api {

/// Every route by name; the table describes it, handlers.cpp serves it.
enum class Operation : std::uint8_t {
  kSymbols,
  kAvailable,
  kSubscribe,
  kUnsubscribe,
  kData,
  kOrderBook,
  kTrades,
  kIndicatorCatalogue,
  kIndicators,
  kPatternCatalogue,
  kPatterns,
  kPatternStatistics,
  kPatternAgreement,
  kVolumeCatalogue,
  kVolumePatterns,
  kFractals,
  kSwings,
  kFibonacci,
  kStructure,
  kZones,
  kZoneTests,
  kZoneStatistics,
  kDetectZones,
  kChartPatternCatalogue,
  kChartPatterns,
  kVolumeAftermath,
  kConfluence,
  kSignals,
  kDecisionTrace,
  kAnalyze,
  kIntelligencePatterns,
  kIntelligenceMarket,
  kBulkAnalyze,
  kQuality,
  kGaps,
  kQuarantine,
  kAlerts,
  kAddAlert,
  kAlert,
  kChangeAlert,
  kRemoveAlert,
  kAlertHistory,
  kWebhooks,
  kAddWebhook,
  kChangeWebhook,
  kRemoveWebhook,
  kTestWebhook,
  kDeliveries,
  kOrders,
  kPlaceOrder,
  kOrder,
  kCancelOrder,
  kCancelOrders,
  kFills,
  kPositions,
  kPortfolio,
  kPortfolioHistory,
  kOwnTrades,
  kPositionSize,
  kReleaseHalt,
  kKillSwitch,
  kSetKillSwitch,
  kJournal,
  kJournalStatistics,
  kJournalEntry,
  kAddJournalEntry,
  kChangeJournalEntry,
  kRemoveJournalEntry,
  kStrategyCatalogue,
  kBacktests,
  kAddBacktest,
  kBacktest,
  kBacktestResult,
  kCancelBacktest,
  kActivation,
  kSetStage,
  kActivationEvents,
  kConfigurations,
  kGoNoGo,
  kShadowMode,
  kSetShadowMode,
  kRollback,
  kStatus,
  kSystem,
  kLatency,
  kBudget,
  kServices,
  kHealth,
  kMetrics,
  kOpenApi,
  kDocs,
  kUdfConfig,
  kUdfSymbols,
  kUdfSymbolInfo,
  kUdfSearch,
  kUdfHistory,
  kUdfTime,
  kStream,
  kZoneStream,
};

enum class ParamPlace : std::uint8_t { kPath, kQuery };
enum class ParamType : std::uint8_t { kSymbol, kTimeframe, kTime, kInteger, kText, kChoice };
enum class ParamNeed : std::uint8_t { kRequired, kOptional };

/// One parameter of a route. The same row checks requests and documents them.
struct ParamInfo {
  std::string_view name;
  ParamPlace place{ParamPlace::kQuery};
  ParamType type{ParamType::kText};
  ParamNeed need{ParamNeed::kOptional};
  std::string_view title;
  std::int64_t min{0};  ///< kInteger: least value; kText: least length in bytes
  std::int64_t max{0};  ///< kInteger: greatest value; kText: greatest length in bytes
  std::int64_t fallback{0};
  std::span<const std::string_view> choices{};  ///< kChoice; the first is the default
};

/// kUdf: HTTP whose errors are those of TradingView's protocol: {"s":"error","errmsg":"…"}.
enum class RouteKind : std::uint8_t { kHttp, kUdf, kWebSocket };

struct RouteInfo {
  Operation operation;
  RouteKind kind;
  net::Method method;
  std::string_view pattern;
  std::string_view id;  ///< operationId
  std::string_view tag;
  std::string_view summary;
  std::string_view text;  ///< what a caller must know beyond the summary; may be empty
  std::span<const ParamInfo> params;
  std::string_view media;         ///< of the answer when all is well
  std::string_view schema;        ///< name of a schema in schemas/; empty when the answer is not JSON
  std::span<const int> problems;  ///< statuses when it is not
  int success{200};
  std::string_view body{};  ///< name of the schema of what is posted; empty: nothing is
};

/// All routes of the API in the order of the document, family by family as they stand in routes/. The dashboard's own
/// files are not part of the API.
[[nodiscard]] std::span<const RouteInfo> route_table();

}  // namespace tidemark::api
