#pragma once

#include <span>
#include <string_view>

#include "analysis/kernel/knobs.hpp"
#include "core/result.hpp"

namespace tidemark::analysis::chart_patterns {

/// Every tolerance of the chart patterns: in average true ranges (ATR), in candles or as a share of the pattern's
/// height, never in prices. check_settings() names what is out of range.
struct Settings {
  // Turning points, on two scales
  int atr_period{14};     ///< candles, 1 … 1000
  double minor_swing{2};  ///< least leg of the small patterns, ATR, 0.5 … 100
  double major_swing{5};  ///< least leg of the large ones, ATR, 0.5 … 100
  int min_length{12};     ///< first to last anchor, candles, 4 … 500
  int max_length{200};    ///< 10 … 500
  double min_height{3};   ///< ATR, 0.5 … 100

  // Levels and lines, shares of the height
  double level_tolerance{0.15};    ///< equal highs or lows, touches of a line, 0.001 … 0.5
  double shoulder_tolerance{0.3};  ///< shoulders of each other, ends of the neckline, 0.001 … 1
  double head_lead{0.2};           ///< head beyond both shoulders, at least, 0.01 … 1
  double time_symmetry{2.5};       ///< longer half of head and shoulders over the shorter, at most, 1 … 20
  double prior_move{0.5};          ///< move into a reversal, of its height, at least, 0 … 10
  double flat_slope{0.15};         ///< rise of a level boundary over the whole pattern, at most, 0.001 … 1
  double convergence{0.7};         ///< end over beginning of a triangle or wedge, at most, 0.05 … 0.95
  double parallel{0.2};            ///< width a channel or rectangle may gain or lose, 0.01 … 0.5
  double channel_slope{0.4};       ///< rise of a channel's middle, at least, 0.05 … 10
  double stray{0.15};              ///< how far a close may lie outside the boundaries, 0 … 1
  double tight_range{8};           ///< height of a rectangle, at most, ATR, 1 … 100

  // Flags and pennants
  double pole{4};            ///< least height, ATR, 1 … 100
  int pole_candles{15};      ///< at most, 1 … 100
  double flag_retrace{0.5};  ///< of the pole, at most, 0.05 … 1
  int flag_min{6};           ///< candles of the flag, 3 … 100
  int flag_max{30};          ///< 3 … 200

  // Cup and handle, rounding bottom
  double rim_tolerance{0.15};  ///< rims of each other, of the depth, 0.001 … 0.5
  double curve_fit{0.7};       ///< R² of the parabola through the closes, at least, 0 … 1
  double roundness{0.42};      ///< share of the closes in the lower third, at least, 0 … 1
  double handle_depth{0.5};    ///< of the cup's depth, at most, 0.05 … 1
  int handle_min{5};           ///< candles, 2 … 100

  // Breakout and outcome
  double break_margin{0.1};     ///< close beyond the boundary, at least, ATR, 0 … 10
  int volume_period{20};        ///< candles of the mean volume before the breakout, 1 … 200
  double volume_multiple{1.2};  ///< of that mean, 0 … 100; 0: volume does not matter
  int confirm_candles{3};       ///< after the first close beyond, within which the volume must come, 0 … 50
  double wait{0.75};            ///< for the breakout after the last anchor, of the pattern's length, 0.1 … 5
  double outcome_wait{1.5};     ///< for target or failure after the breakout, of the pattern's length, 0.1 … 10

  friend bool operator==(const Settings&, const Settings&) = default;
};

[[nodiscard]] std::span<const Knob<Settings>> knobs_of(const Settings& settings);
/// Every value within its range, and what must not be less than something else: major_swing >= minor_swing, max_length
/// > min_length, flag_max > flag_min (kInvalidArgument, bad_parameter).
[[nodiscard]] core::Status check_settings(const Settings& settings);

/// "NAME=V,NAME=V" over the defaults; errors as of parse_parameters() and check_settings().
[[nodiscard]] core::Result<Settings> parse_settings(std::string_view text);

}  // namespace tidemark::analysis::chart_patterns
