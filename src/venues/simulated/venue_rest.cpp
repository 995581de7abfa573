#include <algorithm>

#include "net/json_writer.hpp"
#include "venues/simulated/signature.hpp"
#include "venues/simulated/venue.hpp"

namespace tidemark::venues::simulated {
namespace {

net::Response json_response(int status, std::string body) {
  return {.status = status, .content_type = "application/json;charset=UTF-8", .headers = {}, .body = std::move(body)};
}

net::Response error_response(const ApiError& error) {
  return json_response(error.status, error_text(error));
}

net::Response not_found(std::string_view path, core::Timestamp now) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("timestamp").integer(now.ms()).key("status").integer(404).key("error").text("Not Found");
  json.key("message").text("No message available").key("path").text(path).end_object();
  return json_response(404, std::move(body));
}

net::Response wrong_method(net::Method method) {
  return error_response({405, -1000, "Request method '" + std::string{net::name_of(method)} + "' not supported"});
}

void add_retry_after(net::Response& response, core::Duration wait) {
  const std::int64_t whole = (wait.ns + core::seconds(1).ns - 1) / core::seconds(1).ns;
  response.headers.push_back({"Retry-After", std::to_string(whole)});
}

net::Response over_limit(int status, core::Duration wait, core::Timestamp now, int budget) {
  std::string message = "Too much request weight used; current limit is " + std::to_string(budget) +
                        " request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling "
                        "the API.";
  if (status == 418) {
    message = "Way too much request weight used; IP banned until " + std::to_string((now + wait).ms()) +
              ". Please use WebSocket Streams for live updates to avoid bans.";
  }
  net::Response response = error_response({status, -1003, std::move(message)});
  add_retry_after(response, wait);
  return response;
}

/// A 5xx as Binance words it; 502 comes from what stands before its servers and is no JSON.
net::Response broken(int status) {
  switch (status) {
    case 502:
      return {.status = 502,
              .content_type = "text/html",
              .headers = {},
              .body = std::string{"<html><head><title>502 Bad Gateway</title></head></html>"}};
    case 503:
      return error_response(
          {503, -1008, "Server is currently overloaded with other requests. Please try again in a few minutes."});
    case 504:
      return error_response(
          {504, -1007,
           "Timeout waiting for response from backend server. Send status unknown; execution status unknown."});
    default:
      return error_response({status, -1000, "An unknown error occurred while processing the request."});
  }
}

/// What the account's endpoint says, if the request may ask it.
template <class Call, class Desk>
ApiResult<std::string> ask(const net::Request& request, const AccountRoute<Call>& route, Desk* desk,
                           const Parameters& parameters, core::Timestamp now, core::Timestamp shown_now,
                           std::vector<net::NameValue>& headers) {
  if (desk == nullptr) return refuse(-1013, "Market is closed.");
  if (const auto unread = parameters.unread(std::string{route.parameters} + ",timestamp,recvWindow,signature")) {
    return std::unexpected(*unread);
  }
  const Credentials credentials{request.header("X-MBX-APIKEY").value_or(""),
                                signed_payload(request.raw_query, request.body)};
  const auto account = authenticate(*desk, route.security, credentials, parameters, shown_now);
  if (!account) return std::unexpected(account.error());
  const std::array<int, 2> before = (*account)->orders;
  Call call{{*desk, **account, parameters, now, shown_now}, *desk};
  auto body = route.endpoint(call);
  if ((*account)->orders == before) return body;
  for (std::size_t i = 0; i < desk->limits().size(); ++i) {
    headers.push_back({std::string{desk->limits()[i].header}, std::to_string((*account)->orders[i])});
  }
  return body;
}

}  // namespace

template <class Call, class Desk>
SimVenue::Reply Venue::trade(const net::Request& request, const AccountRoute<Call>* route, Desk* desk, Floor& floor) {
  const sim::RequestFate fate = dice_.request(now_);
  if (route == nullptr) return {wrong_method(request.method), fate.delay, fate.swallowed};
  const auto parameters = Parameters::read(request.raw_query, request.body);
  const RateLimiter::Outcome budget = floor.limiter.take(request.peer, route->weight, now_);
  net::Response response;
  if (budget.refusal) {
    response = over_limit(budget.refusal->status, budget.refusal->retry_after, now_, floor.limiter.budget());
  } else if (fate.status) {
    response = *fate.status < 500 ? over_limit(*fate.status, fate.retry_after, now_, floor.limiter.budget())
                                  : broken(*fate.status);
  } else if (!parameters) {
    response = error_response(parameters.error());
  } else {
    std::vector<net::NameValue> headers;
    auto body = ask(request, *route, desk, *parameters, now_, shown_now(), headers);
    response = body ? json_response(200, std::move(*body)) : error_response(body.error());
    response.headers = std::move(headers);
  }
  response.headers.push_back({"X-MBX-USED-WEIGHT", std::to_string(budget.used)});
  response.headers.push_back({"X-MBX-USED-WEIGHT-1M", std::to_string(budget.used)});
  if (desk != nullptr) desk->tell(shown_now(), *this);
  sweep_ended();
  return {std::move(response), fate.delay, fate.swallowed};
}

