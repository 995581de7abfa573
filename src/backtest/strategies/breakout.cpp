#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <optional>
#include <string>

#include "backtest/strategies/bracket.hpp"
#include "backtest/strategies/moving_sum.hpp"
#include "backtest/strategies/rows.hpp"

namespace tidemark::backtest {
namespace {

constexpr std::array<std::string_view, 2> kSides{"long", "both"};
constexpr std::array<analysis::ParameterInfo, 5> kParameters{
    {{.name = "lookback", .title = "Channel", .fallback = 20, .min = 1, .max = 10'000, .unit = "candles"},
     {.name = "atr", .title = "True range averaged", .fallback = 14, .min = 1, .max = 10'000, .unit = "candles"},
     {.name = "stop", .title = "Stop", .fallback = 2, .min = 0.1, .max = 100, .unit = "ATR", .integer = false},
     {.name = "target", .title = "Target", .fallback = 2, .min = 0.1, .max = 100, .unit = "R", .integer = false},
     {.name = "sides", .title = "Sides", .fallback = 0, .min = 0, .max = 1, .unit = "", .choices = kSides}}};

/// The highest (or lowest) of the last values, in constant time a value: a queue that only falls (or rises).
class Extreme {
 public:
  enum class Of : std::uint8_t { kHighest, kLowest };
  Extreme(Of of, std::int64_t length) : of_{of}, length_{length} {}

  [[nodiscard]] std::optional<std::int64_t> value() const {
    return count_ < length_ ? std::nullopt : std::optional{queue_.front().value};
  }
  void add(std::int64_t value) {
    while (!queue_.empty() && !beats(queue_.back().value, value)) queue_.pop_back();
    queue_.push_back({count_, value});
    if (queue_.front().number + length_ <= count_) queue_.pop_front();
    ++count_;
  }

 private:
  struct Entry {
    std::int64_t number;
    std::int64_t value;
  };
  [[nodiscard]] bool beats(std::int64_t a, std::int64_t b) const { return of_ == Of::kHighest ? a > b : a < b; }

  Of of_;
  std::int64_t length_;
  std::int64_t count_{0};
  std::deque<Entry> queue_;
};

class Breakout final : public Strategy {
 public:
  explicit Breakout(std::span<const double> values)
      : highs_{Extreme::Of::kHighest, static_cast<std::int64_t>(values[0])},
        lows_{Extreme::Of::kLowest, static_cast<std::int64_t>(values[0])},
        ranges_{static_cast<std::size_t>(values[1])},
        stop_{values[2]},
        target_{values[3]},
        shorts_{values[4] != 0} {}

  void on_candle(const core::Candle& candle, Trader& trader) override {
    const auto high = highs_.value();
    const auto low = lows_.value();
    const std::int64_t before = close_.value_or(candle.open.ticks);
    const std::int64_t range =
        std::max(candle.high.ticks, before) - std::min(candle.low.ticks, before);  // Wilder's true range
    ranges_.add(range);
    close_ = candle.close.ticks;
    highs_.add(candle.high.ticks);
    lows_.add(candle.low.ticks);
    if (!high || !ranges_.is_full() || trader.position() != 0 || trader.has_open_orders()) return;
    const double atr = static_cast<double>(ranges_.sum()) / static_cast<double>(ranges_.length());
    if (candle.close.ticks > *high) {
      enter_with_bracket(trader, core::Side::kBuy, atr * stop_, target_, "break_up");
    } else if (shorts_ && candle.close.ticks < *low) {
      enter_with_bracket(trader, core::Side::kSell, atr * stop_, target_, "break_down");
    }
  }

 private:
  Extreme highs_;
  Extreme lows_;
  MovingSum ranges_;
  double stop_;
  double target_;
  bool shorts_;
  std::optional<std::int64_t> close_;
};

}  // namespace

const StrategyRow& breakout_row() {
  static constexpr StrategyRow kRow{
      .id = "breakout",
      .title = "Breakout of a channel",
      .rule =
          "Buys when a candle closes above the highest high of the candles before it (sides=both: sells below the "
          "lowest low), with a stop some average true ranges away and a target some times as far.",
      .needs = Needs::kCandles,
      .parameters = kParameters,
      .make = [](std::span<const double> values, core::Scale) -> std::unique_ptr<Strategy> {
        return std::make_unique<Breakout>(values);
      }};
  return kRow;
}

}  // namespace tidemark::backtest
