#include "analysis/volume/finding.hpp"

#include <algorithm>

namespace tidemark::analysis::volume {
namespace {

constexpr std::string_view kSwingParameters = "atr_period swing_left swing_right swing_leg";

constexpr std::array<KindInfo, kKindCount> kRows{{
    {.kind = Kind::kSpike,
     .id = "spike",
     .title = "Volume spike",
     .rule = "volume above spike_flag times the mean of the period candles before",
     .parameters = "period spike_flag ratio_medium ratio_strong ratio_extreme basis",
     .measure = "volume over that mean",
     .source = "the product's specification: 2, 3 and 5 times the mean of 20"},
    {.kind = Kind::kDivergence,
     .id = "divergence",
     .title = "Price and volume diverge",
     .rule = "over divergence_candles the closes trend (correlation with time at least divergence_trend) and volume "
             "fades (at most its negative); ends below divergence_rearm",
     .parameters = "divergence_candles divergence_trend divergence_rearm basis",
     .measure = "correlation of volume with time, -1 to 1",
     .source = "R. Edwards, J. Magee, Technical Analysis of Stock Trends"},
    {.kind = Kind::kClimax,
     .id = "climax",
     .title = "Volume climax",
     .rule = "volume at least climax_volume times the mean and the close moves at most climax_move ATR, after a run of "
             "at least climax_run ATR over the climax_candles before",
     .parameters = "period atr_period climax_volume climax_move climax_run climax_candles ratio_medium ratio_strong "
                   "ratio_extreme basis",
     .measure = "the move, in ATR",
     .source = "R. Wyckoff: effort against result"},
    {.kind = Kind::kDryUp,
     .id = "dry_up",
     .title = "Volume dry-up",
     .rule =
         "mean volume of the last dry_candles at most dry_ratio of the mean of the period candles before them; ends "
         "above dry_rearm",
     .parameters = "period dry_candles dry_ratio dry_rearm basis",
     .measure = "the ratio of the two means",
     .source = "M. Minervini, Trade Like a Stock Market Wizard"},
    {.kind = Kind::kAccumulationDistribution,
     .id = "accumulation_distribution",
     .title = "Accumulation or distribution",
     .rule =
         "the money flow over period candles reaches flow_enter (accumulation) or its negative (distribution); ends "
         "at or below flow_leave",
     .parameters = "period flow_enter flow_leave basis",
     .measure = "the money flow, -1 to 1",
     .source = "M. Chaikin's money flow"},
    {.kind = Kind::kBreakout,
     .id = "breakout",
     .title = "Breakout on volume",
     .rule =
         "a close beyond a consolidation of base_candles no higher than base_width ATR, on at least breakout_volume "
         "times the mean volume",
     .parameters =
         "period atr_period base_candles base_width breakout_volume ratio_medium ratio_strong ratio_extreme basis",
     .measure = "distance of the close beyond the boundary, in ATR",
     .source = "R. Edwards, J. Magee, Technical Analysis of Stock Trends"},
    {.kind = Kind::kFakeOut,
     .id = "fake_out",
     .title = "Fake-out",
     .rule = "within fake_candles after a close beyond a consolidation a close back inside it, when the break had less "
             "than breakout_volume times the mean volume, or the return has at least the break's",
     .parameters = "period atr_period base_candles base_width breakout_volume fake_candles ratio_medium ratio_strong "
                   "ratio_extreme basis",
     .measure = "volume of the return over that of the break",
     .source = "R. Wyckoff: spring and upthrust"},
    {.kind = Kind::kExhaustion,
     .id = "exhaustion",
     .title = "Exhaustion",
     .rule = "a close beyond those of the period candles before, after a run of at least exhaustion_run ATR over "
             "exhaustion_candles, on at most exhaustion_volume times the mean volume",
     .parameters = "period atr_period exhaustion_volume exhaustion_run exhaustion_candles basis",
     .measure = "the run, in ATR",
     .source = "R. Wyckoff: no demand, no supply"},
    {.kind = Kind::kObvDivergence,
     .id = "obv_divergence",
     .title = "OBV divergence",
     .rule = "a swing low below the one before with On Balance Volume above it (bullish), a swing high above the one "
             "before with OBV below it (bearish)",
     .parameters = kSwingParameters,
     .measure = "net share of the volume between the swings that went against price, 0 to 1",
     .source = "J. Granville, New Key to Stock Market Profits"},
    {.kind = Kind::kObvHiddenDivergence,
     .id = "obv_hidden_divergence",
     .title = "Hidden OBV divergence",
     .rule = "a swing low above the one before with On Balance Volume below it (bullish), a swing high below the one "
             "before with OBV above it (bearish)",
     .parameters = kSwingParameters,
     .measure = "net share of the volume between the swings that went against price, 0 to 1",
     .source = "J. Granville, New Key to Stock Market Profits"},
    {.kind = Kind::kAdDivergence,
     .id = "ad_divergence",
     .title = "A/D divergence",
     .rule =
         "a swing low below the one before with the accumulation/distribution line above it (bullish), a swing high "
         "above the one before with the line below it (bearish)",
     .parameters = kSwingParameters,
     .measure = "net share of the volume between the swings that went against price, 0 to 1",
     .source = "M. Chaikin's accumulation/distribution line"},
    {.kind = Kind::kAdHiddenDivergence,
     .id = "ad_hidden_divergence",
     .title = "Hidden A/D divergence",
     .rule =
         "a swing low above the one before with the accumulation/distribution line below it (bullish), a swing high "
         "below the one before with the line above it (bearish)",
     .parameters = kSwingParameters,
     .measure = "net share of the volume between the swings that went against price, 0 to 1",
     .source = "M. Chaikin's accumulation/distribution line"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (index_of(kRows[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order(), "a row stands at another place than its kind");

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::optional<Strength> parse_strength(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kStrengthNames.size(); ++i) {
    if (same_name(text, kStrengthNames[i])) return static_cast<Strength>(i);
  }
  return std::nullopt;
}

std::string_view name_of_side(Side side) noexcept {
  if (side == Side::kNone) return "neutral";
  return side == Side::kBullish ? "bullish" : "bearish";
}

std::span<const KindInfo, kKindCount> kind_rows() {
  return kRows;
}

const KindInfo& info_of(Kind kind) {
  return kRows[index_of(kind)];
}

const KindInfo* find_kind(std::string_view id) noexcept {
  const auto* const row = std::ranges::find_if(kRows, [id](const KindInfo& one) { return same_name(one.id, id); });
  return row == kRows.end() ? nullptr : row;
}

}  // namespace tidemark::analysis::volume
