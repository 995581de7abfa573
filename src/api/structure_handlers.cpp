#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "analysis/structure/structure.hpp"
#include "api/encode_structure.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"
#include "engine/structure_bank.hpp"

namespace tidemark::api {
namespace {

using analysis::structure::Event;
using analysis::structure::Kind;

/// Candles before the window, so that swings and levels reach into it.
constexpr std::uint32_t kHistory = 1000;

core::Result<std::vector<Kind>> kinds_of(const RouteInfo& route, const Params& params) {
  if (route.operation == Operation::kFractals) return std::vector{Kind::kFractal};
  if (route.operation == Operation::kSwings) return std::vector{Kind::kSwing, Kind::kTrend};
  if (route.operation == Operation::kFibonacci) return std::vector{Kind::kFibonacci};
  std::vector<Kind> kinds;
  std::string_view text = params.text("kinds");
  const auto& names = analysis::structure::kKindNames;
  if (text.empty()) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (static_cast<Kind>(i) != Kind::kFractal) kinds.push_back(static_cast<Kind>(i));
    }
    return kinds;
  }
  while (true) {
    const std::size_t comma = text.find(',');
    const auto it = std::ranges::find(names, text.substr(0, comma));
    if (it == names.end()) {
      std::string list;
      for (const std::string_view name : names) list.append(list.empty() ? "" : ", ").append(name);
      return core::fail(core::ErrorKind::kInvalidArgument, "bad_kind", "This must be a list of: " + list + ".",
                        "kinds");
    }
    kinds.push_back(static_cast<Kind>(it - names.begin()));
    if (comma == std::string_view::npos) return kinds;
    text.remove_prefix(comma + 1);
  }
}

/// What the candles of a window made known, those before it having been seen.
std::vector<Event> events_of(const analysis::structure::StructureSettings& settings, core::Timeframe timeframe,
                             const std::vector<core::Candle>& history, const CandleWindow& window) {
  auto wanted = engine::settings_on(settings, timeframe);
  wanted.fractals = analysis::structure::FractalEvents::kPublish;
  analysis::structure::Structure analyzer{wanted};
  std::vector<Event> events;
  for (const core::Candle& candle : history) {
    analyzer.update(core::to_double(candle, window.scale), events);
    events.clear();
  }
  for (const core::Candle& candle : window.candles) analyzer.update(core::to_double(candle, window.scale), events);
  return events;
}

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request,
                                   const ReadWorker::StoreAccess& store) {
  if (!context.deps.structure) {
    return core::fail(core::ErrorKind::kNotFound, "structure_off",
                      "Market structure is switched off in this program's configuration (analysis.structure).");
  }
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto kinds = kinds_of(route, *params);
  if (!kinds) return std::unexpected(kinds.error());
  const auto series = find_series(context, store, *params->symbol, *params->timeframe);
  if (!series) return std::unexpected(series.error());
  const auto window = window_of(context, store, *series, {params->from, params->to, params->limit});
  if (!window) return std::unexpected(window.error());
  std::vector<Event> events;
  if (!window->candles.empty()) {
    const auto history = read_history(context.live, store ? *store : nullptr, *series,
                                      window->candles.front().open_time, kHistory, window->scale);
    if (!history) return std::unexpected(history.error());
    events = events_of(*context.deps.structure, series->timeframe, *history, *window);
  }
  std::erase_if(events, [&](const Event& e) { return std::ranges::find(*kinds, e.kind) == kinds->end(); });
  return reply(request, encode_structure(*series, events, *window));
}

}  // namespace

net::HttpHandler make_structure_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api
