#include "alerts/rule_json.hpp"

#include <algorithm>
#include <utility>

#include "alerts/condition_json.hpp"
#include "alerts/template.hpp"
#include "net/text.hpp"

namespace tidemark::alerts {
namespace {

using core::Result;
using core::Status;
using net::JsonValue;

constexpr std::array<std::string_view, 11> kMembers{"name",   "symbol",     "timeframe",  "condition",
                                                    "repeat", "cooldown_s", "expires_at", "message",
                                                    "body",   "webhooks",   "enabled"};
constexpr std::array<std::string_view, 3> kRepeats{"once", "once_per_candle", "always"};
constexpr std::int64_t kCooldownMaxS = 366L * 86'400;

Result<std::string> text_of(const JsonValue& value, std::string_view place, std::size_t most) {
  if (value.text() == nullptr) return bad_rule("bad_value", "This must be text.", std::string{place});
  if (value.text()->size() > most) {
    return bad_rule("too_long", "This must be at most " + std::to_string(most) + " bytes.", std::string{place});
  }
  return *value.text();
}

Status read_name(const JsonValue& value, Rule& rule) {
  auto name = text_of(value, "name", kNameBytesMax);
  if (!name) return core::forward_error(name);
  if (net::trimmed(*name).empty() || net::has_control_characters(*name)) {
    return bad_rule("bad_value", "A name must be readable text of one line.", "name");
  }
  rule.name = std::move(*name);
  return {};
}

Status read_symbol(const JsonValue& value, Rule& rule) {
  rule.symbol.reset();
  if (value.is_null()) return {};
  auto name = core::parse_symbol(value.text() == nullptr ? "" : *value.text());
  if (!name) return bad_rule(name.error().code, name.error().message, "symbol");
  rule.symbol = std::move(*name);
  return {};
}

Status read_timeframe(const JsonValue& value, Rule& rule) {
  rule.timeframe.reset();
  if (value.is_null()) return {};
  const auto timeframe = core::parse_timeframe(value.text() == nullptr ? "" : *value.text());
  if (!timeframe) return bad_rule(timeframe.error().code, timeframe.error().message, "timeframe");
  rule.timeframe = *timeframe;
  return {};
}

Status read_repeat(const JsonValue& value, Rule& rule) {
  const auto at = value.text() == nullptr ? kRepeats.end() : std::ranges::find(kRepeats, *value.text());
  if (at == kRepeats.end()) return bad_rule("bad_value", "This must be once, once_per_candle or always.", "repeat");
  rule.repeat = static_cast<Repeat>(at - kRepeats.begin());
  return {};
}

Status read_cooldown(const JsonValue& value, Rule& rule) {
  const std::int64_t* seconds = value.integer();
  if (seconds == nullptr || *seconds < 0 || *seconds > kCooldownMaxS) {
    return bad_rule("bad_value", "This must be whole seconds, at most a year.", "cooldown_s");
  }
  rule.cooldown = core::seconds(*seconds);
  return {};
}

Status read_expiry(const JsonValue& value, Rule& rule) {
  rule.expires.reset();
  if (value.is_null()) return {};
  const auto time = core::parse_time(value.text() == nullptr ? "" : *value.text());
  if (!time) return bad_rule(time.error().code, time.error().message, "expires_at");
  rule.expires = *time;
  return {};
}

Status read_template(const JsonValue& value, std::string_view name, std::size_t most, std::string& into) {
  into.clear();
  if (value.is_null()) return {};
  auto text = text_of(value, name, most);
  if (!text) return core::forward_error(text);
  if (auto made = Template::parse(*text, name); !made) return core::forward_error(made);
  into = std::move(*text);
  return {};
}

Status read_webhooks(const JsonValue& value, Rule& rule) {
  rule.webhooks.clear();
  if (value.is_null()) return {};
  if (value.array() == nullptr || value.array()->size() > kWebhooksPerRule) {
    return bad_rule("bad_value", "This must be a list of at most 8 ids of webhooks.", "webhooks");
  }
  for (const JsonValue& item : *value.array()) {
    if (item.text() == nullptr) return bad_rule("bad_value", "The id of a webhook is text.", "webhooks");
    if (std::ranges::find(rule.webhooks, *item.text()) != rule.webhooks.end()) {
      return bad_rule("bad_value", "A webhook stands in the list twice.", "webhooks");
    }
    rule.webhooks.push_back(*item.text());
  }
  return {};
}

Status read_member(std::string_view name, const JsonValue& value, const Vocabulary& words, Rule& rule) {
  if (name == "name") return read_name(value, rule);
  if (name == "symbol") return read_symbol(value, rule);
  if (name == "timeframe") return read_timeframe(value, rule);
  if (name == "repeat") return read_repeat(value, rule);
  if (name == "cooldown_s") return read_cooldown(value, rule);
  if (name == "expires_at") return read_expiry(value, rule);
  if (name == "message") return read_template(value, name, kMessageBytesMax, rule.message);
  if (name == "body") return read_template(value, name, kBodyBytesMax, rule.body);
  if (name == "webhooks") return read_webhooks(value, rule);
  if (name == "condition") {
    auto condition = read_condition(value, words);
    if (!condition) return core::forward_error(condition);
    rule.condition = std::move(*condition);
    return {};
  }
  if (value.boolean() == nullptr) return bad_rule("bad_value", "This must be true or false.", "enabled");
  rule.enabled = *value.boolean();
  return {};
}

void write_text_or_null(net::JsonWriter& json, std::string_view name, const std::string& text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.text(text);
  }
}

}  // namespace

Result<Rule> read_rule(const JsonValue& json, const Vocabulary& words, Rule rule) {
  if (json.members() == nullptr) return bad_rule("bad_rule", "A rule is a JSON object.", "body");
  if (auto known = only_members(json, kMembers, ""); !known) return core::forward_error(known);
  if (rule.name.empty()) {
    for (const std::string_view needed : {"name", "condition"}) {
      if (json.find(needed) == nullptr) return bad_rule("missing_member", "A rule needs this.", std::string{needed});
    }
  }
  for (const auto& [name, value] : *json.members()) {
    if (auto done = read_member(name, value, words, rule); !done) return core::forward_error(done);
  }
  return rule;
}

void write_rule(net::JsonWriter& json, const Rule& rule) {
  json.key("name").text(rule.name).key("symbol");
  if (rule.symbol) {
    json.text(rule.symbol->venue.empty() ? rule.symbol->symbol : rule.symbol->venue + ":" + rule.symbol->symbol);
  } else {
    json.null();
  }
  json.key("timeframe");
  if (rule.timeframe) {
    json.text(core::name_of(*rule.timeframe));
  } else {
    json.null();
  }
  json.key("condition");
  write_condition(json, rule.condition);
  json.key("repeat").text(kRepeats[static_cast<std::size_t>(rule.repeat)]);
  json.key("cooldown_s").integer(rule.cooldown / core::seconds(1)).key("expires_at");
  if (rule.expires) {
    json.text(core::format_iso(*rule.expires));
  } else {
    json.null();
  }
  write_text_or_null(json, "message", rule.message);
  write_text_or_null(json, "body", rule.body);
  json.key("webhooks").begin_array();
  for (const std::string& webhook : rule.webhooks) json.text(webhook);
  json.end_array().key("enabled").boolean(rule.enabled);
}

}  // namespace tidemark::alerts
