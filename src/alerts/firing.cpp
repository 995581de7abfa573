#include "alerts/firing.hpp"

#include <array>

#include "alerts/watch.hpp"

namespace tidemark::alerts {
namespace {

std::string text_of(double number) {
  std::string text;
  net::JsonWriter{text}.number(number);
  return text;
}

std::optional<std::string> text_of(const std::optional<double>& number) {
  return number ? std::optional{text_of(*number)} : std::nullopt;
}

std::optional<std::string> candle_value(const std::optional<core::CandleF>& candle, double core::CandleF::* member) {
  return candle ? std::optional{text_of((*candle).*member)} : std::nullopt;
}

void write_optional(net::JsonWriter& json, std::string_view name, const std::optional<double>& number) {
  json.key(name);
  if (number) {
    json.number(*number);
  } else {
    json.null();
  }
}

/// Words for people, where the event's name is not one.
std::string_view phrase_of(std::string_view event) {
  static constexpr std::array<std::array<std::string_view, 2>, 6> kPhrases{{{"crosses_up", "crossed upwards"},
                                                                            {"crosses_down", "crossed downwards"},
                                                                            {"enters", "entered the range at"},
                                                                            {"leaves", "left the range at"},
                                                                            {"moves_up", "moved up"},
                                                                            {"moves_down", "moved down"}}};
  for (const auto& [name, phrase] : kPhrases) {
    if (name == event) return phrase;
  }
  return {};
}

}  // namespace

std::string_view interval_name(core::Timeframe timeframe) {
  static constexpr std::array<std::string_view, core::kTimeframeCount> kNames{"1",  "5",   "15", "30",
                                                                              "60", "240", "1D", "1W"};
  return kNames[core::index_of(timeframe)];
}

std::optional<std::string> value_of(const Firing& firing, const std::optional<core::CandleF>& candle,
                                    core::Timestamp now, Placeholder placeholder) {
  const core::Timestamp whole_second{now.ns - (now.ns % 1'000'000'000)};
  switch (placeholder) {
    case Placeholder::kTicker:
      return firing.symbol;
    case Placeholder::kExchange:
      return firing.venue;
    case Placeholder::kInterval:
      return std::string{interval_name(firing.timeframe)};
    case Placeholder::kOpen:
      return candle_value(candle, &core::CandleF::open);
    case Placeholder::kHigh:
      return candle_value(candle, &core::CandleF::high);
    case Placeholder::kLow:
      return candle_value(candle, &core::CandleF::low);
    case Placeholder::kVolume:
      return candle_value(candle, &core::CandleF::volume);
    case Placeholder::kClose:
    case Placeholder::kPrice:
      return text_of(firing.price);
    case Placeholder::kTime:
      return core::format_iso(core::open_time_of(firing.time, firing.timeframe));
    case Placeholder::kTimeNow:
      return core::format_iso(whole_second);
    case Placeholder::kRule:
      return firing.rule_name;
    case Placeholder::kRuleId:
      return firing.rule_id;
    case Placeholder::kFiringId:
      return firing.id;
    case Placeholder::kEvent:
      return firing.event;
    case Placeholder::kDirection:
      return std::string{name_of(firing.direction)};
    case Placeholder::kDetail:
      return firing.detail.empty() ? std::nullopt : std::optional{firing.detail};
    case Placeholder::kConfidence:
      return text_of(firing.confidence);
    case Placeholder::kLevel:
      return text_of(firing.level);
    case Placeholder::kZoneTop:
      return text_of(firing.zone_top);
    case Placeholder::kZoneBottom:
      return text_of(firing.zone_bottom);
    case Placeholder::kStop:
      return text_of(firing.stop);
    case Placeholder::kTarget:
      return text_of(firing.target);
    case Placeholder::kTimeframe:
      return std::string{core::name_of(firing.timeframe)};
  }
  return std::nullopt;
}

std::string sentence_of(const Firing& firing) {
  const std::string_view phrase = phrase_of(firing.event);
  std::string text = firing.symbol;
  if (!phrase.empty()) {
    text += " " + std::string{phrase};
    if (firing.level) text += " " + text_of(*firing.level);
    if (firing.detail == kWhileDown) text += " while Tidemark was not running";
  } else if (firing.zone_top && firing.zone_bottom && !firing.detail.empty()) {
    text += " " + std::string{core::name_of(firing.timeframe)} + ": " + firing.detail + " zone " +
            text_of(*firing.zone_bottom) + " to " + text_of(*firing.zone_top) + " " + firing.event;
  } else {
    text += " " + std::string{core::name_of(firing.timeframe)} + ": " + firing.event;
    if (!firing.detail.empty()) text += " " + firing.detail;
    text += ", " + std::string{name_of(firing.direction)};
  }
  return text + ", price " + text_of(firing.price);
}

void write_firing(net::JsonWriter& json, const Firing& firing) {
  json.key("id").text(firing.id).key("alert_id").text(firing.rule_id).key("alert").text(firing.rule_name);
  json.key("venue").text(firing.venue).key("symbol").text(firing.symbol);
  json.key("timeframe").text(core::name_of(firing.timeframe));
  json.key("event").text(firing.event).key("detail").text(firing.detail);
  json.key("direction").text(name_of(firing.direction)).key("price").number(firing.price);
  write_optional(json, "confidence", firing.confidence);
  write_optional(json, "level", firing.level);
  write_optional(json, "zone_top", firing.zone_top);
  write_optional(json, "zone_bottom", firing.zone_bottom);
  write_optional(json, "stop", firing.stop);
  write_optional(json, "target", firing.target);
  json.key("time").text(core::format_iso(firing.time)).key("known_at").text(core::format_iso(firing.known_at));
  json.key("message").text(firing.message);
}

std::string document_of(const Firing& firing) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  write_firing(json, firing);
  json.end_object();
  return text;
}

}  // namespace tidemark::alerts
