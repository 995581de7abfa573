#include "alerts/template.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/nearest_name.hpp"
#include "net/json_reader.hpp"
#include "net/json_writer.hpp"
#include "net/text.hpp"

namespace tidemark::alerts {
namespace {

using enum PlaceholderInfo::Type;

constexpr std::array kPlaceholders{
    PlaceholderInfo{Placeholder::kTicker, "ticker", kText, "the symbol: BTCUSDT"},
    PlaceholderInfo{Placeholder::kExchange, "exchange", kText, "the venue: binance"},
    PlaceholderInfo{Placeholder::kInterval, "interval", kText, "the timeframe as TradingView writes it: 1 5 60 240 1D"},
    PlaceholderInfo{Placeholder::kOpen, "open", kNumber, "of the newest closed candle"},
    PlaceholderInfo{Placeholder::kHigh, "high", kNumber, "of the newest closed candle"},
    PlaceholderInfo{Placeholder::kLow, "low", kNumber, "of the newest closed candle"},
    PlaceholderInfo{Placeholder::kClose, "close", kNumber, "the price when it fired"},
    PlaceholderInfo{Placeholder::kVolume, "volume", kNumber, "of the newest closed candle"},
    PlaceholderInfo{Placeholder::kTime, "time", kText, "open time of the candle, ISO-8601 UTC"},
    PlaceholderInfo{Placeholder::kTimeNow, "timenow", kText, "when it fired, ISO-8601 UTC, whole seconds"},
    PlaceholderInfo{Placeholder::kRule, "rule", kText, "the rule's name"},
    PlaceholderInfo{Placeholder::kRuleId, "rule_id", kText, "the rule's id"},
    PlaceholderInfo{Placeholder::kFiringId, "id", kText, "the firing's id: the same however often it is sent"},
    PlaceholderInfo{Placeholder::kEvent, "event", kText, "what happened: crosses_up, enters, tested"},
    PlaceholderInfo{Placeholder::kDirection, "direction", kText, "bullish, bearish or neutral"},
    PlaceholderInfo{Placeholder::kDetail, "detail", kText, "type of the zone, state of the pattern, strength"},
    PlaceholderInfo{Placeholder::kPrice, "price", kNumber, "the price when it fired"},
    PlaceholderInfo{Placeholder::kConfidence, "confidence", kNumber, "0 to 100, of patterns, findings and zones"},
    PlaceholderInfo{Placeholder::kLevel, "level", kNumber, "the rule's level; of a range the end that was passed"},
    PlaceholderInfo{Placeholder::kZoneTop, "zone_top", kNumber, "upper edge of the zone"},
    PlaceholderInfo{Placeholder::kZoneBottom, "zone_bottom", kNumber, "lower edge of the zone"},
    PlaceholderInfo{Placeholder::kStop, "stop", kNumber, "of a signal; of a chart pattern where it fails"},
    PlaceholderInfo{Placeholder::kTarget, "target", kNumber, "the first of a signal; of a chart pattern"},
    PlaceholderInfo{Placeholder::kTimeframe, "timeframe", kText, "1m 5m 15m 30m 1h 4h 1d 1w"},
};

const PlaceholderInfo& info_of(Placeholder placeholder) {
  return kPlaceholders[static_cast<std::size_t>(placeholder)];
}

std::string place_of(std::string_view name, std::size_t offset) {
  return std::string{name} + ":" + std::to_string(offset);
}

std::unexpected<core::Error> bad(std::string code, std::string message, std::string place) {
  return core::fail(core::ErrorKind::kInvalidArgument, std::move(code), std::move(message), std::move(place));
}

core::Result<Placeholder> placeholder_of(std::string_view word, const std::string& place) {
  const auto row = std::ranges::find(kPlaceholders, word, &PlaceholderInfo::name);
  if (row != kPlaceholders.end()) return row->placeholder;
  std::vector<std::string_view> names;
  names.reserve(kPlaceholders.size());
  for (const PlaceholderInfo& info : kPlaceholders) names.push_back(info.name);
  std::string message = "There is no placeholder of this name.";
  if (const auto near = core::nearest_name(word, names)) message += " Did you mean {{" + std::string{*near} + "}}?";
  return bad("unknown_placeholder", std::move(message), place);
}

/// Follows JSON's quotes through literal text: whether its end stands inside a string.
bool quoted_after(std::string_view text, bool quoted) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    }
  }
  return quoted;
}

std::string escaped(std::string_view value) {
  std::string text;
  net::append_json_text(text, value);
  return text.substr(1, text.size() - 2);
}

}  // namespace

std::span<const PlaceholderInfo> placeholders() {
  return kPlaceholders;
}

core::Result<Template> Template::parse(std::string_view text, std::string_view name) {
  Template made;
  const std::string_view content = net::trimmed(text);
  made.json_ = content.starts_with('{') || content.starts_with('[');
  if (content.starts_with("{{")) made.json_ = false;  // a placeholder, not an object
  if (auto done = made.split(text, name); !done) return core::forward_error(done);
  if (made.json_) {
    if (auto fine = made.check_json(name); !fine) return core::forward_error(fine);
  }
  return made;
}

core::Status Template::split(std::string_view text, std::string_view name) {
  bool quoted = false;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("{{", at);
    const std::string_view literal = text.substr(at, open == std::string_view::npos ? open : open - at);
    // In JSON }} also ends two objects; elsewhere it can only be half of a placeholder.
    if (const std::size_t stray = json_ ? std::string_view::npos : literal.find("}}");
        stray != std::string_view::npos) {
      return bad("unbalanced_braces", "}} closes nothing.", place_of(name, at + stray));
    }
    quoted = json_ && quoted_after(literal, quoted);
    if (!literal.empty()) parts_.emplace_back(std::string{literal});
    if (open == std::string_view::npos) return {};
    const std::size_t close = text.find("}}", open + 2);
    if (close == std::string_view::npos) {
      return bad("unbalanced_braces", "{{ is not closed by }}.", place_of(name, open));
    }
    const auto placeholder =
        placeholder_of(net::trimmed(text.substr(open + 2, close - open - 2)), place_of(name, open));
    if (!placeholder) return std::unexpected(placeholder.error());
    parts_.emplace_back(Hole{*placeholder, quoted});
    at = close + 2;
  }
  return {};
}

core::Status Template::check_json(std::string_view name) const {
  // A placeholder outside of quotes must be a value of its own, whatever stands for it: a number, one with a sign,
  // nothing.
  constexpr std::array<std::optional<std::string_view>, 3> kNumbers{"1", "-1.5e-7", std::nullopt};
  for (const auto& number : kNumbers) {
    const std::string sample = render([&](Placeholder placeholder) -> std::optional<std::string> {
      if (info_of(placeholder).type == kText) return "x";
      return number ? std::optional{std::string{*number}} : std::nullopt;
    });
    if (auto parsed = net::parse_json(sample); !parsed) {
      return bad("bad_json_body",
                 "It begins like JSON but would not be JSON once filled in (text placeholders need quotes): " +
                     parsed.error().message,
                 std::string{name});
    }
  }
  return {};
}

std::string Template::render(const ValueOf& value_of) const {
  std::string out;
  for (const Part& part : parts_) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      out += *literal;
      continue;
    }
    const Hole& hole = std::get<Hole>(part);
    const auto value = value_of(hole.placeholder);
    if (value) {
      out += hole.quoted ? escaped(*value) : *value;
    } else if (json_ && !hole.quoted) {
      out += "null";
    }
  }
  return out;
}

}  // namespace tidemark::alerts
