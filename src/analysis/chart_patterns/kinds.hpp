#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analysis/confidence/pattern_confidence.hpp"

namespace tidemark::analysis::chart_patterns {

using confidence::Side;

/// The chart patterns, in the order of kind_rows().
enum class Kind : std::uint8_t {
  kHeadAndShoulders,
  kInverseHeadAndShoulders,
  kDoubleTop,
  kDoubleBottom,
  kTripleTop,
  kTripleBottom,
  kAscendingTriangle,
  kDescendingTriangle,
  kSymmetricalTriangle,
  kRisingWedge,
  kFallingWedge,
  kRisingChannel,
  kFallingChannel,
  kRectangle,
  kBullFlag,
  kBearFlag,
  kBullPennant,
  kBearPennant,
  kCupAndHandle,
  kRoundingBottom,
};
inline constexpr std::size_t kKindCount = 20;
[[nodiscard]] constexpr std::size_t index_of(Kind kind) {
  return static_cast<std::size_t>(kind);
}

/// What a pattern makes of the trend before it; its rule is in the header of its family.
enum class Nature : std::uint8_t { kReversal, kContinuation, kEither };

/// Level of all chart patterns in the specification's count (1 to 3 are candlestick patterns).
inline constexpr int kLevel = 4;

struct KindInfo {
  Kind kind{};
  std::string_view id;  ///< snake_case: "double_top"
  std::string_view title;
  std::string_view family;  ///< its header in this folder
  Side side{Side::kNone};   ///< where it is expected to break out; kNone: either way
  Nature nature{Nature::kEither};
  int logic_version{1};         ///< rises when the same candles give another answer
  std::string_view rule;        ///< in one sentence; the whole definition is in the family's header
  std::string_view parameters;  ///< names of the settings that the rule reads, besides those of every kind
};
/// Names of the settings that every kind reads: turning points, length, height, breakout and outcome.
inline constexpr std::string_view kCommonParameters =
    "atr_period minor_swing major_swing min_length max_length min_height break_margin volume_period volume_multiple "
    "confirm_candles wait outcome_wait";

/// All kinds, in the order of Kind.
[[nodiscard]] std::span<const KindInfo> kind_rows();
[[nodiscard]] const KindInfo& info_of(Kind kind);
[[nodiscard]] std::optional<Kind> find_kind(std::string_view id);
/// The kind that is this one upside down, or itself.
[[nodiscard]] Kind mirrored(Kind kind);

}  // namespace tidemark::analysis::chart_patterns
