// `tidemark backtest` against naive.py beside this file: the same trades, and the same profit to the cent. The expected
// files are what the script prints:
//   naive.py candles candles.csv; naive.py sma_cross candles.csv > sma_cross.expected.csv (breakout likewise)
//   zcat BTCUSDT_1h_2023-04-01_2023-05-01.csv.gz | naive.py sma_cross /dev/stdin > btc_sma_cross.expected.csv
//   (breakout)

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/money.hpp"
#include "core/time.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

namespace tidemark {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// trades.csv in the script's columns.
std::vector<std::string> trades_of(const std::string& csv) {
  std::vector<std::string> rows{"entered_ms,exited_ms,side,qty,profit"};
  const auto lines = test::split(csv, '\n');
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto cells = test::split(lines[i], ',');
    const auto ms = [&](std::size_t cell) { return std::to_string(core::parse_time(cells.at(cell)).value().ms()); };
    const auto profit = core::parse_money(cells.at(12));
    EXPECT_TRUE(profit) << lines[i];
    rows.push_back(ms(3) + "," + ms(4) + "," + cells[2] + "," + cells[5] + "," + core::format_money(*profit, 2));
  }
  return rows;
}

class Naive : public ::testing::Test {
 protected:
  static std::string ours(const std::string& name) {
    return std::string{TIDEMARK_SOURCE_DIR} + "/tests/backtest/" + name;
  }
  test::Finished run(const std::string& file, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"backtest", file,    "--fees", "0.1%",     "--slippage",
                                       "0.05%",    "--lot", "0.001",  "--report", report_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return test::run(arguments, folder_.path().string());
  }
  void compare(const std::string& file, const std::string& strategy, const std::vector<std::string>& more,
               const std::string& expected) {
    std::vector<std::string> arguments{"--strategy", strategy};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto done = run(file, arguments);
    ASSERT_EQ(done.exit_code, 0) << done.err;
    const auto trades = trades_of(test::read_file(report_ + "/trades.csv"));
    const auto wanted = test::split(test::read_file(ours(expected)), '\n');
    EXPECT_GE(wanted.size(), 18U);
    EXPECT_EQ(trades, wanted);
  }

  test::TemporaryFolder folder_;
  std::string report_{folder_.file("report")};
};

TEST_F(Naive, crossing_averages_trade_as_the_script_does) {
  compare(ours("candles.csv"), "sma_cross", {"--set", "sides=both"}, "sma_cross.expected.csv");
}

TEST_F(Naive, breakouts_trade_as_the_script_does) {
  compare(ours("candles.csv"), "breakout", {}, "breakout.expected.csv");
}

TEST_F(Naive, on_a_month_of_bitcoin_too) {
  TIDEMARK_REQUIRE_SHARED(shared);
  const std::string file = (shared / "data/bars/binance_spot/BTCUSDT_1h_2023-04-01_2023-05-01.csv.gz").string();
  compare(file, "sma_cross", {"--set", "sides=both"}, "btc_sma_cross.expected.csv");
  compare(file, "breakout", {}, "btc_breakout.expected.csv");
}

