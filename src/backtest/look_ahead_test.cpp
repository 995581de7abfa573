// A strategy that peeks at the next candle must be caught, an honest one must not.

#include "backtest/look_ahead.hpp"

#include <gtest/gtest.h>

#include "backtest/testing.hpp"
#include "core/rng.hpp"

namespace tidemark::backtest {
namespace {

using testing::candle;

std::vector<core::Candle> walk(int count) {
  core::Rng rng{7};
  std::vector<core::Candle> candles;
  std::int64_t price = 10'000;
  for (int i = 0; i < count; ++i) {
    const std::int64_t open = price;
    price += static_cast<std::int64_t>(rng.below(101)) - 50;
    candles.push_back(candle(i, open, std::max(open, price) + 10, std::min(open, price) - 10, price));
  }
  return candles;
}

/// Buys when the next candle will rise: it was given all the candles that there are.
class Cheat final : public Strategy {
 public:
  explicit Cheat(std::span<const core::Candle> all) : all_{all} {}
  void on_candle(const core::Candle&, Trader& trader) override {
    const std::size_t next = ++seen_;
    const bool rises = next < all_.size() && all_[next].close > all_[next].open;
    trader.go_to(rises ? 1000 : 0, "cheat");
  }

 private:
  std::span<const core::Candle> all_;
  std::size_t seen_{0};
};

TEST(LookAhead, a_strategy_that_peeks_is_caught) {
  const auto candles = walk(200);
  const auto check = check_look_ahead(20, [&](core::Timestamp until, RunObserver& observer) {
    const auto part = ended_by(until, candles, core::Timeframe::k1m);
    Cheat cheat{part};
    SpanSource source{part};
    const auto result = run(testing::setup(), cheat, Needs::kCandles, source, &observer);
    return result ? core::Status{} : std::unexpected(result.error());
  });
  ASSERT_TRUE(check);
  EXPECT_EQ(check->prefixes, 20U);
  EXPECT_GE(check->found.size(), 8U) << "every entry it was tried at";
}

TEST(LookAhead, the_built_in_strategies_are_honest) {
  for (const StrategyRow& row : strategies()) {
    // Decisions are rare, and dear.
    const bool decides = row.needs == Needs::kDecision;
    const auto candles = walk(decides ? 12'000 : 3000);
    std::vector<double> values;
    for (const auto& parameter : row.parameters) values.push_back(parameter.fallback);
    values.back() = 1;  // sides=both
    std::uint64_t events = 0;
    const auto check = check_look_ahead(decides ? 2 : 10, [&](core::Timestamp until, RunObserver& observer) {
      SpanSource source{ended_by(until, candles, core::Timeframe::k1m)};
      const auto result = run(testing::setup(), row, values, source, &observer);
      if (result) events = std::max(events, result->orders);
      return result ? core::Status{} : std::unexpected(result.error());
    });
    ASSERT_TRUE(check) << row.id;
    EXPECT_GT(events, 0U) << row.id << " did nothing, so nothing was checked";
    EXPECT_GT(check->prefixes, 0U) << row.id;
    EXPECT_TRUE(check->found.empty()) << row.id;
  }
}

}  // namespace
}  // namespace tidemark::backtest
