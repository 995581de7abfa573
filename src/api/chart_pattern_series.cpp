#include "api/chart_pattern_series.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/chart_patterns/detector.hpp"
#include "api/chart_pattern_record.hpp"
#include "api/cursor.hpp"

namespace tidemark::api {
namespace {

using analysis::chart_patterns::ChartPattern;
using core::Timestamp;
using storage::ChartPatternRecord;

constexpr std::uint32_t kCandlesMax = 50'000;  ///< computed from, for one answer
constexpr std::uint32_t kHistory = 1000;       ///< before the range: patterns may be this long when they break out

/// By what a pattern is itself, oldest first.
using Key = std::pair<Timestamp, std::string>;
using Patterns = std::map<Key, SeenChartPattern>;

Key key_of(const ChartPatternRecord& pattern) {
  return {pattern.began, pattern.pattern};
}

bool is_over(const ChartPatternRecord& pattern) {
  return pattern.state != "forming" && pattern.outcome != "open";
}

bool is_wanted(const ChartPatternRecord& pattern, const ChartPatternsWanted& wanted) {
  const auto takes = [](const std::vector<std::string>& names, const std::string& name) {
    return names.empty() || std::ranges::find(names, name) != names.end();
  };
  if (pattern.start >= wanted.range.to || (is_over(pattern) && pattern.known_at < wanted.range.from)) return false;
  if (!takes(wanted.kinds, pattern.pattern) || !takes(wanted.states, pattern.state)) return false;
  return !wanted.before || key_of(pattern) < Key{wanted.before->began, wanted.before->pattern};
}

/// What the engine has said and what it has said since then.
void put(Patterns& patterns, ChartPatternRecord record, PatternOrigin origin) {
  auto& seen = patterns[key_of(record)];
  if (record.updated >= seen.pattern.updated) seen = {std::move(record), origin};
}

core::Result<std::optional<Timestamp>> first_stored(storage::Store* store, const SeriesRef& series) {
  if (store == nullptr) return std::nullopt;
  const auto first = store->first_chart_pattern(series.key());
  if (!first && first.error().kind != core::ErrorKind::kNotFound) return std::unexpected(first.error());
  return first ? *first : std::nullopt;
}

core::Status put_stored(storage::Store& store, const SeriesRef& series, const ChartPatternsWanted& wanted,
                        Patterns& patterns) {
  auto rows = store.chart_patterns({.series = series.key(),
                                    .from = wanted.range.from,
                                    .to = wanted.range.to,
                                    .patterns = wanted.kinds,
                                    .states = wanted.states,
                                    .before = wanted.before,
                                    .limit = wanted.limit + 1});
  if (!rows) return std::unexpected(rows.error());
  for (ChartPatternRecord& row : *rows) put(patterns, std::move(row), PatternOrigin::kLive);
  return {};
}

/// Those of the series that began before `end`, where the store does.
core::Status put_computed(const Context& context, const ReadWorker::StoreAccess& store, const SeriesRef& series,
                          core::TimeRange range, std::optional<Timestamp> end, ChartPatternList& list,
                          Patterns& patterns) {
  const auto inside = static_cast<std::uint64_t>((range.to - range.from) / core::duration_of(series.timeframe));
  const WindowQuery query{.from = {},
                          .to = range.to,
                          .limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(inside + kHistory, kCandlesMax))};
  const auto window = window_of(context, store, series, query);
  if (!window) return std::unexpected(window.error());
  std::vector<core::CandleF> candles;
  candles.reserve(window->candles.size());
  for (const core::Candle& candle : window->candles) candles.push_back(core::to_double(candle, window->scale));
  list.candles = candles.size();
  for (SeenChartPattern& seen : computed_chart_patterns(series, candles, *context.deps.chart_patterns)) {
    if (!end || seen.pattern.began < *end) patterns.emplace(key_of(seen.pattern), std::move(seen));
  }
  return {};
}

}  // namespace

ChartPatternRecord record_of(const SeriesRef& series, const engine::ChartPatternOutput& output) {
  return chart_pattern_record(series.key(), *output.pattern, output.confidence, output.known_at,
                              series.instrument.scale);
}

std::vector<SeenChartPattern> computed_chart_patterns(const SeriesRef& series, std::span<const core::CandleF> candles,
                                                      const analysis::chart_patterns::Settings& settings) {
  analysis::chart_patterns::ChartPatternDetector detector{settings};
  std::vector<ChartPattern> events;
  detector.update_all(candles, events);
  std::map<std::pair<Timestamp, analysis::chart_patterns::Kind>, const ChartPattern*> last;
  for (const ChartPattern& event : events) last[{event.began.time, event.kind()}] = &event;
  std::vector<SeenChartPattern> seen;
  seen.reserve(last.size());
  for (const auto& [key, pattern] : last) {
    auto confidence = confidence_of(*pattern);
    confidence.multiplier = analysis::confidence::timeframe_multiplier(series.timeframe);
    const Timestamp known_at = pattern->known.time + core::duration_of(series.timeframe);
    seen.push_back({chart_pattern_record(series.key(), *pattern, confidence, known_at, series.instrument.scale),
                    PatternOrigin::kComputed});
  }
  return seen;
}

core::Result<ChartPatternList> read_chart_patterns(const Context& context, const ReadWorker::StoreAccess& store,
                                                   const SeriesRef& series, const ChartPatternsWanted& wanted) {
  if (!store) return std::unexpected(store.error());
  const auto first = first_stored(*store, series);
  if (!first) return std::unexpected(first.error());
  ChartPatternList list;
  Patterns patterns;
  if (*first) {
    if (auto done = put_stored(**store, series, wanted, patterns); !done) return core::forward_error(done);
  }
  if (series.kind == SeriesRef::Kind::kLive) {
    const auto said = context.live.newest_chart_patterns(series.instrument.id, series.timeframe, SIZE_MAX);
    for (const auto& output : said.items) put(patterns, record_of(series, output), PatternOrigin::kLive);
  }
  if (!*first || wanted.range.from < **first) {
    if (auto done = put_computed(context, store, series, wanted.range, *first, list, patterns); !done) {
      return core::forward_error(done);
    }
  }
  for (auto& [key, seen] : patterns) {
    if (is_wanted(seen.pattern, wanted)) list.patterns.push_back(std::move(seen));
  }
  std::ranges::reverse(list.patterns);
  if (list.patterns.size() > wanted.limit) {
    list.patterns.resize(wanted.limit);
    const ChartPatternRecord& last = list.patterns.back().pattern;
    list.next = cursor_text(last.began, last.pattern);
  }
  return list;
}

core::Result<std::optional<storage::ChartPatternCursor>> parse_chart_pattern_cursor(std::string_view text) {
  auto place = parse_cursor(text);
  if (!place) return core::forward_error(place);
  if (!*place) return std::nullopt;
  return storage::ChartPatternCursor{(*place)->time, std::move((*place)->name)};
}

}  // namespace tidemark::api
