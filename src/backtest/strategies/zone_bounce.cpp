#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "backtest/strategies/bracket.hpp"
#include "backtest/strategies/rows.hpp"

namespace tidemark::backtest {
namespace {

using analysis::zones::ZoneKind;

constexpr std::array<std::string_view, 2> kSides{"long", "both"};
constexpr std::array<analysis::ParameterInfo, 4> kParameters{
    {{.name = "strength", .title = "Least strength", .fallback = 0.5, .min = 0, .max = 1, .unit = "", .integer = false},
     {.name = "buffer",
      .title = "Stop beyond the zone",
      .fallback = 0.25,
      .min = 0,
      .max = 10,
      .unit = "ATR",
      .integer = false},
     {.name = "target", .title = "Target", .fallback = 2, .min = 0.1, .max = 100, .unit = "R", .integer = false},
     {.name = "sides", .title = "Sides", .fallback = 0, .min = 0, .max = 1, .unit = "", .choices = kSides}}};

class ZoneBounce final : public Strategy {
 public:
  ZoneBounce(std::span<const double> values, core::Scale scale)
      : strength_{values[0]},
        buffer_{values[1]},
        target_{values[2]},
        shorts_{values[3] != 0},
        ticks_per_unit_{static_cast<double>(core::kPow10[scale.price_decimals])} {}

  void on_output(const engine::Output& output, Trader& trader) override {
    if (const auto* zone = std::get_if<engine::ZoneOutput>(&output)) keep(*zone);
    if (const auto* test = std::get_if<engine::ZoneTestOutput>(&output)) tested(*test, trader);
  }
  void on_candle(const core::Candle&, Trader&) override {}

 private:
  /// Only zones that live are remembered, and the analyzer bounds how many there are.
  void keep(const engine::ZoneOutput& zone) {
    const auto known = std::ranges::find(zones_, zone.id, &engine::ZoneOutput::id);
    const bool live =
        zone.status == analysis::zones::ZoneStatus::kActive || zone.status == analysis::zones::ZoneStatus::kTested;
    if (known == zones_.end()) {
      if (live) zones_.push_back(zone);
    } else if (live) {
      *known = zone;
    } else {
      zones_.erase(known);
    }
  }

  void tested(const engine::ZoneTestOutput& test, Trader& trader) const {
    if (test.outcome != analysis::zones::TestOutcome::kBounce) return;
    const auto zone = std::ranges::find(zones_, test.zone, &engine::ZoneOutput::id);
    if (zone == zones_.end() || zone->strength < strength_) return;
    if (trader.position() != 0 || trader.has_open_orders()) return;
    const bool demand = zone->kind == ZoneKind::kDemand;
    if (!demand && !shorts_) return;
    const double buffer = buffer_ * static_cast<double>(zone->atr);
    const double stop = demand ? zone->bottom - buffer : zone->top + buffer;
    const double last = static_cast<double>(trader.last().ticks);
    const double distance = demand ? last - stop * ticks_per_unit_ : stop * ticks_per_unit_ - last;
    if (!(distance > 0)) return;
    enter_with_bracket(trader, demand ? core::Side::kBuy : core::Side::kSell, distance, target_,
                       demand ? "demand_bounce" : "supply_bounce");
  }

  double strength_;
  double buffer_;
  double target_;
  bool shorts_;
  double ticks_per_unit_;
  std::vector<engine::ZoneOutput> zones_;
};

}  // namespace

const StrategyRow& zone_bounce_row() {
  static constexpr StrategyRow kRow{
      .id = "zone_bounce",
      .title = "Bounce off a zone",
      .rule =
          "Buys when the price has bounced off a demand zone that is strong enough (sides=both: sells off a supply "
          "zone), with a stop beyond the zone and a target some times as far.",
      .needs = Needs::kZones,
      .parameters = kParameters,
      .make = [](std::span<const double> values, core::Scale scale) -> std::unique_ptr<Strategy> {
        return std::make_unique<ZoneBounce>(values, scale);
      }};
  return kRow;
}

}  // namespace tidemark::backtest
