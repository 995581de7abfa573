// The account on paper and a backtest over the same trades and books of two instruments make the same fills.

#include <algorithm>

#include <gtest/gtest.h>

#include "analysis/parse_parameters.hpp"
#include "app/cli/backtest_command.hpp"
#include "app/serve/recorder.hpp"
#include "app/trading/testing.hpp"
#include "backtest/event_run.hpp"
#include "backtest/testing.hpp"
#include "ops/system_clock.hpp"
#include "ops/testing/temporary_folder.hpp"

namespace tidemark::app {
namespace {

class ListFeed final : public backtest::EventFeed {
 public:
  explicit ListFeed(const std::vector<core::Event>& events) : events_{events} {}
  core::Result<bool> next(core::Event& out) override {
    if (at_ == events_.size()) return false;
    out = events_[at_++];
    return true;
  }

 private:
  const std::vector<core::Event>& events_;
  std::size_t at_{0};
};

core::Instrument other(const char* symbol) {
  core::Instrument one = testing::btc(1);
  one.symbol = symbol;
  return one;
}

/// Both walks by the time they were received.
std::vector<core::Event> two_markets() {
  auto events = testing::random_market(11, 6'000);
  const auto others = testing::random_market(12, 6'000, {1});
  events.insert(events.end(), others.begin(), others.end());
  std::ranges::stable_sort(events, {}, [](const core::Event& event) { return core::times_of(event).received.ns; });
  return events;
}

/// "instrument side price x lots fee at"
std::string line(std::string_view symbol, std::string_view side, std::string_view price, std::string_view qty,
                 std::string_view fee, core::Timestamp at) {
  std::string text;
  for (const std::string_view part : {symbol, side, price, qty, fee}) text.append(part).append(" ");
  return text + std::to_string(at.ns);
}

std::vector<std::string> on_paper(const AccountSetup& setup, const core::InstrumentTable& table,
                                  const std::vector<core::Event>& events) {
  engine::EngineConfig config;
  config.forming = engine::FormingCandles::kSuppress;
  config.base_timeframe = core::Timeframe::k1m;
  config.source = engine::CandleSource::kTrades;
  engine::Engine engine{table, config};
  PaperAccount account{setup};
  for (const core::Instrument& one : table.all()) EXPECT_TRUE(account.add_instrument(one));
  std::vector<std::string> fills;
  std::vector<engine::Output> outputs;
  engine::BookDepth depth;
  for (const core::Event& event : events) {
    outputs.clear();
    engine.process(event, outputs);
    for (const engine::Output& output : outputs) {
      account.on_output(output);
      const auto* book = std::get_if<engine::BookOutput>(&output);
      if (book != nullptr && engine.copy_depth(book->instrument, depth)) account.on_depth(depth);
    }
    if (!account.has_changes()) continue;
    for (const storage::FillRecord& f : account.take_changes().fills) {
      fills.push_back(line(f.instrument.symbol, f.side, f.price, f.qty, f.fee, f.at));
    }
  }
  return fills;
}

/// ETHUSDT or, in another currency, ETHBTC beside BTCUSDT.
class PaperAndPortfolio : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Others, PaperAndPortfolio, ::testing::Values("ETHUSDT", "ETHBTC"),
                         [](const auto& one) { return std::string{one.param}; });

TEST_P(PaperAndPortfolio, over_the_same_input_of_two_instruments_make_the_same_fills) {
  core::InstrumentTable table;
  table.add(testing::btc());
  table.add(other(GetParam()));
  const auto events = two_markets();
  for (const auto mode : {trading::PositionMode::kNetting, trading::PositionMode::kHedging}) {
    const auto row = backtest::find_strategy("sma_cross");
    ASSERT_TRUE(row);
    AccountSetup setup = testing::account_setup();
    setup.strategy = *row;
    setup.values = analysis::parse_parameters({(*row)->id, (*row)->parameters}, "fast=5,slow=12,sides=both").value();
    setup.positions = mode;
    setup.currencies = {"BTC"};
    const auto paper = on_paper(setup, table, events);

    backtest::SessionSetup session;
    session.instruments = table.all();
    session.positions = mode;
    session.currency = setup.currency;
    session.capital = setup.cash;
    session.paper = setup.paper;
    session.limits = setup.limits;
    session.sizing = setup.sizing;
    backtest::testing::Recorder recorder;
    ListFeed feed{events};
    const backtest::Crew crew{session, **row, setup.values};
    const std::array ids{core::InstrumentId{0}, core::InstrumentId{1}};
    const auto result = backtest::run_events(session, crew.members(), (*row)->needs, table, ids, feed, &recorder);
    ASSERT_TRUE(result) << result.error().text();
    std::vector<std::string> past;
    for (const core::OrderEvent& event : recorder.events) {
      if (!event.fill) continue;
      const core::Fill& f = *event.fill;
      past.push_back(line(table.get(f.instrument).symbol, core::name_of(f.side), core::format_decimal(f.price.ticks, 2),
                          core::format_decimal(f.qty.lots, 3), core::format_money(f.fee), f.at));
    }
    EXPECT_EQ(past, paper) << trading::name_of(mode);
    EXPECT_GT(paper.size(), 20U);
    EXPECT_TRUE(std::ranges::any_of(paper, [](const auto& one) { return one.starts_with("ETH"); }));
  }
}

TEST(EventsOfSeveral, a_recording_is_run_for_the_symbols_that_are_named) {
  const ops::testing::TemporaryFolder folder;
  BacktestOptions options;
  options.strategy = "sma_cross";
  options.set = {"fast=5", "slow=12", "sides=both"};
  options.fraction = "40%";
  options.files = {(folder.path() / "two.tmrec").string()};
  options.data = BacktestData::kEvents;
  {
    const ops::SystemClock clock;
    auto recorder = Recorder::open(options.files.front(), clock);
    ASSERT_TRUE(recorder);
    for (const FeedItem& item : {FeedItem{testing::btc()}, FeedItem{other("ETHUSDT")}})
      ASSERT_TRUE((*recorder)->put(item));
    for (const core::Event& event : two_markets()) ASSERT_TRUE((*recorder)->put(FeedItem{event}));
  }
  options.symbols = {"ETHUSDT", "BTCUSDT"};
  const auto report = run_and_report(options, {});
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_EQ(report->result.instruments.size(), 2U);
  for (const auto& one : report->result.instruments) {
    EXPECT_GT(one.fills, 5U);
    EXPECT_GT(one.candles, 200U);
  }
  EXPECT_EQ(instruments_text(report->setup), "ETHUSDT, BTCUSDT");
  options.symbols = {"ETHUSDT", "SOLUSDT"};
  EXPECT_EQ(run_and_report(options, {}).error().code, "no_data");
}

}  // namespace
}  // namespace tidemark::app
