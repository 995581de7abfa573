#include "api/decision_record.hpp"

#include <charconv>

#include "analysis/candlesticks/pattern.hpp"
#include "analysis/structure/event.hpp"
#include "analysis/volume/finding.hpp"
#include "analysis/zones/zone.hpp"
#include "api/encode_trace.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

storage::InstrumentKey key_of(const core::Instrument& instrument) {
  return {instrument.venue, instrument.symbol};
}

std::string direction_of(decision::Side side) {
  return side == decision::Side::kBearish ? "bearish" : "bullish";
}

core::Error bad_trace_id() {
  return {core::ErrorKind::kInvalidArgument, "bad_trace_id",
          "A trace is named venue:SYMBOL@MILLISECONDS, or SYMBOL@latest for the newest one.", "trace_id"};
}

storage::ConfluenceFactorRecord factor_record(const decision::Factor& factor, std::size_t place,
                                              const decision::ConfluenceZone& zone,
                                              const decision::Confluence& confluence) {
  const std::size_t type = decision::index_of(factor.type);
  const bool counts = zone.score.strongest[type] == place;
  return {.type = std::string{name_of(factor.type)},
          .timeframe = std::string{core::name_of(factor.timeframe)},
          .price = factor.price,
          .strength = factor.strength,
          .confidence = factor.confidence,
          .freshness = factor.freshness,
          .weight = confluence.frame.weights.share[type],
          .contribution = counts ? zone.score.contributions[type] : 0,
          .metadata = factor_metadata(factor, zone.price, confluence.frame.pip)};
}

}  // namespace

std::string trace_id_of(const storage::InstrumentKey& instrument, core::Timestamp known_at) {
  return instrument.venue + ":" + instrument.symbol + "@" + std::to_string(known_at.ms());
}

core::Result<TraceName> parse_trace_id(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos) return std::unexpected(bad_trace_id());
  auto symbol = core::parse_symbol(text.substr(0, at));
  if (!symbol) return std::unexpected(bad_trace_id());
  const std::string_view when = text.substr(at + 1);
  if (when == "latest") return TraceName{std::move(*symbol), std::nullopt};
  // 2262 is as far as times go.
  constexpr std::int64_t kMsMax = 9'000'000'000'000;
  std::int64_t ms = 0;
  const auto end = std::from_chars(when.data(), when.data() + when.size(), ms);
  if (when.empty() || end.ec != std::errc{} || end.ptr != when.data() + when.size() || ms < 0 || ms > kMsMax) {
    return std::unexpected(bad_trace_id());
  }
  const core::Timestamp from = core::Timestamp::from_ms(ms);
  return TraceName{std::move(*symbol), core::TimeRange{from, from + core::milliseconds(1)}};
}

storage::SignalRecord record_of(const core::Instrument& instrument, const decision::Signal& signal) {
  storage::SignalRecord record{.instrument = key_of(instrument),
                               .known_at = signal.known_at,
                               .direction = direction_of(signal.side),
                               .number = signal.number,
                               .type = std::string{name_of(signal.type)},
                               .status = std::string{name_of(signal.status)},
                               .score = signal.score,
                               .confluence = signal.confluence,
                               .confidence = signal.confidence,
                               .entry = signal.entry,
                               .stop = signal.stop,
                               .risk_reward = signal.risk_reward,
                               .risk_percent = signal.risk_percent,
                               .size_hint = signal.size_hint,
                               .candle = signal.candle,
                               .expires = signal.expires,
                               .updated = signal.updated,
                               .ended = signal.ended,
                               .favorable = signal.favorable,
                               .adverse = signal.adverse,
                               .logic_version = decision::kLogicVersion};
  if (signal.ended) {
    record.exit = signal.exit;
    record.result = signal.result();
  }
  for (std::size_t type = 0; type < decision::kFactorTypeCount; ++type) {
    if ((signal.types >> type & 1U) != 0) record.factors.emplace_back(decision::kFactorTypeNames[type]);
  }
  net::JsonWriter json{record.targets};
  json.begin_array();
  for (const double target : signal.targets.items()) json.number(target);
  json.end_array();
  return record;
}

