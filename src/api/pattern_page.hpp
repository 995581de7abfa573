#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/context.hpp"
#include "api/pattern_series.hpp"

namespace tidemark::api {

/// Which patterns of a series: without `from` the newest `limit`, with it the oldest.
struct PatternQuery {
  std::optional<core::Timestamp> from;  ///< open time, inclusive
  std::optional<core::Timestamp> to;    ///< exclusive
  std::uint32_t limit{1000};
  std::optional<PatternKey> beyond;  ///< only what comes after it with `from`, before it without
  PatternFilter filter;
};

struct PatternPage {
  std::vector<SeenPattern> patterns;  ///< ascending
  std::uint64_t candles{0};           ///< looked at
  std::optional<std::string> next;    ///< cursor of the following page; absent when there is nothing more to look at
};

/// Reads candles in blocks until there are enough patterns, the range ends, or a bounded number of candles was looked
/// at: rare patterns of a long history take several pages, each with its cursor. What was said live (memory, then the
/// store) goes before what is computed from the candles.
[[nodiscard]] core::Result<PatternPage> read_patterns(const Context& context, const ReadWorker::StoreAccess& store,
                                                      const SeriesRef& series, const PatternQuery& query);

/// All patterns of a window's candles, from memory, store and computation. Ascending.
[[nodiscard]] core::Result<std::vector<SeenPattern>> patterns_of_window(const Context& context,
                                                                        const ReadWorker::StoreAccess& store,
                                                                        const SeriesRef& series,
                                                                        const CandleWindow& window);

/// "before:MS:N" or "after:MS:N": puts the page's beginning in place of the end it continues from. Errors: kInvalid-
/// Argument "bad_cursor".
[[nodiscard]] core::Status apply_cursor(PatternQuery& query, std::string_view cursor);

}  // namespace tidemark::api