TEST_F(Naive, the_report_is_whole_and_stands_alone) {
  const auto done = run(ours("candles.csv"), {"--strategy", "breakout", "--look-ahead", "10", "--json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  // By the script's file: 44 trades.
  EXPECT_THAT(done.out, HasSubstr(R"("trades":44)"));
  EXPECT_THAT(done.out, HasSubstr(R"("look_ahead":{"prefixes":10,"found":[]})"));
  EXPECT_EQ(done.out, test::read_file(report_ + "/report.json"));
  const std::string page = test::read_file(report_ + "/report.html");
  EXPECT_THAT(page, HasSubstr("<svg"));
  EXPECT_THAT(page, HasSubstr("#44 long break_up"));
  EXPECT_THAT(page, Not(HasSubstr("http"))) << "it needs nothing from elsewhere";
  EXPECT_THAT(page, Not(HasSubstr("nan")));
  // 44 trades of an entry, a stop and a target each.
  const auto orders = test::split(test::read_file(report_ + "/orders.csv"), '\n');
  EXPECT_EQ(std::ranges::count_if(orders, [](const auto& row) { return row.find(",submitted,") != row.npos; }), 132);
  const std::string equity = test::read_file(report_ + "/equity.csv");
  EXPECT_EQ(test::split(equity, '\n').size(), 1501U) << "a line a candle, and the head";
}

TEST_F(Naive, stored_candles_trade_as_those_of_the_file) {
  ASSERT_EQ(
      test::run({"import", ours("candles.csv"), "--symbol", "BTCUSDT", "--timeframe", "1h"}, folder_.path().string())
          .exit_code,
      0);
  const auto done = test::run({"backtest", "--symbol", "BTCUSDT", "--timeframe", "1h", "--strategy", "sma_cross",
                               "--set", "sides=both", "--fees", "0.1%", "--slippage", "0.05%", "--report", report_},
                              folder_.path().string());
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(trades_of(test::read_file(report_ + "/trades.csv")),
            test::split(test::read_file(ours("sma_cross.expected.csv")), '\n'));
}

TEST_F(Naive, wrong_usage_and_missing_data_exit_as_everywhere) {
  const auto candles = ours("candles.csv");
  const auto unknown = run(candles, {"--strategy", "sma_crss"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean sma_cross?"));
  EXPECT_EQ(run(candles, {"--strategy", "sma_cross", "--set", "fast=0"}).exit_code, 2);
  EXPECT_EQ(run(candles, {"--strategy", "sma_cross", "--set", "quick=3"}).exit_code, 2);
  EXPECT_EQ(run(candles, {"--strategy", "sma_cross", "--latency", "soon"}).exit_code, 2);
  EXPECT_EQ(run(candles, {"--strategy", "sma_cross", "--capital", "-5"}).exit_code, 2);
  EXPECT_EQ(run(candles, {"--strategy", "sma_cross", "--from", "2030-01-01"}).exit_code, 3);
  EXPECT_EQ(run(folder_.file("none.csv"), {"--strategy", "sma_cross"}).exit_code, 3);
  const auto nothing = test::run({"backtest", "--strategy", "sma_cross"}, folder_.path().string());
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.err, HasSubstr("--symbol"));
}

TEST_F(Naive, optimize_ranks_what_backtest_finds) {
  const std::vector<std::string> costs{"--fees", "0.1%", "--slippage", "0.05%", "--lot", "0.001"};
  std::vector<std::string> search{"optimize", ours("candles.csv"), "--strategy",  "sma_cross", "--grid", "fast=5,10",
                                  "--grid",   "sides=long,both",   "--objective", "return",    "--json"};
  search.insert(search.end(), costs.begin(), costs.end());
  const auto found = test::run(search, folder_.path().string());
  ASSERT_EQ(found.exit_code, 0) << found.err;
  EXPECT_THAT(found.out, HasSubstr(R"("combinations":4)"));
  // The script's 25 trades of fast=10, sides=both are among them.
  EXPECT_THAT(found.out, HasSubstr(R"("parameters":{"fast":10,"slow":30,"sides":"both"})"));
  EXPECT_THAT(found.out, HasSubstr(R"("trades":25)"));
  search.insert(search.end(), {"--walk-forward", "600,200"});
  EXPECT_THAT(test::run(search, folder_.path().string()).out, HasSubstr(R"("tested_return":)"));
  search.back() = "600";
  EXPECT_EQ(test::run(search, folder_.path().string()).exit_code, 2);
}

TEST_F(Naive, a_run_that_trades_nothing_says_why) {
  const auto poor = run(ours("candles.csv"), {"--strategy", "sma_cross", "--capital", "0.01"});
  EXPECT_EQ(poor.exit_code, 0);
  EXPECT_THAT(poor.out, HasSubstr("does not buy one lot of 0.001"));
}

}  // namespace
}  // namespace tidemark
