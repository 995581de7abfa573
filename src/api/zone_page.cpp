#include "api/zone_page.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/zones/zone.hpp"
#include "api/encode_zones.hpp"
#include "api/name_list.hpp"

namespace tidemark::api {
namespace {

constexpr int kDefaultDays = 30;

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

}  // namespace

core::Status zones_are_on(const Context& context) {
  if (context.deps.zones) return {};
  return core::fail(core::ErrorKind::kNotFound, "zones_off",
                    "Supply and demand zones are switched off in this program's configuration (analysis.zones).");
}

core::Result<ZonesWanted> zones_wanted(const Context& context, const Params& params) {
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

core::Result<std::string> zone_page(const Context& context, const RouteInfo& route, const net::Request& request,
                                    const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto wanted = zones_wanted(context, *params);
  if (!wanted) return std::unexpected(wanted.error());
  const auto series = find_series(context, store, *params->symbol, *params->timeframe);
  if (!series) return std::unexpected(series.error());
  const auto list = read_zones(context, store, *series, *wanted);
  if (!list) return std::unexpected(list.error());
  return encode_zone_page(*series, *list);
}

}  // namespace tidemark::api
