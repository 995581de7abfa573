#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/candlesticks/pattern.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "api/candle_window.hpp"
#include "core/result.hpp"
#include "engine/output.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// Whether a pattern was said when its candle closed, with what the other timeframes showed then, or is computed now
/// from the candles: history that was imported, or that came before the pattern's logic did.
enum class PatternOrigin : std::uint8_t { kLive, kComputed };
[[nodiscard]] std::string_view name_of(PatternOrigin origin) noexcept;

/// Patterns of one series have an order: by candle, then by the catalogue's.
struct PatternKey {
  core::Timestamp open_time;
  std::size_t pattern{0};  ///< index_of(Pattern)

  friend auto operator<=>(const PatternKey&, const PatternKey&) = default;
};

/// A candlestick pattern on a closed candle, as the API shows it.
struct SeenPattern {
  analysis::candlesticks::Pattern pattern{};
  int value{0};  ///< +-80, +-100, +-200
  core::Timestamp open_time;
  core::Timestamp known_at;
  double price{0};  ///< the candle's close
  analysis::confidence::Parts parts;
  double volume_confirmation{0};
  double trend_alignment{0};
  int logic_version{1};
  PatternOrigin origin{PatternOrigin::kLive};

  [[nodiscard]] PatternKey key() const { return {open_time, index_of(pattern)}; }
  [[nodiscard]] double confidence() const { return analysis::confidence::confidence_of(parts); }
  /// "bullish", "bearish", or "neutral" where the sign says nothing of direction.
  [[nodiscard]] std::string_view direction() const;
};

[[nodiscard]] SeenPattern seen_of(const engine::PatternOutput& output, core::Scale scale);
/// nullopt: a row of a pattern this program does not know, or whose numbers cannot be read.
[[nodiscard]] std::optional<SeenPattern> seen_of(const storage::PatternRecord& record);

/// Which patterns are wanted.
struct PatternFilter {
  analysis::candlesticks::PatternSet names{analysis::candlesticks::kAllPatterns};
  double min_confidence{0};
  std::string direction{"any"};

  [[nodiscard]] bool takes(const SeenPattern& seen) const;
};

/// The candles before a window whose averages, trend and beginnings of patterns reach into it, and then enough for
/// sums that began elsewhere to have rounded the same.
inline constexpr std::uint32_t kPatternHistory = 500;

/// What the candles of a window show, computed now; `history` is what came just before it, in its scale. Ascending.
[[nodiscard]] std::vector<SeenPattern> computed_patterns(const SeriesRef& series,
                                                         const std::vector<core::Candle>& history,
                                                         const CandleWindow& window);

/// The union of both, each ascending: of a pattern in both, the first list's.
[[nodiscard]] std::vector<SeenPattern> merge_patterns(const std::vector<SeenPattern>& first,
                                                      const std::vector<SeenPattern>& second);

}  // namespace tidemark::api
