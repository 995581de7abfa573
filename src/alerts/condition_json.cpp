#include "alerts/condition_json.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/nearest_name.hpp"

namespace tidemark::alerts {
namespace {

using core::Result;
using net::JsonValue;

constexpr std::array kForms{
    FoundForm{Kind::kZone, "zone", "events", "zone_types"},
    FoundForm{Kind::kCandlestick, "candlestick", "names", ""},
    FoundForm{Kind::kChartPattern, "chart_pattern", "names", "states"},
    FoundForm{Kind::kVolume, "volume", "names", "strengths"},
    FoundForm{Kind::kSignal, "signal", "names", "states"},
    FoundForm{Kind::kConfluence, "confluence", "", ""},
};

constexpr std::array<std::string_view, 3> kWays{"either", "up", "down"};
constexpr std::array<std::string_view, 2> kWhens{"enters", "leaves"};
constexpr double kPriceMax = 1e15;
constexpr std::size_t kWordsMax = 128;

std::string member(std::string_view name) {
  return "condition." + std::string{name};
}

template <std::size_t N>
Result<std::size_t> choice_of(const JsonValue& json, std::string_view name,
                              const std::array<std::string_view, N>& choices, std::size_t fallback) {
  const JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return fallback;
  const auto at = value->text() == nullptr ? choices.end() : std::ranges::find(choices, *value->text());
  if (at != choices.end()) return static_cast<std::size_t>(at - choices.begin());
  std::string message = "This must be one of:";
  for (const std::string_view choice : choices) message += " " + std::string{choice};
  return bad_rule("bad_value", message + ".", member(name));
}

Result<double> number_of(const JsonValue& json, std::string_view name, double above, double most) {
  const JsonValue* value = json.find(name);
  if (value == nullptr) return bad_rule("missing_member", "The condition needs this number.", member(name));
  const auto number = value->number();
  if (!number || !std::isfinite(*number) || *number <= above || *number > most) {
    return bad_rule("bad_value", "This must be a number above 0, within reason.", member(name));
  }
  return *number;
}

Result<Condition> read_cross(const JsonValue& json) {
  static constexpr std::array<std::string_view, 3> kMembers{"type", "level", "direction"};
  if (auto known = only_members(json, kMembers, "condition"); !known) return core::forward_error(known);
  const auto level = number_of(json, "level", 0, kPriceMax);
  if (!level) return std::unexpected(level.error());
  const auto way = choice_of(json, "direction", kWays, 0);
  if (!way) return std::unexpected(way.error());
  return PriceCross{*level, static_cast<Way>(*way)};
}

Result<Condition> read_range(const JsonValue& json) {
  static constexpr std::array<std::string_view, 4> kMembers{"type", "low", "high", "when"};
  if (auto known = only_members(json, kMembers, "condition"); !known) return core::forward_error(known);
  const auto low = number_of(json, "low", 0, kPriceMax);
  if (!low) return std::unexpected(low.error());
  const auto high = number_of(json, "high", 0, kPriceMax);
  if (!high) return std::unexpected(high.error());
  if (*low >= *high) return bad_rule("bad_value", "`low` must be below `high`.", member("low"));
  const auto when = choice_of(json, "when", kWhens, 0);
  if (!when) return std::unexpected(when.error());
  return PriceRange{*low, *high, static_cast<PriceRange::When>(*when)};
}

Result<Condition> read_move(const JsonValue& json) {
  static constexpr std::array<std::string_view, 4> kMembers{"type", "percent", "candles", "direction"};
  constexpr double kPercentMax = 1000;
  if (auto known = only_members(json, kMembers, "condition"); !known) return core::forward_error(known);
  const auto percent = number_of(json, "percent", 0, kPercentMax);
  if (!percent) return std::unexpected(percent.error());
  const auto candles = number_of(json, "candles", 0, kMoveCandlesMax);
  if (!candles) return std::unexpected(candles.error());
  if (std::floor(*candles) != *candles) {
    return bad_rule("bad_value", "This must be a whole number of candles.", member("candles"));
  }
  const auto way = choice_of(json, "direction", kWays, 0);
  if (!way) return std::unexpected(way.error());
  return Move{*percent, static_cast<std::uint32_t>(*candles), static_cast<Way>(*way)};
}

Result<std::vector<std::string>> words_of(const JsonValue& json, std::string_view name,
                                          const std::vector<std::string_view>& known) {
  std::vector<std::string> words;
  const JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return words;
  if (value->array() == nullptr || value->array()->size() > kWordsMax) {
    return bad_rule("bad_value", "This must be a list of names; an empty one takes all.", member(name));
  }
  for (const JsonValue& item : *value->array()) {
    const std::string place = member(name) + "[" + std::to_string(words.size()) + "]";
    if (item.text() == nullptr) return bad_rule("bad_value", "A name is text.", place);
    if (std::ranges::find(known, std::string_view{*item.text()}) == known.end()) {
      std::string message = "There is nothing of this name.";
      if (const auto near = core::nearest_name(*item.text(), known)) {
        message += " Did you mean " + std::string{*near} + "?";
      }
      return bad_rule("unknown_name", std::move(message), place);
    }
    words.push_back(*item.text());
  }
  return words;
}

Result<Condition> read_found(const JsonValue& json, const FoundForm& form, const Vocabulary& words) {
  std::vector<std::string_view> members{"type", "direction", "least_confidence"};
  for (const std::string_view list : {form.names, form.details}) {
    if (!list.empty()) members.push_back(list);
  }
  if (auto known = only_members(json, members, "condition"); !known) return core::forward_error(known);
  Found found{.kind = form.kind};
  if (!form.names.empty()) {
    auto names = words_of(json, form.names, words.of(form.kind).names);
    if (!names) return core::forward_error(names);
    found.names = std::move(*names);
  }
  if (!form.details.empty()) {
    auto details = words_of(json, form.details, words.of(form.kind).details);
    if (!details) return core::forward_error(details);
    found.details = std::move(*details);
  }
  if (const JsonValue* value = json.find("direction"); value != nullptr && !value->is_null()) {
    const auto direction = choice_of(json, "direction", kDirectionNames, 0);
    if (!direction) return std::unexpected(direction.error());
    found.direction = static_cast<Direction>(*direction);
  }
  if (const JsonValue* value = json.find("least_confidence"); value != nullptr && !value->is_null()) {
    const auto least = value->number();
    if (!least || !(*least >= 0 && *least <= 100)) {
      return bad_rule("bad_value", "This must be a number from 0 to 100.", member("least_confidence"));
    }
    found.least_confidence = *least;
  }
  return found;
}

void write_words(net::JsonWriter& json, std::string_view name, const std::vector<std::string>& words) {
  json.key(name).begin_array();
  for (const std::string& word : words) json.text(word);
  json.end_array();
}

struct Write {
  net::JsonWriter& json;