SimVenue::Reply Venue::handle(const net::Request& request) {
  if (request.path.starts_with("/sim/")) return {administrate(request)};
  Floor* spot = floor_of(binance::Market::kSpot);
  Floor* usdm = floor_of(binance::Market::kUsdm);
  if (spot != nullptr && is_trade_path(request.path)) {
    return trade(request, find_trade_route(request.method, request.path), spot_.get(), *spot);
  }
  if (usdm != nullptr && is_futures_path(request.path)) {
    return trade(request, find_futures_route(request.method, request.path), futures_.get(), *usdm);
  }
  const RestRoute* route = find_route(request.path);
  Floor* floor = route == nullptr ? nullptr : floor_of(route->market);
  if (floor == nullptr) return {not_found(request.path, now_)};
  const sim::RequestFate fate = dice_.request(now_);
  Reply reply{serve(request, *route, *floor, fate), fate.delay, fate.swallowed};
  sweep_ended();
  return reply;
}

net::Response Venue::serve(const net::Request& request, const RestRoute& route, Floor& floor,
                           const sim::RequestFate& fate) {
  const auto parameters = Parameters::read(request.raw_query, request.body);
  const int weight = parameters ? weight_of(route, *parameters) : 1;
  const RateLimiter::Outcome budget = floor.limiter.take(request.peer, weight, now_);
  const auto answer = [&]() -> net::Response {
    if (budget.refusal) {
      return over_limit(budget.refusal->status, budget.refusal->retry_after, now_, floor.limiter.budget());
    }
    if (fate.status && *fate.status < 500) {
      return over_limit(*fate.status, fate.retry_after, now_, floor.limiter.budget());
    }
    if (fate.status) return broken(*fate.status);
    if (!parameters) return error_response(parameters.error());
    if (request.method != net::Method::kGet && request.method != net::Method::kHead) {
      return wrong_method(request.method);
    }
    if (const auto unread = parameters->unread(route.parameters)) return error_response(*unread);
    auto body = route.endpoint({*floor.market, *parameters, now_, shown_now(), fate.stale ? &stale_books_ : nullptr});
    return body ? json_response(200, std::move(*body)) : error_response(body.error());
  };
  net::Response response = answer();
  response.headers.push_back({"X-MBX-USED-WEIGHT", std::to_string(budget.used)});
  response.headers.push_back({"X-MBX-USED-WEIGHT-1M", std::to_string(budget.used)});
  return response;
}

std::string Venue::state_text() const {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("time").integer(now_.ms()).key("seed").unsigned_integer(seed_);
  json.key("faults").text(sim::to_text(dice_.plan())).key("connections").unsigned_integer(connections_.size());
  json.key("markets").begin_array();
  for (const auto& floor : floors_) {
    json.begin_object().key("market").text(binance::venue_of(floor->market->kind())).key("symbols").begin_array();
    for (const MarketSymbol& symbol : floor->market->symbols()) json.text(symbol.instrument().symbol);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return text;
}

/// GET /sim/state; POST /sim/faults with a plan as its body adds to it, DELETE /sim/faults ends all faults. No faults
/// strike here.
net::Response Venue::administrate(const net::Request& request) {
  if (request.path == "/sim/state" && request.method == net::Method::kGet) return json_response(200, state_text());
  if (request.path != "/sim/faults") return not_found(request.path, now_);
  if (request.method == net::Method::kDelete) {
    dice_.clear();
    return json_response(200, state_text());
  }
  if (request.method != net::Method::kPost) {
    return error_response({405, -1000, "POST adds faults, DELETE ends them; GET /sim/state shows them"});
  }
  const auto plan = sim::parse_fault_plan(request.body);
  if (!plan) return error_response({400, -1102, plan.error().place + ": " + plan.error().message});
  for (sim::Fault fault : plan->faults) {
    fault.until = std::min(fault.until, plan->quiet);
    dice_.add(fault, now_);
  }
  return json_response(200, state_text());
}

}  // namespace tidemark::venues::simulated
