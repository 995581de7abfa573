#include <array>
#include <optional>
#include <string>

#include "backtest/strategies/moving_sum.hpp"
#include "backtest/strategies/rows.hpp"

namespace tidemark::backtest {
namespace {

constexpr std::array<std::string_view, 2> kSides{"long", "both"};
constexpr std::array<analysis::ParameterInfo, 3> kParameters{
    {{.name = "fast", .title = "Fast average", .fallback = 10, .min = 1, .max = 10'000, .unit = "candles"},
     {.name = "slow", .title = "Slow average", .fallback = 30, .min = 2, .max = 100'000, .unit = "candles"},
     {.name = "sides", .title = "Sides", .fallback = 0, .min = 0, .max = 1, .unit = "", .choices = kSides}}};

/// Compares means without dividing: fast_sum / fast > slow_sum / slow. All in whole ticks, so equal is equal.
class SmaCross final : public Strategy {
 public:
  explicit SmaCross(std::span<const double> values)
      : fast_{static_cast<std::size_t>(values[0])},
        slow_{static_cast<std::size_t>(values[1])},
        shorts_{values[2] != 0} {}

  void on_candle(const core::Candle& candle, Trader& trader) override {
    fast_.add(candle.close.ticks);
    slow_.add(candle.close.ticks);
    if (!slow_.is_full() || !fast_.is_full()) return;
    const bool above = fast_.sum() * slow_.length() > slow_.sum() * fast_.length();
    const bool crossed = above_ && *above_ != above;
    above_ = above;
    if (crossed) cross(above, trader);
  }

 private:
  void cross(bool up, Trader& trader) const {
    if (up) {
      trader.go_to(trader.full_size().lots, up_);
    } else {
      trader.go_to(shorts_ ? -trader.full_size().lots : 0, down_);
    }
  }

  MovingSum fast_;
  MovingSum slow_;
  bool shorts_;
  std::optional<bool> above_;  ///< at the last candle
  std::string up_{"cross_up"};
  std::string down_{"cross_down"};
};

}  // namespace

const StrategyRow& sma_cross_row() {
  static constexpr StrategyRow kRow{
      .id = "sma_cross",
      .title = "Crossing averages",
      .rule =
          "Buys when the fast simple average of closes has come above the slow one, and sells (sides=both: goes "
          "short) when it is so no more. Equal counts as not above.",
      .needs = Needs::kCandles,
      .parameters = kParameters,
      .make = [](std::span<const double> values, core::Scale) -> std::unique_ptr<Strategy> {
        return std::make_unique<SmaCross>(values);
      }};
  return kRow;
}

}  // namespace tidemark::backtest