  void operator()(const PriceCross& cross) const {
    json.key("type").text("price_cross").key("level").number(cross.level);
    json.key("direction").text(kWays[static_cast<std::size_t>(cross.way)]);
  }
  void operator()(const PriceRange& range) const {
    json.key("type").text("price_range").key("low").number(range.low).key("high").number(range.high);
    json.key("when").text(kWhens[static_cast<std::size_t>(range.when)]);
  }
  void operator()(const Move& move) const {
    json.key("type").text("move").key("percent").number(move.percent).key("candles").integer(move.candles);
    json.key("direction").text(kWays[static_cast<std::size_t>(move.way)]);
  }
  void operator()(const Found& found) const {
    const FoundForm& form = *std::ranges::find(kForms, found.kind, &FoundForm::kind);
    json.key("type").text(form.type);
    if (!form.names.empty()) write_words(json, form.names, found.names);
    if (!form.details.empty()) write_words(json, form.details, found.details);
    json.key("direction");
    if (found.direction) {
      json.text(name_of(*found.direction));
    } else {
      json.null();
    }
    json.key("least_confidence").number(found.least_confidence);
  }
};

}  // namespace

std::span<const FoundForm> found_forms() {
  return kForms;
}

std::unexpected<core::Error> bad_rule(std::string code, std::string message, std::string place) {
  return core::fail(core::ErrorKind::kInvalidArgument, std::move(code), std::move(message), std::move(place));
}

core::Status only_members(const JsonValue& json, std::span<const std::string_view> known, std::string_view place) {
  for (const auto& [name, value] : *json.members()) {
    if (std::ranges::find(known, std::string_view{name}) != known.end()) continue;
    std::string message = "There is no member of this name.";
    if (const auto near = core::nearest_name(name, known)) message += " Did you mean " + std::string{*near} + "?";
    return bad_rule("unknown_member", std::move(message), place.empty() ? name : std::string{place} + "." + name);
  }
  return {};
}

Result<Condition> read_condition(const JsonValue& json, const Vocabulary& words) {
  if (json.members() == nullptr) return bad_rule("bad_value", "The condition is an object.", "condition");
  const JsonValue* type = json.find("type");
  const std::string_view name = type == nullptr || type->text() == nullptr ? "" : std::string_view{*type->text()};
  if (name == "price_cross") return read_cross(json);
  if (name == "price_range") return read_range(json);
  if (name == "move") return read_move(json);
  const auto form = std::ranges::find(kForms, name, &FoundForm::type);
  if (form != kForms.end()) return read_found(json, *form, words);
  return bad_rule("bad_value",
                  "This must be one of: price_cross price_range move zone candlestick chart_pattern volume signal "
                  "confluence.",
                  "condition.type");
}

void write_condition(net::JsonWriter& json, const Condition& condition) {
  json.begin_object();
  std::visit(Write{json}, condition);
  json.end_object();
}

}  // namespace tidemark::alerts
