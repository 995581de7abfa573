// That both sides stand on the same input is the specification's demand (04-trading, shadow mode); orders and outcomes
// are held against accounts run alone over the same events.

#include "app/trading/shadow_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/parse_parameters.hpp"
#include "app/trading/testing.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "venues/file/recording.hpp"

namespace tidemark::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Intent intent(std::int64_t minute, const std::string& side) {
  return {"test:BTCUSDT", core::Timestamp::from_s(60 * minute), side};
}

TEST(CompareIntents, tells_what_both_said_from_what_one_did) {
  const auto compared =
      compare_intents({intent(3, "buy"), intent(1, "buy"), intent(2, "sell")}, {intent(2, "buy"), intent(1, "buy")});
  EXPECT_THAT(compared.same, ElementsAre(intent(1, "buy")));
  EXPECT_THAT(compared.only_active, ElementsAre(intent(2, "sell"), intent(3, "buy")));
  EXPECT_THAT(compared.only_candidate, ElementsAre(intent(2, "buy")));
  const auto twice = compare_intents({intent(1, "buy"), intent(1, "buy")}, {intent(1, "buy")});
  EXPECT_THAT(twice.only_active, ElementsAre(intent(1, "buy")));
}

engine::EngineConfig candles_of_trades() {
  engine::EngineConfig config;
  config.forming = engine::FormingCandles::kSuppress;
  config.base_timeframe = core::Timeframe::k1m;
  config.source = engine::CandleSource::kTrades;
  return config;
}

ShadowSide side(const std::string& id, const std::string& parameters) {
  const auto row = backtest::find_strategy("sma_cross");
  ShadowSide out{.id = id, .engine = candles_of_trades(), .account = testing::account_setup()};
  out.account.strategy = *row;
  out.account.values = analysis::parse_parameters({(*row)->id, (*row)->parameters}, parameters).value();
  return out;
}

class ShadowRun : public ::testing::Test {
 protected:
  void SetUp() override {
    core::InstrumentTable table;
    table.add(testing::btc());
    auto writer = venues::file::open_recording_writer(path_, venues::file::ReplayFrom::kEvents, table);
    ASSERT_TRUE(writer) << writer.error().text();
    for (const core::Event& event : events_) ASSERT_TRUE((*writer)->put_event(event));
    ASSERT_TRUE((*writer)->sync());
  }
  /// The orders that an account of this side asks for when nothing runs beside it, and what it ends with.
  std::pair<std::size_t, core::Money> alone(const ShadowSide& with) {
    PaperAccount account{with.account};
    testing::Market market;
    EXPECT_TRUE(account.add_instrument(testing::btc()));
    std::size_t orders = 0;
    for (const core::Event& event : events_) {
      market.feed(event, account);
      if (!account.has_changes()) continue;
      for (const auto& one : account.take_changes().transitions) orders += one.kind == "submitted" ? 1U : 0U;
    }
    return {orders, account.equity().value()};
  }

  ops::testing::TemporaryFolder folder_;
  std::string path_ = (folder_.path() / "input.tmrec").string();
  std::vector<core::Event> events_ = testing::random_market(11, 8'000);
};

TEST_F(ShadowRun, the_same_configuration_says_the_same) {
  const auto report = run_shadow({path_}, {}, side("a", ""), side("b", ""));
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->events, events_.size());
  EXPECT_GT(report->orders.same.size(), 5U);
  EXPECT_THAT(report->orders.only_active, IsEmpty());
  EXPECT_THAT(report->orders.only_candidate, IsEmpty());
  EXPECT_EQ(report->active.equity, report->candidate.equity);
  EXPECT_EQ(report->active.trades.trades, report->candidate.trades.trades);
}

TEST_F(ShadowRun, each_side_does_what_it_does_alone) {
  const ShadowSide active = side("a", "");
  const ShadowSide candidate = side("b", "fast=5,slow=12");
  const auto report = run_shadow({path_}, {}, active, candidate);
  ASSERT_TRUE(report) << report.error().text();
  const auto [active_orders, active_equity] = alone(active);
  const auto [candidate_orders, candidate_equity] = alone(candidate);
  EXPECT_EQ(report->orders.same.size() + report->orders.only_active.size(), active_orders);
  EXPECT_EQ(report->orders.same.size() + report->orders.only_candidate.size(), candidate_orders);
  EXPECT_NE(active_orders, candidate_orders) << "two that do the same show nothing";
  EXPECT_EQ(report->active.equity, active_equity);
  EXPECT_EQ(report->candidate.equity, candidate_equity);
  EXPECT_GT(report->candidate.drawdown, 0);
  EXPECT_EQ(report->candidate.id, "b");
}

TEST_F(ShadowRun, what_cannot_be_read_is_said) {
  EXPECT_FALSE(run_shadow({path_ + ".none"}, {}, side("a", ""), side("b", "")));
}

}  // namespace
}  // namespace tidemark::app
