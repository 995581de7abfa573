#include "venues/simulated/ws_api.hpp"

#include <array>

#include "net/json_reader.hpp"
#include "net/json_writer.hpp"
#include "venues/simulated/rest_routes.hpp"
#include "venues/simulated/signature.hpp"
#include "venues/simulated/trade_routes.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::string_view kAlways = ",apiKey,timestamp,recvWindow,signature,returnRateLimits";
constexpr std::string_view kClient = "websocket";

/// Methods that answer what a public REST path does.
struct PublicMethod {
  std::string_view method;
  std::string_view path;
};
constexpr std::array<PublicMethod, 13> kPublic{{{"ping", "/api/v3/ping"},
                                                {"time", "/api/v3/time"},
                                                {"exchangeInfo", "/api/v3/exchangeInfo"},
                                                {"depth", "/api/v3/depth"},
                                                {"trades.recent", "/api/v3/trades"},
                                                {"trades.historical", "/api/v3/historicalTrades"},
                                                {"trades.aggregate", "/api/v3/aggTrades"},
                                                {"klines", "/api/v3/klines"},
                                                {"uiKlines", "/api/v3/uiKlines"},
                                                {"avgPrice", "/api/v3/avgPrice"},
                                                {"ticker.24hr", "/api/v3/ticker/24hr"},
                                                {"ticker.price", "/api/v3/ticker/price"},
                                                {"ticker.book", "/api/v3/ticker/bookTicker"}}};

/// A parameter as the text REST would have; lists become JSON again.
std::string text_of(const net::JsonValue& value) {
  std::string text;
  if (const auto* words = value.text()) return *words;
  if (const auto* number = value.integer()) return std::to_string(*number);
  if (const auto* flag = value.boolean()) return *flag ? "true" : "false";
  if (const auto number = value.number()) {
    net::JsonWriter{text}.number(*number);
  } else if (const auto* list = value.array()) {
    net::JsonWriter json{text};
    json.begin_array();
    for (const net::JsonValue& entry : *list) {
      if (entry.text() != nullptr) json.text(*entry.text());
    }
    json.end_array();
  }
  return text;
}

Parameters parameters_of(const net::JsonValue* params) {
  std::vector<net::NameValue> values;
  if (params != nullptr && params->members() != nullptr) {
    for (const auto& [name, value] : *params->members()) values.push_back({name, text_of(value)});
  }
  return Parameters{std::move(values)};
}

void put_id(net::JsonWriter& json, const net::JsonValue* id) {
  json.key("id");
  if (id != nullptr && id->integer() != nullptr) {
    json.integer(*id->integer());
  } else if (id != nullptr && id->text() != nullptr) {
    json.text(*id->text());
  } else {
    json.null();
  }
}

}  // namespace

struct WsApi::Outcome {
  ApiResult<std::string> result;
  int weight{1};
};

WsApi::Outcome WsApi::subscribe(Connection& connection, const Parameters& parameters) {
  const auto account = authenticate(*spot, Security::kSigned, {parameters.text("apiKey"), signed_payload(parameters)},
                                    parameters, shown_now);
  if (!account) return {std::unexpected(account.error()), 2};
  const int subscription = connection.next_subscription++;
  spot->listen(connection, (*account)->owner, subscription);
  return {"{\"subscriptionId\":" + std::to_string(subscription) + "}", 2};
}

WsApi::Outcome WsApi::run(Connection& connection, std::string_view method, const Parameters& parameters) {
  for (const PublicMethod& entry : kPublic) {
    if (entry.method != method) continue;
    const RestRoute& route = *find_route(entry.path);
    const int weight = weight_of(route, parameters);
    const std::string known = std::string{route.parameters} + std::string{kAlways};
    if (const auto unread = parameters.unread(known)) return {std::unexpected(*unread), weight};
    return {route.endpoint({market, parameters, now, shown_now}), weight};
  }
  if (spot == nullptr) return {refuse(-1013, "Market is closed."), 1};
  if (method == "userDataStream.subscribe.signature") return subscribe(connection, parameters);
  if (method == "userDataStream.unsubscribe") {
    const auto number = parameters.number("subscriptionId");
    if (!number) return {std::unexpected(number.error()), 2};
    spot->stop_listening(connection, *number ? std::optional{static_cast<int>(**number)} : std::nullopt);
    return {"{}", 2};
  }
  const TradeRoute* route = find_trade_method(method);
  if (route == nullptr) return {refuse(-1000, "Unknown method " + std::string{method} + "."), 1};
  const std::string known = std::string{route->parameters} + std::string{kAlways};
  if (const auto unread = parameters.unread(known)) return {std::unexpected(*unread), route->weight};
  const auto account = authenticate(*spot, route->security, {parameters.text("apiKey"), signed_payload(parameters)},
                                    parameters, shown_now);
  if (!account) return {std::unexpected(account.error()), route->weight};
  TradeCall call{{*spot, **account, parameters, now, shown_now}, *spot};
  return {route->endpoint(call), route->weight};
}

std::string WsApi::answer(Connection& connection, std::string_view text) {
  const auto request = net::parse_json(text);
  const bool readable = request && request->members() != nullptr;
  const net::JsonValue* id = readable ? request->find("id") : nullptr;
  const net::JsonValue* method = readable ? request->find("method") : nullptr;
  Outcome outcome{refuse(-1100, "Invalid JSON."), 1};
  if (readable && (method == nullptr || method->text() == nullptr)) {
    outcome.result = missing_parameter("method");
  } else if (readable) {
    outcome = run(connection, *method->text(), parameters_of(request->find("params")));
  }
  const auto budget = limiter.take(kClient, outcome.weight, now);
  std::string answer;
  net::JsonWriter json{answer};
  json.begin_object();
  put_id(json, id);
  json.key("status").integer(outcome.result ? 200 : outcome.result.error().status);
  if (outcome.result) {
    json.key("result").raw(*outcome.result);
  } else {
    json.key("error").raw(error_text(outcome.result.error()));
  }
  const net::JsonValue* params = readable ? request->find("params") : nullptr;
  const net::JsonValue* wanted = params == nullptr ? nullptr : params->find("returnRateLimits");
  if (wanted != nullptr && wanted->boolean() != nullptr && !*wanted->boolean()) {
    json.end_object();
    return answer;
  }
  json.key("rateLimits").begin_array().begin_object().key("rateLimitType").text("REQUEST_WEIGHT");
  json.key("interval").text("MINUTE").key("intervalNum").integer(1).key("limit").integer(limiter.budget());
  json.key("count").integer(budget.used).end_object().end_array().end_object();
  return answer;
}

}  // namespace tidemark::venues::simulated
