#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tidemark::engine {

/// The parts of what is done when a base candle closes, with all that closes together with it.
enum class Stage : std::uint8_t {
  kValidate,    ///< checks, gaps, quality
  kAggregate,   ///< into the longer timeframes
  kIndicators,  ///< this and the next four: on every timeframe that closed
  kPatterns,
  kVolume,
  kLevels,  ///< market structure and zones
  kChartPatterns,
  kDecision,  ///< what was found is heard, confluence of each chart, the decision
};
inline constexpr std::array<std::string_view, 8> kStageNames{"validate", "aggregate", "indicators",     "patterns",
                                                             "volume",   "levels",    "chart_patterns", "decision"};
inline constexpr std::size_t kStageCount = kStageNames.size();

/// Hears how the work on a base candle goes on, so that someone with a clock can time it. It is called on the engine's
/// thread, changes nothing, and what the engine says does not depend on it.
class StageWatch {
 public:
  virtual ~StageWatch() = default;
  virtual void begin() = 0;
  /// What was done since begin(), or since the last done(), belongs to this stage; a stage may come several times.
  virtual void done(Stage stage) = 0;
  virtual void end() = 0;
};

}  // namespace tidemark::engine