storage::TraceRecord record_of(const core::Instrument& instrument, const decision::Trace& trace) {
  return {.instrument = key_of(instrument),
          .known_at = trace.known_at,
          .verdict = std::string{decision::kVerdictNames[static_cast<std::size_t>(trace.verdict)]},
          .type = std::string{name_of(trace.type)},
          .score = trace.score,
          .confidence = trace.confidence,
          .configuration = configuration_text(trace.configuration),
          .logic_version = trace.logic_version,
          .trace = encode_trace(instrument, trace)};
}

storage::ConfluenceRecord record_of(const core::Instrument& instrument, core::Timeframe timeframe,
                                    const decision::Confluence& confluence) {
  storage::ConfluenceRecord record{.series = {instrument.venue, instrument.symbol, timeframe},
                                   .time = confluence.time,
                                   .known_at = confluence.known_at,
                                   .logic_version = decision::kLogicVersion};
  for (const decision::ConfluenceZone& zone : confluence.zones) {
    const decision::ZoneFeatures& f = zone.features;
    auto& to = record.zones.emplace_back(
        storage::ConfluenceZoneRecord{.direction = direction_of(zone.side),
                                      .price = zone.price,
                                      .top = zone.top,
                                      .bottom = zone.bottom,
                                      .score = zone.score.total,
                                      .bonus = zone.score.bonus,
                                      .factor_count = f.factor_count,
                                      .type_count = f.type_count,
                                      .mean_strength = f.mean_strength,
                                      .sd_zone_count = f.sd_zone_count,
                                      .sd_zone_strength_avg = f.sd_zone_strength_avg,
                                      .sd_fibonacci_alignment_count = f.sd_fibonacci_alignment_count,
                                      .sd_fresh_zone_count = f.sd_fresh_zone_count,
                                      .sd_tested_zone_count = f.sd_tested_zone_count,
                                      .factors = {}});
    const auto factors = confluence.factors_of(zone);
    for (std::size_t i = 0; i < factors.size(); ++i) {
      to.factors.push_back(factor_record(factors[i], i, zone, confluence));
    }
  }
  return record;
}

std::string_view kind_name(const decision::FindingLink& finding) {
  switch (finding.source) {
    case decision::FindingSource::kStructure:
      return analysis::structure::kKindNames[finding.kind];
    case decision::FindingSource::kZone:
      return analysis::zones::kZoneKindNames[finding.kind];
    case decision::FindingSource::kCandlestick:
      return analysis::candlesticks::info_of(static_cast<analysis::candlesticks::Pattern>(finding.kind)).id;
    case decision::FindingSource::kVolume:
      return analysis::volume::info_of(static_cast<analysis::volume::Kind>(finding.kind)).id;
    case decision::FindingSource::kReading:
      break;
  }
  return "";
}

std::string factor_metadata(const decision::Factor& factor, double price, double pip) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  json.key("source").text(decision::kFindingSourceNames[static_cast<std::size_t>(factor.finding.source)]);
  json.key("kind").text(kind_name(factor.finding));
  json.key("id").unsigned_integer(factor.finding.id);
  json.key("time").text(core::format_iso(factor.finding.time));
  json.key("known_at").text(core::format_iso(factor.finding.known_at));
  if (factor.zone) {
    json.key("zone").begin_object();
    json.key("type").text(analysis::zones::kZoneKindNames[static_cast<std::size_t>(factor.zone->kind)]);
    json.key("status").text(analysis::zones::kZoneStatusNames[static_cast<std::size_t>(factor.zone->status)]);
    json.key("tests").unsigned_integer(factor.zone->tests);
    json.key("top").number(factor.zone->top);
    json.key("bottom").number(factor.zone->bottom);
    json.key("distance_pips").number(factor.zone->distance(price) / pip);
    json.end_object();
  }
  json.end_object();
  return text;
}

}  // namespace tidemark::api
