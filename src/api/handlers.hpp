#pragma once

#include <string>

#include "api/context.hpp"
#include "api/route_table.hpp"
#include "net/http_router.hpp"

namespace tidemark::api {

/// The handler of one row of the route table. `context` must outlive it. The WebSocket rows have none.
[[nodiscard]] net::HttpHandler make_handler(Context& context, const RouteInfo& route);

/// Of a document that does not change while the process runs.
[[nodiscard]] net::HttpHandler make_catalogue_handler(const RouteInfo& route, std::string json);

/// One per group of operations.
[[nodiscard]] net::HttpHandler make_market_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_pattern_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_volume_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_structure_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_zone_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_chart_pattern_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_signal_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_confluence_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_intelligence_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_live_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_subscription_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_system_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_udf_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_quality_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_alert_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_webhook_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_order_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_portfolio_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_kill_switch_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_backtest_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_activation_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_journal_handler(Context& context, const RouteInfo& route);
[[nodiscard]] net::HttpHandler make_operation_handler(Context& context, const RouteInfo& route);

}  // namespace tidemark::api
