// `tidemark backtest` over two instruments and two currencies in one account, against naive_portfolio.py beside this
// file: the same trades, and the same profits and equity to the cent. The expected files are what the script prints:
//   naive_portfolio.py candles ethbtc_candles.csv
//   naive_portfolio.py run candles.csv ethbtc_candles.csv > portfolio.expected.csv

#include <algorithm>

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
  std::vector<std::string> rows;
  for (const std::string& line : test::split(csv, '\n')) {
    const auto cells = test::split(line, ',');
    if (cells.at(0) == "number") continue;
    const auto ms = [&](std::size_t cell) { return std::to_string(core::parse_time(cells.at(cell)).value().ms()); };
    const auto money = [&](std::size_t cell, int decimals) {
      return core::format_money(core::parse_money(cells.at(cell)).value(), decimals);
    };
    rows.push_back(ms(3) + "," + ms(4) + "," + cells.at(16) + "," + cells[2] + "," + cells[5] + "," + money(12, 8) +
                   "," + money(18, 2));
  }
  return rows;
}

class Portfolio : public ::testing::Test {
 protected:
  static std::string ours(const std::string& name) {
    return std::string{TIDEMARK_SOURCE_DIR} + "/tests/backtest/" + name;
  }
  test::Finished backtest(const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"backtest", "--strategy", "sma_cross",  "--set", "sides=both",
                                       "--fees",   "0.1%",       "--slippage", "0.05%", "--fraction",
                                       "40%",      "--report",   report_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return test::run(arguments, folder_.path().string());
  }
  void store(const std::string& file, const std::string& symbol) {
    const auto done =
        test::run({"import", ours(file), "--symbol", symbol, "--timeframe", "1h"}, folder_.path().string());
    ASSERT_EQ(done.exit_code, 0) << done.err;
  }

  test::TemporaryFolder folder_;
  std::string report_{folder_.file("report")};
  std::string btc_{ours("candles.csv")};
  std::string eth_{ours("ethbtc_candles.csv")};
};

