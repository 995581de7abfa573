#include "analysis/structure/settings.hpp"

#include <string>

namespace tidemark::analysis::structure {
namespace {

using All = StructureSettings;

template <auto kMember>
constexpr auto swing_knob(const ParameterInfo& info) {
  return knob_in<&All::swings, kMember>(info);
}

constexpr std::array kKnobs{
    swing_knob<&SwingSettings::left>(whole_knob("left", "Candles before a fractal", 0, kFractalSideMax)),
    swing_knob<&SwingSettings::right>(whole_knob("right", "Candles after a fractal", 1, kFractalSideMax)),
    swing_knob<&SwingSettings::ties>(choice_knob("ties", "Equal extremes", kFractalTiesNames)),
    swing_knob<&SwingSettings::outside>(choice_knob("outside", "Candle that is both ends", kOutsideCandleNames)),
    swing_knob<&SwingSettings::extension>(choice_knob("extension", "Fractal further out", kSwingExtensionNames)),
    swing_knob<&SwingSettings::first>(choice_knob("first", "First candle", kFirstCandleNames)),
    swing_knob<&SwingSettings::atr_period>(whole_knob("atr_period", "ATR period", 1, 1000)),
    swing_knob<&SwingSettings::atr_multiple>(real_knob("atr_multiple", "Least leg", 0, 100, "ATR")),
    swing_knob<&SwingSettings::skip>(whole_knob("skip", "Candles left out at the beginning", 0, 10000)),
    knob<&All::fractals>(choice_knob("fractals", "Every fractal", kFractalEventsNames)),
    knob<&All::break_rule>(choice_knob("break_rule", "Rule of breaks", kBreakRuleNames)),
    knob<&All::break_by>(choice_knob("break_by", "What breaks a level", kBreakByNames)),
    knob_in<&All::gaps, &GapSettings::join>(choice_knob("gap_join", "Neighboring gaps", kJoinGapsNames)),
    knob_in<&All::gaps, &GapSettings::body>(choice_knob("gap_body", "Candle of a gap", kGapBodyNames)),
    knob_in<&All::gaps, &GapSettings::mitigation>(choice_knob("gap_mitigation", "Gap filled by", kMitigationNames)),
    knob_in<&All::gaps, &GapSettings::least>(real_knob("gap_least", "Least gap", 0, 100, "ATR")),
    knob_in<&All::gaps, &GapSettings::open_max>(whole_knob("gap_open_max", "Gaps followed", 1, 100000, "gaps")),
    knob_in<&All::blocks, &BlockSettings::mitigation>(
        choice_knob("block_mitigation", "Block taken up by", kBlockMitigationNames)),
    knob_in<&All::blocks, &BlockSettings::volatile_range>(
        real_knob("block_volatile_range", "Candle too long for a block", 0, 100, "ATR")),
    knob_in<&All::blocks, &BlockSettings::open_max>(
        whole_knob("block_open_max", "Blocks followed", 1, 100000, "blocks")),
    knob_in<&All::liquidity, &LiquiditySettings::atr_multiple>(
        real_knob("liquidity_atr_multiple", "Tolerance of equal highs", 0, 100, "ATR")),
    knob_in<&All::liquidity, &LiquiditySettings::range>(
        real_knob("liquidity_range", "The same in price", 0, kInputMax, "price")),
    knob_in<&All::liquidity, &LiquiditySettings::open_max>(
        whole_knob("liquidity_open_max", "Pools followed", 1, 100000, "pools")),
    knob_in<&All::periods, &PeriodSettings::reading>(
        choice_knob("previous_period", "Previous period", kPreviousPeriodNames)),
    knob_in<&All::sessions, &SessionSettings::end>(choice_knob("session_end", "Session end", kSessionEndNames)),
    knob_in<&All::levels, &LevelSettings::tolerance>(real_knob("level_tolerance", "Touch of a level", 0, 100, "ATR")),
    knob_in<&All::levels, &LevelSettings::expiry>(whole_knob("level_expiry", "Level without a touch", 1, 1000000)),
    knob_in<&All::levels, &LevelSettings::levels_max>(whole_knob("levels_max", "Levels followed", 1, 1000, "levels")),
    knob_in<&All::abc, &AbcSettings::least_retracement>(
        real_knob("abc_least_retracement", "Least retracement of ABC", 0, 1, "of AB")),
    knob_in<&All::abc, &AbcSettings::most_retracement>(
        real_knob("abc_most_retracement", "Most retracement of ABC", 0, 1, "of AB")),
    knob_in<&All::abc, &AbcSettings::expiry>(whole_knob("abc_expiry", "Undecided ABC", 1, 1000000)),
    knob_in<&All::abc, &AbcSettings::open_max>(whole_knob("abc_open_max", "ABC followed", 1, 1000, "patterns")),
    knob<&All::equilibrium_band>(real_knob("equilibrium_band", "Equilibrium", 0, 0.5, "of the range")),
};

}  // namespace

std::span<const Knob<StructureSettings>> knobs_of(const StructureSettings& /*settings*/) {
  return kKnobs;
}

core::Status check_settings(const StructureSettings& settings) {
  if (auto status = check_knobs("structure", settings, knobs_of(settings)); !status) return status;
  for (std::size_t i = 0; i < kSessionCount; ++i) {
    const std::string name{kTradingSessionNames[i]};
    const SessionHours& hours = settings.sessions.hours[i];
    for (const auto& [end, minute] : {std::pair{"start", hours.start}, std::pair{"end", hours.end}}) {
      auto status =
          check_range("structure", "session_" + name + "_" + end, minute, {.min = 0, .max = 1439}, NumberKind::kWhole);
      if (!status) return status;
    }
  }
  return {};
}

StructureSettings StructureSettings::smart_money(int swing_length, double liquidity_range) {
  StructureSettings settings;
  settings.swings = SwingSettings::smart_money(swing_length);
  settings.break_rule = BreakRule::kFourSwings;
  settings.liquidity.range = liquidity_range;
  settings.periods.reading = PreviousPeriod::kSmartMoney;
  settings.sessions.end = SessionEnd::kIncluded;
  return settings;
}

StructureSettings StructureSettings::lux_algo(int length) {
  StructureSettings settings;
  settings.swings = SwingSettings::lux_algo(length);
  settings.swings.atr_period = 200;
  settings.gaps.body = GapBody::kBeyond;
  settings.gaps.mitigation = Mitigation::kFull;
  settings.blocks.volatile_range = 2;
  return settings;
}

}  // namespace tidemark::analysis::structure
