#include "analysis/structure/rules.hpp"

#include <algorithm>

#include "analysis/structure/fibonacci.hpp"

namespace tidemark::analysis::structure {
namespace {

/// How the names of a kind's parameters begin.
std::vector<std::string_view> prefixes_of(Kind kind) {
  switch (kind) {
    case Kind::kFractal:
      return {"left", "right", "ties"};
    case Kind::kSwing:
    case Kind::kTrend:
    case Kind::kFibonacci:
      return {"left", "right", "ties", "outside", "extension", "first", "atr_", "skip"};
    case Kind::kBreakOfStructure:
    case Kind::kChangeOfCharacter:
      return {"break_"};
    case Kind::kFairValueGap:
      return {"gap_"};
    case Kind::kOrderBlock:
      return {"break_", "block_"};
    case Kind::kLiquidityPool:
      return {"liquidity_"};
    case Kind::kPreviousHighLow:
      return {"previous_"};
    case Kind::kSession:
      return {"session_"};
    case Kind::kPremiumDiscount:
      return {"equilibrium_"};
    case Kind::kSupportResistance:
      return {"level"};
    case Kind::kAbcPattern:
      break;
  }
  return {"abc_"};
}

}  // namespace

std::string_view rule_of(Kind kind, const StructureSettings& settings) {
  const bool final = settings.break_rule == BreakRule::kFourSwings;
  switch (kind) {
    case Kind::kFractal:
      return "extreme of the candles beside it";
    case Kind::kSwing:
      return "fractal that turns a leg of the least length; further fractals extend it, the leg back confirms it";
    case Kind::kTrend:
      return "labels of the newest swings: HH and HL up, LH and LL down";
    case Kind::kBreakOfStructure:
      return final ? "four final swings that go on, the second broken"
                   : "newest swing broken with the last break's side";
    case Kind::kChangeOfCharacter:
      return final ? "four final swings that turn, the second broken"
                   : "newest swing broken against the last break's side";
    case Kind::kFairValueGap:
      return "the candles before and after leave a gap around the middle one";
    case Kind::kOrderBlock:
      return final ? "farthest candle between a final swing and the close that broke it"
                   : "farthest candle between a swing and the candle that broke it";
    case Kind::kLiquidityPool:
      return "final swings at nearly the same price; mitigated when swept";
    case Kind::kPreviousHighLow:
      return "high and low of the calendar period before";
    case Kind::kSession:
      return "candles that open within fixed hours, UTC";
    case Kind::kPremiumDiscount:
      return "close above or below the middle of the dealing range";
    case Kind::kSupportResistance:
      return "final swings clustered within a tolerance";
    case Kind::kFibonacci:
      return "ratios of the leg in progress and the one before it";
    case Kind::kAbcPattern:
      break;
  }
  return "impulse AB, partly given back to C, projected by its length";
}

std::vector<Knob<StructureSettings>> knobs_of(Kind kind, const StructureSettings& settings) {
  const auto prefixes = prefixes_of(kind);
  std::vector<Knob<StructureSettings>> chosen;
  for (const auto& knob : knobs_of(settings)) {
    const auto begins = [&knob](std::string_view prefix) { return knob.info.name.starts_with(prefix); };
    if (std::ranges::any_of(prefixes, begins)) chosen.push_back(knob);
  }
  return chosen;
}

std::string_view part_name(const Event& event) {
  constexpr std::array<std::string_view, kFibonacciRatios.size()> kRatios{"0.236", "0.382", "0.5", "0.618", "0.786",
                                                                          "1.272", "1.618", "2.0", "2.618"};
  switch (event.kind) {
    case Kind::kSession:
      return kTradingSessionNames[event.part];
    case Kind::kPreviousHighLow:
      return kPeriodNames[event.part];
    case Kind::kFibonacci:
      return event.state == State::kTested || event.state == State::kCompleted ? kRatios[event.part] : "";
    case Kind::kLiquidityPool:
      return event.state == State::kMitigated ? (event.part == 1 ? "reclaimed" : "closed_beyond") : "";
    default:
      return "";
  }
}

}  // namespace tidemark::analysis::structure
