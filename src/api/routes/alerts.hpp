#pragma once

#include "api/routes/common.hpp"

/// Alert rules, what they fired, and webhooks.
namespace tidemark::api::routes {

inline constexpr ParamInfo kIdParam{"id", kPath, kText, kRequired, "The `id` it was given when it was made.", 1, 64};
inline constexpr ParamInfo kPageCursor{"cursor", kQuery,    kInteger, kOptional, "The `next` of the page before.",
                                       1,        INT64_MAX, INT64_MAX};
inline constexpr ParamInfo kPageLimit{"limit", kQuery, kInteger, kOptional, "Most rows to return.", 1, 1000, 100};
inline constexpr std::array kIdOnly{kIdParam};
inline constexpr std::array kAlertHistoryParams{
    ParamInfo{"alert_id", kQuery, kText, kOptional, "Only what this alert fired; it may have been removed since.", 1,
              64},
    ParamInfo{"symbol", kQuery, kSymbol, kOptional, "Only this symbol."}, kPageCursor, kPageLimit};
inline constexpr std::array<std::string_view, 5> kDeliveryStates{"any", "pending", "delivered", "refused", "given_up"};
inline constexpr std::array kDeliveryParams{
    kIdParam,
    ParamInfo{"state", kQuery, kChoice, kOptional, "Only deliveries in this state.", 0, 0, 0, kDeliveryStates},
    kPageCursor, kPageLimit};

inline constexpr std::array kAlertProblems{404, 409, 413, 422, 503};

inline constexpr std::string_view kAlertText =
    "A rule fires when its condition comes to be true, not while it stays so: price_cross, price_range (on trades), "
    "move "
    "(on closed candles), zone, candlestick, chart_pattern, volume, signal (when the engine says them), confluence "
    "(when its score at the price comes to `least_confidence`). `message` and `body` "
    "are templates with TradingView's placeholders and more (docs/alerts.md); a mistake in them is refused with its "
    "place in bytes. `webhooks` lists the ids of those that get `body`.";
inline constexpr std::string_view kChangeAlertText =
    "What is left out stays as it is, null takes it away; `condition` is given whole. A changed alert begins anew: it "
    "may fire once more although it had fired once.";
inline constexpr std::string_view kHistoryText =
    "Newest first. `id` names the firing: it is the same wherever and however often it is told.";
inline constexpr std::string_view kWebhookText =
    "Each firing is sent as a POST with X-Tidemark-Timestamp (Unix seconds), X-Tidemark-Signature (sha256= and the "
    "HMAC-SHA256, in hexadecimal digits, of the timestamp, a full stop and the body under the secret) and "
    "Idempotency-Key, which stays the same when it is sent again. Any 2xx ends it; no answer, 408, 425, 429 and 5xx "
    "are tried again (Retry-After is obeyed), everything else is not. Without `secret` one is made and told in this "
    "answer, the only time. Addresses on this machine and in private networks are allowed.";

inline constexpr std::array kAlertRoutes{
    RouteInfo{Operation::kAlerts,
              RouteKind::kHttp,
              Method::kGet,
              "/api/alerts",
              "listAlerts",
              "alerts",
              "All alert rules, by name",
              "",
              {},
              kJson,
              "AlertList",
              kAlertProblems},
    RouteInfo{Operation::kAddAlert,
              RouteKind::kHttp,
              Method::kPost,
              "/api/alerts",
              "addAlert",
              "alerts",
              "Make an alert rule",
              kAlertText,
              {},
              kJson,
              "Alert",
              kAlertProblems,
              201,
              "AlertRule"},
    RouteInfo{Operation::kAlert, RouteKind::kHttp, Method::kGet, "/api/alerts/{id}", "getAlert", "alerts",
              "One alert rule", "", kIdOnly, kJson, "Alert", kAlertProblems},
    RouteInfo{Operation::kChangeAlert, RouteKind::kHttp, Method::kPatch, "/api/alerts/{id}", "changeAlert", "alerts",
              "Change an alert rule", kChangeAlertText, kIdOnly, kJson, "Alert", kAlertProblems, 200, "AlertRule"},
    RouteInfo{Operation::kRemoveAlert, RouteKind::kHttp, Method::kDelete, "/api/alerts/{id}", "removeAlert", "alerts",
              "Remove an alert rule; what it fired stays in the history", "", kIdOnly, kJson, "Removed",
              kAlertProblems},
    RouteInfo{Operation::kAlertHistory, RouteKind::kHttp, Method::kGet, "/api/alerts/history", "getAlertHistory",
              "alerts", "What fired", kHistoryText, kAlertHistoryParams, kJson, "AlertHistory", kAlertProblems},
    RouteInfo{Operation::kWebhooks,
              RouteKind::kHttp,
              Method::kGet,
              "/api/webhooks",
              "listWebhooks",
              "alerts",
              "All webhooks, by name, without their secrets",
              "",
              {},
              kJson,
              "WebhookList",
              kAlertProblems},
    RouteInfo{Operation::kAddWebhook,
              RouteKind::kHttp,
              Method::kPost,
              "/api/webhooks",
              "addWebhook",
              "alerts",
              "Make a webhook",
              kWebhookText,
              {},
              kJson,
              "NewWebhook",
              kAlertProblems,
              201,
              "WebhookTarget"},
    RouteInfo{Operation::kChangeWebhook, RouteKind::kHttp, Method::kPatch, "/api/webhooks/{id}", "changeWebhook",
              "alerts", "Change a webhook", "What is left out stays as it is.", kIdOnly, kJson, "Webhook",
              kAlertProblems, 200, "WebhookTarget"},
    RouteInfo{Operation::kRemoveWebhook, RouteKind::kHttp, Method::kDelete, "/api/webhooks/{id}", "removeWebhook",
              "alerts", "Remove a webhook with its log; 409 while an alert sends to it", "", kIdOnly, kJson, "Removed",
              kAlertProblems},
    RouteInfo{Operation::kTestWebhook, RouteKind::kHttp, Method::kPost, "/api/webhooks/{id}/test", "testWebhook",
              "alerts", "Send a message that says it is a test", "`delivery` names it in the log of deliveries.",
              kIdOnly, kJson, "TestDelivery", kAlertProblems, 202},
    RouteInfo{Operation::kDeliveries, RouteKind::kHttp, Method::kGet, "/api/webhooks/{id}/deliveries", "listDeliveries",
              "alerts", "What was sent to a webhook, with every attempt",
              "Newest first, each with the newest twenty of its attempts.", kDeliveryParams, kJson, "DeliveryList",
              kAlertProblems},
};

}  // namespace tidemark::api::routes
