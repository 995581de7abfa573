#include "api/zone_series.hpp"

#include <algorithm>
#include <map>

#include "analysis/zones/zones.hpp"
#include "api/cursor.hpp"
#include "api/zone_record.hpp"

namespace tidemark::api {
namespace {

using analysis::zones::ZoneEvent;
using core::Timestamp;
using storage::ZoneRecord;

constexpr std::uint32_t kCandlesMax = 50'000;  ///< computed from, for one answer
constexpr std::uint32_t kHistory = 1000;       ///< before the range, so that zones that still live in it are found

/// Newest first: where a zone stands in the list.
auto place_of(const SeenZone& seen) {
  return std::pair{seen.zone.created, std::string_view{seen.zone.id}};
}

bool is_wanted(const ZoneRecord& zone, const ZonesWanted& wanted) {
  if (zone.created >= wanted.range.to || (zone.ended && *zone.ended < wanted.range.from)) return false;
  if (!wanted.type.empty() && zone.type != wanted.type) return false;
  if (!wanted.statuses.empty() && std::ranges::find(wanted.statuses, zone.status) == wanted.statuses.end())
    return false;
  return !wanted.before || std::pair{zone.created, zone.id} < std::pair{wanted.before->created, wanted.before->id};
}

/// Takes in an event of a zone that is there, or is created by it.
void apply(std::map<std::uint64_t, std::size_t>& places, std::vector<SeenZone>& zones, storage::ZoneChange change) {
  const auto id_of = [&](std::uint32_t number) -> std::optional<std::string> {
    const auto it = places.find(number);
    return it == places.end() ? std::nullopt : std::optional{zones[it->second].zone.id};
  };
  const auto [place, is_new] = places.try_emplace(change.zone.number, zones.size());
  if (is_new) zones.emplace_back().origin = ZoneOrigin::kComputed;
  SeenZone& seen = zones[place->second];
  const auto ended = seen.zone.ended;
  const bool was_live = is_new || !ended;
  seen.zone = std::move(change.zone);
  if (!was_live) seen.zone.ended = ended;
  seen.zone.origin = id_of(change.origin_number);
  seen.zone.successor = id_of(change.successor_number);
  if (change.test) {
    if (seen.tests.empty() || seen.tests.back().time != change.test->time) seen.tests.emplace_back();
    seen.tests.back() = std::move(*change.test);
  }
  if (change.flip_price && !seen.tests.empty() && seen.tests.back().outcome == "break") {
    seen.tests.back().outcome = "flip";
  }
}

/// The zones of the series that came to be before the store began to keep them.
core::Result<std::vector<SeenZone>> zones_of_history(const Context& context, const ReadWorker::StoreAccess& store,
                                                     const SeriesRef& series, core::TimeRange range,
                                                     std::uint64_t& candles_read) {
  const auto settings = analysis::zones::settings_of(series.instrument, *context.deps.zones);
  if (!settings) return std::unexpected(settings.error());
  const auto length = core::duration_of(series.timeframe);
  const auto inside = static_cast<std::uint64_t>((range.to - range.from) / length) + kHistory;
  const WindowQuery query{
      .from = {}, .to = range.to, .limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(inside, kCandlesMax))};
  const auto window = window_of(context, store, series, query);
  if (!window) return std::unexpected(window.error());
  std::vector<core::CandleF> candles;
  candles.reserve(window->candles.size());
  for (const core::Candle& candle : window->candles) candles.push_back(core::to_double(candle, window->scale));
  candles_read = candles.size();
  return computed_zones(series.instrument, series.timeframe, candles, *settings);
}

core::Result<std::vector<SeenZone>> stored_zones(storage::Store& store, const SeriesRef& series,
                                                 const ZonesWanted& wanted) {
  const auto rows = store.zones({.series = series.key(),
                                 .from = wanted.range.from,
                                 .to = wanted.range.to,
                                 .statuses = wanted.statuses,
                                 .type = wanted.type,
                                 .before = wanted.before,
                                 .limit = wanted.limit + 1});
  std::vector<SeenZone> seen;
  if (!rows) return std::unexpected(rows.error());
  for (const ZoneRecord& row : *rows) {
    auto tests = store.zone_tests(row.id);
    if (!tests) return std::unexpected(tests.error());
    seen.push_back({row, std::move(*tests), ZoneOrigin::kLive});
  }
  return seen;
}

}  // namespace

std::string_view name_of(ZoneOrigin origin) noexcept {
  return origin == ZoneOrigin::kLive ? "live" : "computed";
}

std::vector<SeenZone> computed_zones(const core::Instrument& instrument, core::Timeframe timeframe,
                                     std::span<const core::CandleF> candles,
                                     const analysis::zones::ZoneSettings& settings) {
  analysis::zones::Zones analyzer{settings};
  std::vector<ZoneEvent> events;
  analyzer.update_all(candles, events);
  std::map<std::uint64_t, std::size_t> places;
  std::vector<SeenZone> zones;
  for (const ZoneEvent& event : events) {
    const Timestamp known_at = event.known.time + core::duration_of(timeframe);
    apply(places, zones, change_of(instrument, timeframe, event, known_at));
  }
  return zones;
}

core::Result<ZoneList> read_zones(const Context& context, const ReadWorker::StoreAccess& store, const SeriesRef& series,
                                  const ZonesWanted& wanted) {
  if (!store) return std::unexpected(store.error());
  ZoneList list;
  std::optional<Timestamp> first_stored;
  if (*store != nullptr) {
    const auto first = (*store)->first_zone(series.key());
    if (!first && first.error().kind != core::ErrorKind::kNotFound) return std::unexpected(first.error());
    if (first) first_stored = *first;
  }
  if (first_stored) {
    auto stored = stored_zones(**store, series, wanted);
    if (!stored) return std::unexpected(stored.error());
    list.zones = std::move(*stored);
  }
  if (!first_stored || wanted.range.from < *first_stored) {
    auto computed = zones_of_history(context, store, series, wanted.range, list.candles);
    if (!computed) return std::unexpected(computed.error());
    for (SeenZone& seen : *computed) {
      if (first_stored && seen.zone.created >= *first_stored) continue;
      if (is_wanted(seen.zone, wanted)) list.zones.push_back(std::move(seen));
    }
  }
  std::ranges::sort(list.zones, std::ranges::greater{}, place_of);
  if (list.zones.size() > wanted.limit) {
    list.zones.resize(wanted.limit);
    const ZoneRecord& last = list.zones.back().zone;
    list.next = cursor_text(last.created, last.id);
  }
  return list;
}

core::Result<std::optional<storage::ZoneCursor>> parse_zone_cursor(std::string_view text) {
  auto place = parse_cursor(text);
  if (!place) return core::forward_error(place);
  if (!*place) return std::nullopt;
  return storage::ZoneCursor{(*place)->time, std::move((*place)->name)};
}

}  // namespace tidemark::api
