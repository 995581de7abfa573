#include "api/encode_zones.hpp"

#include <map>

namespace tidemark::api {
namespace {

using net::JsonWriter;

constexpr std::size_t kBytesPerZone = 800;  // typical; only a reservation

void encode(JsonWriter& json, const std::optional<std::string>& text) {
  text ? json.text(*text) : json.null();
}

void encode(JsonWriter& json, const std::optional<std::int64_t>& number) {
  number ? json.integer(*number) : json.null();
}

void encode(JsonWriter& json, const storage::ZoneTestRecord& test) {
  json.begin_object();
  json.key("number").integer(test.number);
  json.key("time").text(core::format_iso(test.time));
  json.key("candle_index");
  encode(json, test.index);
  json.key("test_type").text(test.type);
  json.key("outcome").text(test.outcome);
  json.key("price").number(test.price);
  json.key("rejection_strength").number(test.rejection_strength);
  json.key("volume").number(test.volume);
  json.key("subsequent_move_pips").number(test.move_pips);
  json.end_object();
}

void encode(JsonWriter& json, const std::vector<storage::ZoneTestRecord>& tests) {
  json.begin_array();
  for (const storage::ZoneTestRecord& test : tests) encode(json, test);
  json.end_array();
}

void encode_series(JsonWriter& json, const SeriesRef& series) {
  json.key("symbol").text(series.instrument.symbol);
  json.key("venue").text(series.instrument.venue);
  json.key("timeframe").text(core::name_of(series.timeframe));
}

/// What a day, or a whole range, saw.
struct Tally {
  std::uint32_t created{0};
  std::uint32_t tested{0};
  std::uint32_t decided{0};
  std::uint32_t successful{0};
  std::uint32_t broken{0};
  std::uint32_t flipped{0};
  std::uint32_t ended{0};
  std::uint32_t aligned{0};          ///< of those created, at a Fibonacci level
  std::uint32_t aligned_decided{0};  ///< tests of such zones
  std::uint32_t aligned_successful{0};
  double strength{0};    ///< sum over those created
  double life_hours{0};  ///< sum over those ended
};

void encode_mean(JsonWriter& json, double sum, std::uint32_t count) {
  count == 0 ? json.null() : json.number(sum / count);
}

/// Members, without braces.
void encode(JsonWriter& json, const Tally& tally) {
  json.key("created").unsigned_integer(tally.created);
  json.key("tested").unsigned_integer(tally.tested);
  json.key("successful").unsigned_integer(tally.successful);
  json.key("broken").unsigned_integer(tally.broken);
  json.key("flipped").unsigned_integer(tally.flipped);
  json.key("average_strength");
  encode_mean(json, tally.strength, tally.created);
  json.key("success_rate");
  encode_mean(json, tally.successful, tally.decided);
  json.key("average_lifespan_hours");
  encode_mean(json, tally.life_hours, tally.ended);
  json.key("fibonacci_alignment_count").unsigned_integer(tally.aligned);
  json.key("fibonacci_alignment_successes").unsigned_integer(tally.aligned_successful);
  json.key("fibonacci_success_rate");
  encode_mean(json, tally.aligned_successful, tally.aligned_decided);
}

/// Calls `add` with the tally of the day and with that of all.
class Days {
 public:
  explicit Days(core::TimeRange range) : range_{range} {}

  template <class Add>
  void at(core::Timestamp time, const Add& add) {
    if (time < range_.from || time >= range_.to) return;
    add(all_);
    add(days_[core::format_iso(time).substr(0, std::string_view{"2024-01-31"}.size())]);
  }
  [[nodiscard]] const Tally& all() const { return all_; }
  [[nodiscard]] const std::map<std::string, Tally>& days() const { return days_; }

