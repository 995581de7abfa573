#include "analysis/candlesticks/pattern.hpp"

#include <algorithm>
#include <string>

#include "analysis/candlesticks/all.hpp"
#include "core/nearest_name.hpp"

namespace tidemark::analysis::candlesticks {
namespace {

using core::ErrorKind;
using core::fail;

template <class... Definitions>
constexpr std::array<PatternInfo, sizeof...(Definitions)> rows_of(DefinitionList<Definitions...> /*list*/) {
  return {Definitions::kInfo...};
}

constexpr std::array<PatternInfo, kPatternCount> kRows = rows_of(AllDefinitions{});

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (index_of(kRows[i].pattern) != i) return false;
    if (i > 0 && kRows[i - 1].id >= kRows[i].id) return false;
  }
  return true;
}
static_assert(in_order(), "a definition stands at another place than its pattern");

std::string upper(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

core::Result<Pattern> parse_pattern(std::string_view name) {
  if (name.empty()) {
    return fail(ErrorKind::kInvalidArgument, "empty_pattern",
                "a pattern has no name; write all or names separated by commas, such as CDLDOJI,CDLENGULFING");
  }
  if (const auto* info = find_pattern(name)) return info->pattern;
  std::vector<std::string_view> ids;
  ids.reserve(kRows.size());
  for (const auto& row : kRows) ids.push_back(row.id);
  const std::string wanted = upper(name);
  const auto meant = core::nearest_name(wanted.starts_with("CDL") ? wanted : "CDL" + wanted, ids);
  std::string message = "there is no candlestick pattern '" + std::string{name} + "'";
  message += meant ? "; did you mean " + std::string{*meant} + "?" : "; all names them";
  return fail(ErrorKind::kInvalidArgument, "unknown_pattern", std::move(message));
}

}  // namespace

std::string_view name_of(Direction direction) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"bullish", "bearish", "either", "unsigned"};
  return kNames[static_cast<std::size_t>(direction)];
}

std::string_view name_of(Role role) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"reversal", "continuation", "indecision", "conviction", "trap"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string_view meaning_of(Role role, int side) noexcept {
  struct Meanings {
    std::string_view up;
    std::string_view down;
    std::string_view nowhere;
  };
  constexpr std::array<Meanings, 5> kMeanings{
      Meanings{"Read as a turn upward: the fall before it may be over.",
               "Read as a turn downward: the rise before it may be over.",
               "Read as a sign that the move before it tires."},
      Meanings{"Read as a pause: the rise is expected to go on.", "Read as a pause: the fall is expected to go on.",
               "Read as a pause: the move before it is expected to go on."},
      Meanings{"Read as indecision, slightly upward: neither side won the candle.",
               "Read as indecision, slightly downward: neither side won the candle.",
               "Read as indecision: neither side won the candle."},
      Meanings{"Read as buyers in charge from end to end of the candle.",
               "Read as sellers in charge from end to end of the candle.", "Read as one side in charge of the candle."},
      Meanings{"Read as a failed breakout downward: those it caught may push the price up.",
               "Read as a failed breakout upward: those it caught may push the price down.",
               "Read as a failed breakout."}};
  const Meanings& meanings = kMeanings[static_cast<std::size_t>(role)];
  return side > 0 ? meanings.up : side < 0 ? meanings.down : meanings.nowhere;
}

int PatternInfo::lookback(const Settings& settings) const {
  int longest = shortest_average;
  for (const GaugeUse& use : uses) longest = std::max(longest, settings[setting_of(use.gauge)].period);
  return longest + lookback_extra;
}

int PatternInfo::origin(const GaugeUse& use, const Settings& settings) const {
  const int period = settings[setting_of(use.gauge)].period;
  return period == 0 ? 0 : lookback(settings) - head_start - use.ago - period;
}

std::span<const PatternInfo, kPatternCount> pattern_rows() {
  return kRows;
}

const PatternInfo& info_of(Pattern pattern) {
  return kRows[index_of(pattern)];
}

const PatternInfo* find_pattern(std::string_view id) {
  const std::string wanted = upper(id);
  const std::string full = wanted.starts_with("CDL") ? wanted : "CDL" + wanted;
  const auto* const row = std::ranges::lower_bound(kRows, std::string_view{full}, {}, &PatternInfo::id);
  return row != kRows.end() && row->id == full ? row : nullptr;
}

core::Result<std::vector<Pattern>> parse_patterns(std::string_view text) {
  std::vector<Pattern> patterns;
  if (upper(trim(text)) == "ALL") {
    for (const auto& row : kRows) patterns.push_back(row.pattern);
    return patterns;
  }
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    const auto pattern = parse_pattern(trim(text.substr(from, comma - from)));
    if (!pattern) return std::unexpected(pattern.error());
    if (std::ranges::find(patterns, *pattern) != patterns.end()) {
      return fail(ErrorKind::kInvalidArgument, "duplicate_pattern",
                  std::string{info_of(*pattern).id} + " is asked for twice");
    }
    patterns.push_back(*pattern);
    from = comma + 1;
  }
  return patterns;
}

}  // namespace tidemark::analysis::candlesticks