TEST_F(Portfolio, two_currencies_in_one_account_come_out_as_the_script_says) {
  const auto done = backtest({btc_, eth_, "--symbol", "BTCUSDT,ETHBTC", "--lot", "0.001"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  auto wanted = test::split(test::read_file(ours("portfolio.expected.csv")), '\n');
  ASSERT_EQ(wanted.size(), 40U) << "25 trades of BTCUSDT and 13 of ETHBTC";
  const std::string equity = wanted.back().substr(wanted.back().find(',') + 1);
  wanted.pop_back();
  wanted.erase(wanted.begin());
  EXPECT_EQ(trades_of(test::read_file(report_ + "/trades.csv")), wanted);
  EXPECT_THAT(done.out, HasSubstr(equity));
  EXPECT_THAT(done.out, HasSubstr("one account in USDT, netting"));
}

TEST_F(Portfolio, the_order_of_files_and_symbols_changes_no_trade) {
  const auto forward = backtest({btc_, eth_, "--symbol", "BTCUSDT", "--symbol", "ETHBTC", "--lot", "0.001"});
  ASSERT_EQ(forward.exit_code, 0) << forward.err;
  auto first = trades_of(test::read_file(report_ + "/trades.csv"));
  const auto backward = backtest({eth_, btc_, "--symbol", "ETHBTC,BTCUSDT", "--lot", "0.001", "--currency", "USDT"});
  ASSERT_EQ(backward.exit_code, 0) << backward.err;
  auto second = trades_of(test::read_file(report_ + "/trades.csv"));
  std::ranges::sort(first);
  std::ranges::sort(second);
  EXPECT_EQ(first, second);
}

TEST_F(Portfolio, stored_candles_trade_as_those_of_files_and_a_rate_may_be_read_without_being_traded) {
  ASSERT_NO_FATAL_FAILURE(store("candles.csv", "BTCUSDT"));
  ASSERT_NO_FATAL_FAILURE(store("ethbtc_candles.csv", "ETHBTC"));
  const auto done = backtest({"--symbol", "BTCUSDT,ETHBTC", "--timeframe", "1h"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const auto wanted = test::split(test::read_file(ours("portfolio.expected.csv")), '\n');
  EXPECT_EQ(trades_of(test::read_file(report_ + "/trades.csv")).size(), wanted.size() - 2);

  const auto alone = backtest({"--symbol", "ETHBTC", "--timeframe", "1h", "--currency", "usdt"});
  EXPECT_EQ(alone.exit_code, 2);
  EXPECT_THAT(alone.err, HasSubstr("what BTC is worth in USDT"));
  const auto rated = backtest({"--symbol", "ETHBTC", "--timeframe", "1h", "--currency", "usdt", "--rates", "BTCUSDT"});
  ASSERT_EQ(rated.exit_code, 0) << rated.err;
  EXPECT_THAT(rated.out, HasSubstr("not traded, for rates: BTCUSDT"));
  const auto trades = trades_of(test::read_file(report_ + "/trades.csv"));
  EXPECT_EQ(trades.size(), 13U);
  for (const std::string& trade : trades) EXPECT_THAT(trade, HasSubstr(",ETHBTC,"));
}

TEST_F(Portfolio, the_report_says_of_which_instrument_and_currency) {
  const auto done = backtest({btc_, eth_, "--symbol", "BTCUSDT,ETHBTC", "--positions", "hedging", "--look-ahead", "10",
                              "--monte-carlo", "20", "--json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(done.out, test::read_file(report_ + "/report.json"));
  EXPECT_THAT(done.out, HasSubstr(R"("symbol":"BTCUSDT, ETHBTC")"));
  EXPECT_THAT(done.out, HasSubstr(R"("currency":"USDT","positions":"hedging","rates":[])"));
  EXPECT_THAT(done.out, HasSubstr(R"("look_ahead":{"prefixes":10,"found":[]})"));
  EXPECT_THAT(done.out, HasSubstr(R"("symbol":"ETHBTC","currency":"BTC","account_profit":)"));
  EXPECT_THAT(done.out, HasSubstr(R"("side":"short")"));
  EXPECT_THAT(done.out, Not(HasSubstr(R"("price":[)"))) << "of which instrument?";
  const std::string page = test::read_file(report_ + "/report.html");
  EXPECT_THAT(page, HasSubstr("By instrument"));
  EXPECT_THAT(page, Not(HasSubstr("Trades on the price")));
  EXPECT_THAT(page, Not(HasSubstr("nan")));
  EXPECT_THAT(test::read_file(report_ + "/orders.csv"), HasSubstr(",ETHBTC\n"));
  EXPECT_THAT(test::read_file(report_ + "/equity.csv"), HasSubstr("time,equity,buy_and_hold,drawdown\n"));
}

TEST_F(Portfolio, what_does_not_go_together_is_said_before_the_run) {
  const auto refused = [&](const std::vector<std::string>& more, const std::string& why) {
    const auto done = backtest(more);
    EXPECT_EQ(done.exit_code, 2) << why;
    EXPECT_THAT(done.err, HasSubstr(why));
  };
  refused({btc_, eth_, "--symbol", "BTCUSDT"}, "as many symbols as files");
  refused({btc_, btc_, "--symbol", "BTCUSDT,BTCUSDT"}, "given twice");
  refused({btc_, eth_, "--symbol", "BTCUSDT,ETHEUR"}, "what EUR is worth in USDT");
  refused({btc_, eth_, "--symbol", "BTCUSDT,ETHBTC", "--positions", "both"}, "--positions");
  refused({btc_, "--currency", "US-D"}, "--currency");
  const auto search = test::run(
      {"optimize", "--symbol", "BTCUSDT,ETHBTC", "--timeframe", "1h", "--strategy", "sma_cross", "--grid", "fast=5,10"},
      folder_.path().string());
  EXPECT_EQ(search.exit_code, 2);
  EXPECT_THAT(search.err, HasSubstr("one instrument"));
}

}  // namespace
}  // namespace tidemark