 private:
  core::TimeRange range_;
  Tally all_;
  std::map<std::string, Tally> days_;
};

void tally(Days& days, const SeenZone& seen) {
  const storage::ZoneRecord& zone = seen.zone;
  days.at(zone.created, [&](Tally& t) {
    ++t.created;
    t.aligned += zone.fibonacci ? 1 : 0;
    t.strength += zone.strength;
  });
  for (const storage::ZoneTestRecord& test : seen.tests) {
    days.at(test.time, [&](Tally& t) {
      ++t.tested;
      if (test.outcome != "open") ++t.decided;
      if (test.outcome == "bounce") ++t.successful;
      if (!zone.fibonacci) return;
      if (test.outcome != "open") ++t.aligned_decided;
      if (test.outcome == "bounce") ++t.aligned_successful;
    });
  }
  if (!zone.ended) return;
  const double hours = static_cast<double>((*zone.ended - zone.created).ns) / static_cast<double>(core::hours(1).ns);
  days.at(*zone.ended, [&](Tally& t) {
    ++t.ended;
    t.life_hours += hours;
    if (zone.status == "broken" || zone.status == "flipped") ++t.broken;
  });
  if (zone.status == "flipped") days.at(zone.updated, [](Tally& t) { ++t.flipped; });
}

void encode_indexes(JsonWriter& json, const std::optional<storage::ZoneIndexes>& indexes) {
  const auto put = [&](std::string_view key, std::int64_t storage::ZoneIndexes::* index) {
    json.key(key);
    indexes ? json.integer((*indexes).*index) : json.null();
  };
  put("base_start_index", &storage::ZoneIndexes::base_from);
  put("base_end_index", &storage::ZoneIndexes::base_to);
  put("impulse_start_index", &storage::ZoneIndexes::impulse_from);
  put("impulse_end_index", &storage::ZoneIndexes::impulse_to);
}

}  // namespace

void encode_zone(JsonWriter& json, const SeenZone& seen) {
  const storage::ZoneRecord& z = seen.zone;
  json.begin_object();
  json.key("id").text(z.id);
  json.key("zone_type").text(z.type);
  json.key("direction").text(z.direction);
  json.key("formation").text(z.formation);
  json.key("status").text(z.status);
  json.key("ended_by").text(z.ended_by);
  json.key("top_price").number(z.top);
  json.key("bottom_price").number(z.bottom);
  json.key("strength").number(z.strength);
  json.key("left_time").text(core::format_iso(z.left));
  json.key("right_time").text(core::format_iso(z.right));
  json.key("impulse_from").text(core::format_iso(z.impulse_from));
  json.key("impulse_to").text(core::format_iso(z.impulse_to));
  encode_indexes(json, z.indexes);
  json.key("fibonacci_aligned").boolean(z.fibonacci);
  json.key("created_at").text(core::format_iso(z.created));
  json.key("updated_at").text(core::format_iso(z.updated));
  json.key("ended_at");
  z.ended ? json.text(core::format_iso(*z.ended)) : json.null();
  json.key("known_at").text(core::format_iso(z.known_at));
  json.key("test_count").unsigned_integer(z.tests);
  json.key("success_count").unsigned_integer(z.successes);
  json.key("magnitude_atr").number(z.magnitude);
  json.key("momentum").number(z.momentum);
  json.key("volume_ratio").number(z.volume_ratio);
  json.key("atr_at_creation").number(z.atr);
  json.key("volume_at_creation").number(z.volume);
  json.key("flipped_from");
  encode(json, z.origin);
  json.key("successor");
  encode(json, z.successor);
  json.key("tests");
  encode(json, seen.tests);
  json.key("origin").text(name_of(seen.origin));
  json.key("logic_version").integer(z.logic_version);
  json.end_object();
}

std::string encode_zone_page(const SeriesRef& series, const ZoneList& list) {
  std::string out;
  out.reserve(192 + list.zones.size() * kBytesPerZone);
  JsonWriter json{out};
  json.begin_object();
  encode_series(json, series);
  json.key("zones").begin_array();
  for (const SeenZone& seen : list.zones) encode_zone(json, seen);
  json.end_array();
  json.key("candles").unsigned_integer(list.candles);
  json.key("next");
  encode(json, list.next);
  json.end_object();
  return out;
}

std::string encode_zone_update(const SeriesRef& series, const std::vector<SaidZone>& said) {
  std::map<std::uint32_t, std::string> ids;
  std::vector<SeenZone> zones;
  for (const SaidZone& one : said) {
    auto event = event_of(one.zone, one.at);
    if (one.test) event.test = test_of(*one.test);
    auto change = change_of(series.instrument, series.timeframe, event, one.zone.known_at);
    ids[change.zone.number] = change.zone.id;
    const auto id_of = [&](std::uint32_t number) {
      const auto it = ids.find(number);
      return it == ids.end() ? std::nullopt : std::optional{it->second};
    };
    change.zone.origin = id_of(change.origin_number);
    change.zone.successor = id_of(change.successor_number);
    zones.push_back({std::move(change.zone), {}, ZoneOrigin::kLive});
    if (change.test) zones.back().tests.push_back(std::move(*change.test));
  }
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  encode_series(json, series);
  json.key("zones").begin_array();
  for (const SeenZone& seen : zones) encode_zone(json, seen);
  json.end_array().end_object();
  return out;
}

std::string encode_zone_tests(const SeenZone& seen) {
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(seen.zone.series.symbol);
  json.key("venue").text(seen.zone.series.venue);
  json.key("timeframe").text(core::name_of(seen.zone.series.timeframe));
  json.key("zone");
  encode_zone(json, seen);
  json.key("tests");
  encode(json, seen.tests);
  json.end_object();
  return out;
}

std::string encode_zone_statistics(const SeriesRef& series, const ZoneList& list, core::TimeRange range) {
  Days days{range};
  for (const SeenZone& seen : list.zones) tally(days, seen);
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  encode_series(json, series);
  json.key("from").text(core::format_iso(range.from));
  json.key("to").text(core::format_iso(range.to));
  json.key("total").begin_object();
  encode(json, days.all());
  json.end_object();
  json.key("days").begin_array();
  for (const auto& [date, day] : days.days()) {
    json.begin_object().key("date").text(date);
    encode(json, day);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out;
}

}  // namespace tidemark::api
