#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/zones/zone.hpp"
#include "api/encode_zones.hpp"
#include "api/handlers.hpp"
#include "api/name_list.hpp"
#include "api/params.hpp"
#include "api/posted_candles.hpp"
#include "api/reply.hpp"
#include "api/zone_series.hpp"

namespace tidemark::api {
namespace {

constexpr int kDefaultDays = 30;

core::Status zones_are_on(const Context& context) {
  if (context.deps.zones) return {};
  return core::fail(core::ErrorKind::kNotFound, "zones_off",
                    "Supply and demand zones are switched off in this program's configuration (analysis.zones).");
}

/// "active,tested": names of statuses; "live" stands for these two, "all" or nothing for every one.
core::Result<std::vector<std::string>> statuses_of(std::string_view text) {
  if (text == "all") return std::vector<std::string>{};
  if (text == "live") return std::vector<std::string>{"active", "tested"};
  return parse_names(text, [](std::string_view name) -> core::Status {
    const auto& names = analysis::zones::kZoneStatusNames;
    if (std::ranges::find(names, name) != names.end()) return {};
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_status",
                      "This must be all, live, or a list of: active, tested, broken, flipped, expired.",
                      "status_filter");
  });
}

core::Result<ZonesWanted> wanted_of(const Context& context, const Params& params) {
  ZonesWanted wanted;
  wanted.range.to = params.to.value_or(context.deps.clock.now());
  wanted.range.from = params.from.value_or(wanted.range.to - core::days(kDefaultDays));
  if (wanted.range.from >= wanted.range.to) {
    return core::fail(core::ErrorKind::kInvalidArgument, "empty_range", "`start_time` must be before `end_time`.",
                      "start_time");
  }
  auto statuses = statuses_of(params.text("status_filter"));
  if (!statuses) return core::forward_error(statuses);
  wanted.statuses = std::move(*statuses);
  if (params.text("zone_type") != "any") wanted.type = params.text("zone_type");
  auto cursor = parse_zone_cursor(params.text("cursor"));
  if (!cursor) return core::forward_error(cursor);
  wanted.before = std::move(*cursor);
  wanted.limit = params.limit;
  return wanted;
}

core::Result<net::Response> answer_zones(const Context& context, const RouteInfo& route, const net::Request& request,
                                         const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto wanted = wanted_of(context, *params);
  if (!wanted) return std::unexpected(wanted.error());
  const auto series = find_series(context, store, *params->symbol, *params->timeframe);
  if (!series) return std::unexpected(series.error());
  const auto list = read_zones(context, store, *series, *wanted);
  if (!list) return std::unexpected(list.error());
  return reply(request, encode_zone_page(*series, *list));
}

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
    default:
      return answer_zones(context, route, request, store);
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
