#include "api/pattern_page.hpp"

#include <algorithm>
#include <charconv>

namespace tidemark::api {
namespace {

constexpr std::uint32_t kBlock = 5000;          ///< candles read at once
constexpr std::uint64_t kCandlesMax = 100'000;  ///< looked at for one page
constexpr std::string_view kBefore = "before:";
constexpr std::string_view kAfter = "after:";

std::string cursor_of(std::string_view side, const PatternKey& key) {
  return std::string{side} + std::to_string(key.open_time.ms()) + ":" + std::to_string(key.pattern);
}

template <class Int>
bool read_number(std::string_view text, Int& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

/// What the engine said of these candles, as it stands in the database.
core::Result<std::vector<SeenPattern>> stored_patterns(const ReadWorker::StoreAccess& store, const SeriesRef& series,
                                                       core::Timestamp first, core::Timestamp last) {
  if (!store) return std::unexpected(store.error());
  std::vector<SeenPattern> seen;
  if (*store == nullptr) return seen;
  const auto rows = (*store)->patterns(
      {.series = series.key(), .from = first, .to = last + core::nanoseconds(1), .limit = UINT32_MAX});
  if (!rows && rows.error().kind == core::ErrorKind::kNotFound) return seen;
  if (!rows) return std::unexpected(rows.error());
  for (const storage::PatternRecord& row : *rows) {
    if (auto one = seen_of(row)) seen.push_back(*one);
  }
  std::ranges::sort(seen, {}, &SeenPattern::key);
  return seen;
}

std::vector<SeenPattern> live_patterns(const Context& context, const SeriesRef& series, core::Timestamp first,
                                       core::Timestamp last) {
  std::vector<SeenPattern> seen;
  if (series.kind == SeriesRef::Kind::kStored) return seen;
  const auto view = context.live.newest_patterns(series.instrument.id, series.timeframe, SIZE_MAX);
  for (const engine::PatternOutput& output : view.items) {
    if (output.open_time >= first && output.open_time <= last) {
      seen.push_back(seen_of(output, series.instrument.scale));
    }
  }
  std::ranges::sort(seen, {}, &SeenPattern::key);
  return seen;
}

/// Going back in time: takes from the end of `block` what there is room for.
void take_newest(PatternPage& page, std::vector<SeenPattern> block, const PatternQuery& query) {
  std::erase_if(block, [&](const SeenPattern& p) { return query.beyond && p.key() >= *query.beyond; });
  const std::size_t room = query.limit - page.patterns.size();
  if (block.size() > room) {
    block.erase(block.begin(), block.end() - static_cast<std::ptrdiff_t>(room));
    page.next = cursor_of(kBefore, block.empty() ? page.patterns.front().key() : block.front().key());
  }
  page.patterns.insert(page.patterns.begin(), block.begin(), block.end());
}

/// Going on in time: the same from the beginning.
void take_oldest(PatternPage& page, std::vector<SeenPattern> block, const PatternQuery& query) {
  std::erase_if(block, [&](const SeenPattern& p) { return query.beyond && p.key() <= *query.beyond; });
  const std::size_t room = query.limit - page.patterns.size();
  if (block.size() > room) {
    block.resize(room);
    page.next = cursor_of(kAfter, block.empty() ? page.patterns.back().key() : block.back().key());
  }
  page.patterns.insert(page.patterns.end(), block.begin(), block.end());
}

}  // namespace

core::Result<std::vector<SeenPattern>> patterns_of_window(const Context& context, const ReadWorker::StoreAccess& store,
                                                          const SeriesRef& series, const CandleWindow& window) {
  if (window.candles.empty()) return std::vector<SeenPattern>{};
  const core::Timestamp first = window.candles.front().open_time;
  const core::Timestamp last = window.candles.back().open_time;
  const auto history =
      read_history(context.live, store ? *store : nullptr, series, first, kPatternHistory, window.scale);
  if (!history) return std::unexpected(history.error());
  const auto stored = stored_patterns(store, series, first, last);
  if (!stored) return std::unexpected(stored.error());
  const auto said = merge_patterns(live_patterns(context, series, first, last), *stored);
  return merge_patterns(said, computed_patterns(series, *history, window));
}

core::Result<PatternPage> read_patterns(const Context& context, const ReadWorker::StoreAccess& store,
                                        const SeriesRef& series, const PatternQuery& query) {
  const bool on = query.from.has_value();
  PatternPage page;
  WindowQuery range{query.from, query.to, kBlock};
  for (;;) {
    const auto window = window_of(context, store, series, range);
    if (!window) return std::unexpected(window.error());
    if (window->candles.empty()) return page;
    auto block = patterns_of_window(context, store, series, *window);
    if (!block) return std::unexpected(block.error());
    std::erase_if(*block, [&](const SeenPattern& p) { return !query.filter.takes(p); });
    page.candles += window->candles.size();
    if (on) {
      take_oldest(page, std::move(*block), query);
      range.from = window->candles.back().open_time + core::nanoseconds(1);
    } else {
      take_newest(page, std::move(*block), query);
      range.to = window->candles.front().open_time;
    }
    if (page.next || !window->has_more) return page;
    if (page.candles >= kCandlesMax) {
      page.next = on ? cursor_of(kAfter, {window->candles.back().open_time, analysis::candlesticks::kPatternCount})
                     : cursor_of(kBefore, {window->candles.front().open_time, 0});
      return page;
    }
  }
}

core::Status apply_cursor(PatternQuery& query, std::string_view cursor) {
  if (cursor.empty()) return {};
  const bool on = cursor.starts_with(kAfter);
  const std::string_view rest = cursor.substr(std::min(cursor.size(), on ? kAfter.size() : kBefore.size()));
  const std::size_t colon = rest.find(':');
  std::int64_t ms = 0;
  PatternKey key;
  constexpr std::int64_t kMsMax = INT64_MAX / 1'000'000 - 1;
  const bool whole = colon != std::string_view::npos && read_number(rest.substr(0, colon), ms) &&
                     read_number(rest.substr(colon + 1), key.pattern) && ms >= -kMsMax && ms <= kMsMax &&
                     key.pattern <= analysis::candlesticks::kPatternCount;
  if (!whole || (!on && !cursor.starts_with(kBefore))) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_cursor",
                      "This is not a cursor; take it from `next` of the page before.", "cursor");
  }
  key.open_time = core::Timestamp::from_ms(ms);
  query.beyond = key;
  if (on) {
    query.from = key.open_time;
  } else {
    query.from.reset();
    query.to = key.open_time + core::nanoseconds(1);
  }
  return {};
}

}  // namespace tidemark::api
