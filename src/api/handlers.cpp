#include "api/handlers.hpp"

namespace tidemark::api {

namespace {

/// Alerts and webhooks; nullptr for what is of neither.
net::HttpHandler make_alerting_handler(Context& context, const RouteInfo& route) {
  switch (route.operation) {
    case Operation::kAlerts:
    case Operation::kAddAlert:
    case Operation::kAlert:
    case Operation::kChangeAlert:
    case Operation::kRemoveAlert:
    case Operation::kAlertHistory:
      return make_alert_handler(context, route);
    case Operation::kWebhooks:
    case Operation::kAddWebhook:
    case Operation::kChangeWebhook:
    case Operation::kRemoveWebhook:
    case Operation::kTestWebhook:
    case Operation::kDeliveries:
      return make_webhook_handler(context, route);
    default:
      return nullptr;
  }
}

/// Orders, positions and the journal; nullptr for what is of none of them.
net::HttpHandler make_trading_handler(Context& context, const RouteInfo& route) {
  switch (route.operation) {
    case Operation::kOrders:
    case Operation::kPlaceOrder:
    case Operation::kOrder:
    case Operation::kCancelOrder:
    case Operation::kCancelOrders:
    case Operation::kFills:
      return make_order_handler(context, route);
    case Operation::kPositions:
    case Operation::kPortfolio:
    case Operation::kPortfolioHistory:
    case Operation::kPositionSize:
    case Operation::kReleaseHalt:
    case Operation::kKillSwitch:
      return make_portfolio_handler(context, route);
    case Operation::kSetKillSwitch:
      return make_kill_switch_handler(context, route);
    case Operation::kOwnTrades:
    case Operation::kJournal:
    case Operation::kJournalStatistics:
    case Operation::kJournalEntry:
    case Operation::kAddJournalEntry:
    case Operation::kChangeJournalEntry:
    case Operation::kRemoveJournalEntry:
      return make_journal_handler(context, route);
    case Operation::kStrategyCatalogue:
    case Operation::kBacktests:
    case Operation::kAddBacktest:
    case Operation::kBacktest:
    case Operation::kBacktestResult:
    case Operation::kCancelBacktest:
      return make_backtest_handler(context, route);
    case Operation::kActivation:
    case Operation::kSetStage:
    case Operation::kActivationEvents:
    case Operation::kConfigurations:
    case Operation::kGoNoGo:
    case Operation::kShadowMode:
    case Operation::kSetShadowMode:
    case Operation::kRollback:
      return make_activation_handler(context, route);
    default:
      return nullptr;
  }
}

/// What follows from findings; nullptr for what does not.
net::HttpHandler make_decision_handler(Context& context, const RouteInfo& route) {
  switch (route.operation) {
    case Operation::kSignals:
    case Operation::kDecisionTrace:
      return make_signal_handler(context, route);
    case Operation::kConfluence:
      return make_confluence_handler(context, route);
    case Operation::kAnalyze:
    case Operation::kIntelligencePatterns:
    case Operation::kIntelligenceMarket:
    case Operation::kBulkAnalyze:
      return make_intelligence_handler(context, route);
    default:
      return nullptr;
  }
}

}  // namespace

net::HttpHandler make_handler(Context& context, const RouteInfo& route) {
  if (auto handler = make_alerting_handler(context, route)) return handler;
  if (auto handler = make_trading_handler(context, route)) return handler;
  if (auto handler = make_decision_handler(context, route)) return handler;
  switch (route.operation) {
    case Operation::kSymbols:
    case Operation::kData:
    case Operation::kIndicatorCatalogue:
    case Operation::kIndicators:
      return make_market_handler(context, route);
    case Operation::kPatternCatalogue:
    case Operation::kPatterns:
    case Operation::kPatternStatistics:
    case Operation::kPatternAgreement:
      return make_pattern_handler(context, route);
    case Operation::kVolumeCatalogue:
    case Operation::kVolumePatterns:
    case Operation::kVolumeAftermath:
      return make_volume_handler(context, route);
    case Operation::kFractals:
    case Operation::kSwings:
    case Operation::kFibonacci:
    case Operation::kStructure:
      return make_structure_handler(context, route);
    case Operation::kZones:
    case Operation::kZoneTests:
    case Operation::kZoneStatistics:
    case Operation::kDetectZones:
      return make_zone_handler(context, route);
    case Operation::kChartPatternCatalogue:
    case Operation::kChartPatterns:
      return make_chart_pattern_handler(context, route);
    case Operation::kOrderBook:
    case Operation::kTrades:
      return make_live_handler(context, route);
    case Operation::kAvailable:
    case Operation::kSubscribe:
    case Operation::kUnsubscribe:
      return make_subscription_handler(context, route);
    case Operation::kSystem:
    case Operation::kLatency:
    case Operation::kBudget:
    case Operation::kServices:
      return make_system_handler(context, route);
    case Operation::kUdfConfig:
    case Operation::kUdfSymbols:
    case Operation::kUdfSymbolInfo:
    case Operation::kUdfSearch:
    case Operation::kUdfHistory:
    case Operation::kUdfTime:
      return make_udf_handler(context, route);
    case Operation::kQuality:
    case Operation::kGaps:
    case Operation::kQuarantine:
      return make_quality_handler(context, route);
    case Operation::kStatus:
    case Operation::kHealth:
    case Operation::kMetrics:
    case Operation::kOpenApi:
    case Operation::kDocs:
      return make_operation_handler(context, route);
    default:
      break;
  }
  return nullptr;
}

}  // namespace tidemark::api
