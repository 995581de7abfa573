#include <algorithm>
#include <string>
#include <utility>

#include "api/encode_zones.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/posted_candles.hpp"
#include "api/reply.hpp"
#include "api/zone_page.hpp"

namespace tidemark::api {
namespace {

core::Result<net::Response> answer_tests(const RouteInfo& route, const net::Request& request,
                                         const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  if (!store) return std::unexpected(store.error());
  const core::Error unknown{core::ErrorKind::kNotFound, "unknown_zone", "There is no stored zone of this id.",
                            "zone_id"};
  if (*store == nullptr) return std::unexpected(unknown);
  const std::string id{params->text("zone_id")};
  const auto zone = (*store)->zone(id);
  if (!zone) return std::unexpected(zone.error().kind == core::ErrorKind::kNotFound ? unknown : zone.error());
  auto tests = (*store)->zone_tests(id);
  if (!tests) return std::unexpected(tests.error());
  return reply(request, encode_zone_tests({*zone, std::move(*tests), ZoneOrigin::kLive}));
}

core::Result<net::Response> answer_statistics(const Context& context, const RouteInfo& route,
                                              const net::Request& request, const ReadWorker::StoreAccess& store) {
  constexpr std::uint32_t kZonesMax = 100'000;
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto series = find_series(context, store, *params->symbol, *params->timeframe);
  if (!series) return std::unexpected(series.error());
  ZonesWanted wanted;
  wanted.range.to = context.deps.clock.now();
  wanted.range.from = wanted.range.to - core::days(static_cast<int>(params->integer("days_back")));
  wanted.limit = kZonesMax;
  const auto list = read_zones(context, store, *series, wanted);
  if (!list) return std::unexpected(list.error());
  return reply(request, encode_zone_statistics(*series, *list, wanted.range));
}

core::Result<net::Response> answer_posted(const RouteInfo& route, const net::Request& request) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto posted = parse_posted_candles(request.body);
  if (!posted) return std::unexpected(posted.error());
  ZoneList list;
  list.candles = posted->candles.size();
  list.zones = computed_zones(posted->instrument, posted->timeframe, posted->candles, posted->settings);
  std::ranges::reverse(list.zones);
  return reply(request, encode_zone_page({posted->instrument, SeriesRef::Kind::kStored, posted->timeframe}, list));
}

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request,
                                   const ReadWorker::StoreAccess& store) {
  if (auto on = zones_are_on(context); !on) return core::forward_error(on);
  switch (route.operation) {
    case Operation::kZoneTests:
      return answer_tests(route, request, store);
    case Operation::kZoneStatistics:
      return answer_statistics(context, route, request, store);
    case Operation::kDetectZones:
      return answer_posted(route, request);
    default: {
      auto page = zone_page(context, route, request, store);
      if (!page) return std::unexpected(page.error());
      return reply(request, std::move(*page));
    }
  }
}

}  // namespace

net::HttpHandler make_zone_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api
