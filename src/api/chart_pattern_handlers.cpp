#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/chart_patterns/kinds.hpp"
#include "analysis/chart_patterns/pattern.hpp"
#include "api/chart_pattern_series.hpp"
#include "api/encode_chart_patterns.hpp"
#include "api/handlers.hpp"
#include "api/name_list.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

constexpr int kDefaultCandles = 1000;

core::Result<std::vector<std::string>> kinds_of(const Params& params) {
  return parse_names(params.text("kind"), [](std::string_view name) -> core::Status {
    if (analysis::chart_patterns::find_kind(name)) return {};
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_kind",
                      "This must be a list of kinds as /api/chart-patterns has them.", "kind");
  });
}

core::Result<std::vector<std::string>> states_of(const Params& params) {
  return parse_names(params.text("state"), [](std::string_view name) -> core::Status {
    const auto& names = analysis::chart_patterns::kStateNames;
    if (std::ranges::find(names, name) != names.end()) return {};
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_state",
                      "This must be a list of: forming, complete, failed, expired.", "state");
  });
}

core::Result<ChartPatternsWanted> wanted_of(const Context& context, const Params& params) {
  ChartPatternsWanted wanted;
  wanted.range.to = params.to.value_or(context.deps.clock.now());
  wanted.range.from = params.from.value_or(wanted.range.to - core::duration_of(*params.timeframe) * kDefaultCandles);
  if (wanted.range.from >= wanted.range.to) {
    return core::fail(core::ErrorKind::kInvalidArgument, "empty_range", "`from` must be before `to`.", "from");
  }
  auto kinds = kinds_of(params);
  if (!kinds) return core::forward_error(kinds);
  wanted.kinds = std::move(*kinds);
  auto states = states_of(params);
  if (!states) return core::forward_error(states);
  wanted.states = std::move(*states);
  auto cursor = parse_chart_pattern_cursor(params.text("cursor"));
  if (!cursor) return core::forward_error(cursor);
  wanted.before = std::move(*cursor);
  wanted.limit = params.limit;
  return wanted;
}

core::Result<net::Response> answer_patterns(const Context& context, const RouteInfo& route, const net::Request& request,
                                            const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto wanted = wanted_of(context, *params);
  if (!wanted) return std::unexpected(wanted.error());
  const auto series = find_series(context, store, *params->symbol, *params->timeframe);
  if (!series) return std::unexpected(series.error());
  const auto list = read_chart_patterns(context, store, *series, *wanted);
  if (!list) return std::unexpected(list.error());
  return reply(request, encode_chart_pattern_page(*series, *list));
}

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request,
                                   const ReadWorker::StoreAccess& store) {
  if (route.operation == Operation::kChartPatterns) {
    if (context.deps.chart_patterns) return answer_patterns(context, route, request, store);
    return core::fail(core::ErrorKind::kNotFound, "chart_patterns_off",
                      "Chart patterns are switched off in this program's configuration (analysis.chart_patterns).");
  }
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  return reply(request, encode_chart_pattern_catalogue());
}

}  // namespace

net::HttpHandler make_chart_pattern_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api
