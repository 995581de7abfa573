#include "api/volume_series.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "api/cursor.hpp"
#include "engine/volume_bank.hpp"
#include "net/json_reader.hpp"

namespace tidemark::api {
namespace {

using analysis::volume::Basis;
using analysis::volume::find_kind;
using analysis::volume::Finding;
using analysis::volume::Side;

constexpr std::uint32_t kCandlesMax = 20'000;  ///< looked at in one timeframe
constexpr std::uint32_t kCandles = 5'000;      ///< the same without a beginning
constexpr std::uint32_t kSettling = 500;       ///< candles before the window, for averages, swings and states
/// What is only known some candles later: a swing is confirmed by the leg after it.
constexpr std::uint32_t kLookAhead = 200;

constexpr std::string_view kAll = "all";

VolumeKey key_of(const SeenVolume& seen) {
  return {seen.finding.time, seen.timeframe, seen.finding.kind};
}

/// In order, with the best source first.
using Found = std::map<VolumeKey, SeenVolume>;

void keep(Found& found, const SeenVolume& seen) {
  found.try_emplace(key_of(seen), seen);
}

/// What all series together are read into.
struct Reading {
  Found found;
  std::vector<VolumeSample> samples;
  std::optional<core::Timestamp> begins;  ///< of some series nothing before it was looked at, though there is something
};

bool wanted(const VolumeQuery& query, const Finding& finding) {
  return (!query.from || finding.time >= *query.from) && (!query.to || finding.time < *query.to) &&
         (!query.kind || finding.kind == *query.kind) && (!query.strength || finding.strength == *query.strength);
}

void add_live(Found& found, const Context& context, const SeriesRef& series, const VolumeQuery& query) {
  if (series.kind == SeriesRef::Kind::kStored) return;
  for (const auto& output : context.live.newest_volume(series.instrument.id, series.timeframe, SIZE_MAX).items) {
    if (wanted(query, output.finding)) keep(found, seen_of(output));
  }
}

core::Status add_stored(Found& found, const ReadWorker::StoreAccess& store, const SeriesRef& series,
                        const VolumeQuery& query) {
  if (!store) return std::unexpected(store.error());
  if (*store == nullptr) return {};
  storage::VolumePatternQuery rows{.series = series.key(), .from = query.from, .to = query.to, .limit = query.limit};
  if (query.kind) rows.type = info_of(*query.kind).id;
  if (query.strength) rows.strength = name_of(*query.strength);
  const auto stored = (*store)->volume_patterns(rows);
  if (!stored && stored.error().kind == core::ErrorKind::kNotFound) return {};
  if (!stored) return std::unexpected(stored.error());
  for (const auto& row : *stored) {
    if (const auto seen = seen_of(row)) keep(found, *seen);
  }
  return {};
}

void add_computed(Found& found, const analysis::volume::Settings& settings, const SeriesRef& series,
                  const VolumeQuery& query, const std::vector<core::Candle>& history, const CandleWindow& window) {
  engine::VolumeBank bank{settings, series.instrument.market_type};
  core::Instrument instrument = series.instrument;
  instrument.scale = window.scale;
  std::vector<engine::Output> out;
  const auto feed = [&](const core::Candle& candle) {
    const core::Timestamp end = candle.open_time + core::duration_of(series.timeframe);
    bank.update(instrument, series.timeframe, core::to_double(candle, window.scale), end, out);
  };
  for (const core::Candle& candle : history) feed(candle);
  for (const core::Candle& candle : window.candles) feed(candle);
  const core::Timestamp first = window.candles.front().open_time;
  for (const engine::Output& output : out) {
    SeenVolume seen = seen_of(std::get<engine::VolumeOutput>(output));
    seen.origin = PatternOrigin::kComputed;
    if (seen.finding.time >= first && wanted(query, seen.finding)) keep(found, seen);
  }
}

core::Status read_series(const Context& context, const ReadWorker::StoreAccess& store, const SeriesRef& series,
                         const VolumeQuery& query, Reading& reading) {
  const auto settings = volume_settings(context);
  if (!settings) return std::unexpected(settings.error());
  WindowQuery range{.from = query.from, .to = query.to, .limit = query.from ? kCandlesMax : kCandles};
  if (range.to) range.to = *range.to + core::duration_of(series.timeframe) * kLookAhead;
  auto window = window_of(context, store, series, range);
  if (!window) return std::unexpected(window.error());
  const bool cut = window->has_more;
  if (query.from && cut) {
    // More than may be looked at: the newest of them.
    window = window_of(context, store, series, {.from = {}, .to = range.to, .limit = kCandlesMax});
    if (!window) return std::unexpected(window.error());
  }
  if (window->candles.empty()) return {};
  const core::Timestamp first = window->candles.front().open_time;
  const auto history = read_history(context.live, store ? *store : nullptr, series, first,
                                    volume_history(*settings, series), window->scale);
  if (!history) return std::unexpected(history.error());
  add_live(reading.found, context, series, query);
  if (auto done = add_stored(reading.found, store, series, query); !done) return done;
  add_computed(reading.found, *settings, series, query, *history, *window);
  reading.samples.push_back({series.timeframe, window->candles.size(), first, window->candles.back().open_time});
  if (cut && (!reading.begins || first > *reading.begins)) reading.begins = first;
  return {};
}

/// What has no column of its own (app/volume_record.cpp).
bool read_metadata(const std::string& text, Finding& finding) {
  const auto value = net::parse_json(text);
  if (!value) return false;
  const auto number = [&](std::string_view name) {
    const net::JsonValue* member = value->find(name);
    return member == nullptr ? std::nullopt : member->number();
  };
  const net::JsonValue* from = value->find("from");
  const auto time = from != nullptr && from->text() != nullptr ? core::parse_time(*from->text())
                                                               : core::Result<core::Timestamp>{core::Timestamp{}};
  const auto measure = number("measure");
  const auto candles = number("candles");
  const auto from_price = number("from_price");
  if (!measure || !candles || !from_price || !time || *candles < 1 || *candles > INT32_MAX) return false;
  finding.measure = *measure;
  finding.candles = static_cast<int>(*candles);
  finding.from_price = *from_price;
  finding.from = *time;
  return true;
}

/// The newest of what was read, as far back as all series were looked at.
VolumeFindings page_of(Reading reading, const VolumeQuery& query) {
  VolumeFindings page{.findings = {}, .samples = std::move(reading.samples), .next = {}};
  Found& found = reading.found;
  if (query.before) found.erase(found.lower_bound(*query.before), found.end());
  if (reading.begins) {
    found.erase(found.begin(), found.lower_bound({.time = *reading.begins}));
    page.next = cursor_text(*reading.begins, kAll);
  }
  const std::size_t surplus = found.size() - std::min<std::size_t>(found.size(), query.limit);
  auto place = found.begin();
  std::advance(place, static_cast<std::ptrdiff_t>(surplus));
  if (surplus > 0) {
    const VolumeKey& key = place->first;
    page.next =
        cursor_text(key.time, std::string{core::name_of(key.timeframe)} + ":" + std::string{info_of(key.kind).id});
  }
  for (; place != found.end(); ++place) page.findings.push_back(place->second);
  return page;
}

}  // namespace

core::Status apply_cursor(VolumeQuery& query, std::string_view cursor) {
  const auto place = parse_cursor(cursor);
  if (!place) return std::unexpected(place.error());
  if (!*place) return {};
  VolumeKey key{.time = (*place)->time};
  const std::string_view name = (*place)->name;
  if (name == kAll) {
    query.before = key;
    query.to = key.time;
    return {};
  }
  const std::size_t colon = std::min(name.find(':'), name.size());
  const auto timeframe = core::parse_timeframe(name.substr(0, colon));
  const auto* kind = colon == name.size() ? nullptr : find_kind(name.substr(colon + 1));
  if (!timeframe || kind == nullptr) return std::unexpected(bad_cursor());
  key.timeframe = *timeframe;
  key.kind = kind->kind;
  query.before = key;
  query.to = key.time + core::nanoseconds(1);
  return {};
}

core::Result<analysis::volume::Settings> volume_settings(const Context& context) {
  if (context.deps.volume) return *context.deps.volume;
  return core::fail(core::ErrorKind::kNotFound, "volume_off",
                    "Volume analysis is switched off in this program's configuration (analysis.volume).");
}

std::uint32_t volume_history(const analysis::volume::Settings& base, const SeriesRef& series) {
  const auto settings = analysis::volume::for_market(base, series.instrument.market_type);
  if (settings.basis != Basis::kTimeOfDay || series.timeframe >= core::Timeframe::k1d) return kSettling;
  constexpr std::int64_t kWeekends = 3;
  const std::int64_t days = settings.slot_warm_up + kWeekends;
  return kSettling + static_cast<std::uint32_t>(core::days(days) / core::duration_of(series.timeframe));
}

SeenVolume seen_of(const engine::VolumeOutput& output) {
  return {.timeframe = output.timeframe,
          .finding = output.finding,
          .known_at = output.known_at,
          .logic_version = info_of(output.finding.kind).logic_version};
}

std::optional<SeenVolume> seen_of(const storage::VolumePatternRecord& record) {
  const auto* kind = find_kind(record.type);
  const auto strength = analysis::volume::parse_strength(record.strength);
  Finding finding;
  const char* end = record.price_level.data() + record.price_level.size();
  const bool has_price = std::from_chars(record.price_level.data(), end, finding.price).ptr == end;
  if (kind == nullptr || !strength || !has_price || !read_metadata(record.metadata, finding)) return std::nullopt;
  finding.kind = kind->kind;
  finding.side = record.direction == "bullish"   ? Side::kBullish
                 : record.direction == "bearish" ? Side::kBearish
                                                 : Side::kNone;
  finding.strength = *strength;
  finding.confidence = record.confidence;
  finding.volume_ratio = record.volume_ratio;
  finding.price_change = record.price_change;
  finding.time = record.time;
  finding.known_at = record.known_at;
  return SeenVolume{.timeframe = record.series.timeframe,
                    .finding = finding,
                    .known_at = record.known_at,
                    .logic_version = record.logic_version};
}

core::Result<VolumeFindings> read_volume(const Context& context, const ReadWorker::StoreAccess& store,
                                         const core::SymbolName& symbol, const VolumeQuery& query) {
  Reading reading;
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    if (query.timeframe && timeframe != *query.timeframe) continue;
    const auto series = find_series(context, store, symbol, timeframe);
    if (!series) return std::unexpected(series.error());
    if (auto done = read_series(context, store, *series, query, reading); !done) {
      return core::forward_error(done);
    }
  }
  return page_of(std::move(reading), query);
}

}  // namespace tidemark::api
