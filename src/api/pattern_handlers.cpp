#include "api/encode_patterns.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/pattern_agreement.hpp"
#include "api/pattern_page.hpp"
#include "api/pattern_statistics.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

using analysis::candlesticks::PatternSet;

/// The patterns of `names`; all when there is none. Errors name the parameter.
core::Result<PatternSet> names_of(const Params& params) {
  const std::string_view text = params.text("names");
  const auto patterns = analysis::candlesticks::parse_patterns(text.empty() ? "all" : text);
  if (!patterns) {
    return core::fail(core::ErrorKind::kInvalidArgument, patterns.error().code, patterns.error().message, "names");
  }
  PatternSet set = 0;
  for (const auto pattern : *patterns) set |= set_of(pattern);
  return set;
}

core::Result<PatternQuery> query_of(const Params& params) {
  const auto names = names_of(params);
  if (!names) return std::unexpected(names.error());
  PatternQuery query{.from = params.from,
                     .to = params.to,
                     .limit = params.limit,
                     .beyond = {},
                     .filter = {.names = *names,
                                .min_confidence = static_cast<double>(params.integer("min_confidence")),
                                .direction = std::string{params.text("direction")}}};
  if (auto applied = apply_cursor(query, params.text("cursor")); !applied) return core::forward_error(applied);
  return query;
}

net::HttpHandler page_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    auto query = query_of(*params);
    if (!query) return responder.send(reply(query.error()));
    answer_on_worker(context, std::move(responder),
                     [&context, symbol = *params->symbol, timeframe = *params->timeframe, query = std::move(*query)](
                         const net::Request& request, const auto& store) -> core::Result<net::Response> {
                       const auto series = find_series(context, store, symbol, timeframe);
                       if (!series) return std::unexpected(series.error());
                       const auto page = read_patterns(context, store, *series, query);
                       if (!page) return std::unexpected(page.error());
                       return reply(request, encode_pattern_page(*series, page->patterns, page->candles, page->next));
                     });
  };
}

net::HttpHandler statistics_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    const auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    const auto names = names_of(*params);
    if (!names) return responder.send(reply(names.error()));
    const StatisticsQuery query{params->symbol, params->timeframe,
                                static_cast<std::uint32_t>(params->integer("candles"))};
    answer_on_worker(context, std::move(responder),
                     [&context, query, names = *names](const net::Request& request,
                                                       const auto& store) -> core::Result<net::Response> {
                       const auto tallies = tally_patterns(context, store, query);
                       if (!tallies) return std::unexpected(tallies.error());
                       return reply(request, encode_statistics(query.symbol, *tallies, names));
                     });
  };
}

net::HttpHandler agreement_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    const auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    answer_on_worker(context, std::move(responder),
                     [&context, symbol = *params->symbol](const net::Request& request,
                                                          const auto& store) -> core::Result<net::Response> {
                       const auto found = agreement_of(context, store, symbol);
                       if (!found) return std::unexpected(found.error());
                       return reply(request, encode_agreement(symbol, *found));
                     });
  };
}

}  // namespace

net::HttpHandler make_pattern_handler(Context& context, const RouteInfo& route) {
  if (route.operation == Operation::kPatterns) return page_handler(context, route);
  if (route.operation == Operation::kPatternStatistics) return statistics_handler(context, route);
  if (route.operation == Operation::kPatternAgreement) return agreement_handler(context, route);
  return make_catalogue_handler(route, encode_pattern_catalogue());
}

}  // namespace tidemark::api
