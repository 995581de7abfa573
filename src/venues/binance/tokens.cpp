#include "venues/binance/tokens.hpp"

#include <charconv>
#include <limits>

#include "core/decimal.hpp"

namespace tidemark::venues::binance {
namespace {

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

ParseRule rule_of(core::DecimalError error) {
  switch (error) {
    case core::DecimalError::kNone:
      return ParseRule::kParsed;
    case core::DecimalError::kMalformed:
      return ParseRule::kBadDecimal;
    case core::DecimalError::kOverflow:
      return ParseRule::kOverflow;
    case core::DecimalError::kTooPrecise:
      return ParseRule::kTooPrecise;
  }
  return ParseRule::kBadDecimal;
}

/// Walks over the text of a level list. The JSON stage has seen to the quotes; brackets and commas are checked here.
class LevelScanner {
 public:
  explicit LevelScanner(std::string_view text) : at_{text.data()}, end_{text.data() + text.size()} {}

  bool take(char c) {
    skip_blanks();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] bool done() {
    skip_blanks();
    return at_ == end_;
  }
  /// A string's content or a bare number.
  bool take_scalar(std::string_view& out) {
    skip_blanks();
    if (at_ == end_) return false;
    const bool quoted = *at_ == '"';
    const char* begin = quoted ? at_ + 1 : at_;
    const char* stop = begin;
    while (stop != end_ && (quoted ? *stop != '"' : is_number_char(*stop))) ++stop;
    if (quoted && stop == end_) return false;
    out = {begin, static_cast<std::size_t>(stop - begin)};
    at_ = quoted ? stop + 1 : stop;
    return true;
  }
  /// Passes over whatever stands before the bracket that closes the level.
  bool skip_rest_of_level() {
    int depth = 0;
    for (bool in_text = false; at_ != end_; ++at_) {
      if (in_text && *at_ == '\\' && at_ + 1 != end_)
        ++at_;
      else if (*at_ == '"')
        in_text = !in_text;
      else if (!in_text && *at_ == '[')
        ++depth;
      else if (!in_text && *at_ == ']' && depth-- == 0) {
        ++at_;
        return true;
      }
    }
    return false;
  }

 private:
  static constexpr bool is_number_char(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }
  void skip_blanks() {
    while (at_ != end_ && is_blank(*at_)) ++at_;
  }

  const char* at_;
  const char* end_;
};

ParseRule read_level(LevelScanner& in, core::Scale scale, core::BookLevel& level) {
  std::string_view price;
  std::string_view qty;
  if (!in.take('[')) return ParseRule::kWrongType;
  if (!in.take_scalar(price) || !in.take(',') || !in.take_scalar(qty)) return ParseRule::kWrongType;
  if (!in.take(']') && !(in.take(',') && in.skip_rest_of_level())) return ParseRule::kWrongType;
  const auto p = core::parse_decimal(price, scale.price_decimals);
  if (p.error != core::DecimalError::kNone) return rule_of(p.error);
  const auto q = core::parse_decimal(qty, scale.qty_decimals);
  if (q.error != core::DecimalError::kNone) return rule_of(q.error);
  level = {core::Price{p.value}, core::Qty{q.value}};
  return ParseRule::kParsed;
}

}  // namespace

std::string_view trim(std::string_view token) noexcept {
  while (!token.empty() && is_blank(token.back())) token.remove_suffix(1);
  while (!token.empty() && is_blank(token.front())) token.remove_prefix(1);
  return token;
}

std::string_view unquote(std::string_view token) noexcept {
  token = trim(token);
  if (token.size() < 2 || token.front() != '"' || token.back() != '"') return {};
  return token.substr(1, token.size() - 2);
}

ParseRule read_levels(std::string_view token, core::Scale scale, std::vector<core::BookLevel>& levels) {
  levels.clear();
  if (token.empty()) return ParseRule::kMissingField;
  LevelScanner in{token};
  if (!in.take('[')) return ParseRule::kWrongType;
  if (in.take(']')) return in.done() ? ParseRule::kParsed : ParseRule::kWrongType;
  while (true) {
    if (levels.size() == kLevelsMax) return ParseRule::kTooManyLevels;
    const ParseRule rule = read_level(in, scale, levels.emplace_back());
    if (rule != ParseRule::kParsed) return rule;
    if (in.take(',')) continue;
    return in.take(']') && in.done() ? ParseRule::kParsed : ParseRule::kWrongType;
  }
}

ParseRule read_unsigned(std::string_view token, std::uint64_t& out) noexcept {
  if (token.empty()) return ParseRule::kMissingField;
  token = trim(token);
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), out);
  if (error == std::errc::result_out_of_range) return ParseRule::kOverflow;
  return error == std::errc{} && end == token.data() + token.size() ? ParseRule::kParsed : ParseRule::kWrongType;
}

ParseRule read_time(std::string_view token, core::Timestamp& out) noexcept {
  constexpr std::uint64_t kMicrosecondsFrom = 100'000'000'000'000;
  constexpr auto kNsMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t value = 0;
  const ParseRule rule = read_unsigned(token, value);
  if (rule != ParseRule::kParsed) return rule == ParseRule::kOverflow ? ParseRule::kBadTime : rule;
  const std::uint64_t unit = value >= kMicrosecondsFrom ? 1'000 : 1'000'000;
  if (value > kNsMax / unit) return ParseRule::kBadTime;
  out = {static_cast<std::int64_t>(value * unit)};
  return ParseRule::kParsed;
}

ParseRule read_decimal(std::string_view token, int decimals, std::int64_t& out) noexcept {
  if (token.empty()) return ParseRule::kMissingField;
  token = trim(token);
  if (token.front() == '"') token = unquote(token);
  const auto parsed = core::parse_decimal(token, decimals);
  out = parsed.value;
  return rule_of(parsed.error);
}

std::int64_t FieldReader::rounded(std::string_view token) {
  if (token.empty()) {
    note(ParseRule::kMissingField);
    return 0;
  }
  token = trim(token);
  if (token.front() == '"') token = unquote(token);
  // Binance gives these prices with eight decimals at most; finer than that is read as malformed.
  const auto needed = core::decimals_needed(token);
  if (!needed) {
    note(ParseRule::kBadDecimal);
    return 0;
  }
  const int drop = *needed > scale_.price_decimals ? *needed - scale_.price_decimals : 0;
  const auto parsed = core::parse_decimal(token, scale_.price_decimals + drop);
  note(rule_of(parsed.error));
  if (drop == 0) return parsed.value;
  const std::int64_t unit = core::kPow10[static_cast<std::size_t>(drop)];
  const std::int64_t rest = parsed.value % unit;
  const std::int64_t up = rest >= (unit + 1) / 2 ? 1 : (rest <= -((unit + 1) / 2) ? -1 : 0);
  return parsed.value / unit + up;
}

core::Side FieldReader::taker(std::string_view token) {
  token = trim(token);
  if (token.empty())
    note(ParseRule::kMissingField);
  else if (token != "true" && token != "false")
    note(ParseRule::kWrongType);
  // The maker bought: the taker sold.
  return token == "true" ? core::Side::kSell : core::Side::kBuy;
}

}  // namespace tidemark::venues::binance
