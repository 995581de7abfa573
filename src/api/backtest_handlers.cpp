#include <algorithm>
#include <string>

#include "api/encode.hpp"
#include "api/encode_trading.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/posted_json.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

void write_job(net::JsonWriter& json, const BacktestJob& job) {
  json.begin_object().key("id").text(job.id).key("state").text(job.state);
  json.key("created_at").text(core::format_iso(job.created)).key("started_at");
  write_time(json, job.started);
  json.key("ended_at");
  write_time(json, job.ended);
  json.key("candles").unsigned_integer(job.candles).key("total");
  job.total ? static_cast<void>(json.unsigned_integer(*job.total)) : static_cast<void>(json.null());
  json.key("progress");
  if (job.state == "done") {
    json.number(1);
  } else if (job.total && *job.total > 0) {
    json.number(std::min(1.0, static_cast<double>(job.candles) / static_cast<double>(*job.total)));
  } else {
    json.null();
  }
  json.key("request").raw(job.request).key("error");
  job.error.empty() ? static_cast<void>(json.null()) : static_cast<void>(json.text(job.error));
  json.end_object();
}

std::string encode(const BacktestJob& job) {
  std::string body;
  net::JsonWriter json{body};
  write_job(json, job);
  return body;
}

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  if (context.deps.backtests == nullptr) {
    return core::fail(core::ErrorKind::kNotFound, "backtests_off", "There is no database to run backtests on.");
  }
  Backtests& all = *context.deps.backtests;
  const std::string id{params->text("id")};
  if (route.operation == Operation::kBacktests) {
    std::string body;
    net::JsonWriter json{body};
    json.begin_object().key("backtests").begin_array();
    for (const BacktestJob& job : all.jobs()) write_job(json, job);
    json.end_array().end_object();
    return reply(request, std::move(body));
  }
  if (route.operation == Operation::kBacktest) {
    const auto job = all.job(id);
    if (!job) return std::unexpected(job.error());
    return reply(request, encode(*job));
  }
  if (route.operation == Operation::kBacktestResult) {
    const auto job = all.job(id);
    if (!job) return std::unexpected(job.error());
    if (job->result.empty()) {
      return core::fail(core::ErrorKind::kNotFound, "no_result",
                        "The backtest has no result: it is " + job->state + ".", "id");
    }
    return reply(request, job->result);
  }
  if (route.operation == Operation::kCancelBacktest) {
    const auto job = all.cancel(id);
    if (!job) return std::unexpected(job.error());
    return changed(route.success, encode(*job));
  }
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  const auto job = all.submit(*json);
  if (!job) return std::unexpected(job.error());
  return changed(route.success, encode(*job));
}

}  // namespace

net::HttpHandler make_backtest_handler(Context& context, const RouteInfo& route) {
  if (route.operation == Operation::kStrategyCatalogue) return make_catalogue_handler(route, encode_strategies());
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto&) {
      return answer(context, route, request);
    });
  };
}

}  // namespace tidemark::api
