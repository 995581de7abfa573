// The curve in the document: a tiny run worked out by hand, and a long one held against the candles it went over.

#include <algorithm>
#include <functional>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/backtest/backtest_report.hpp"
#include "backtest/strategies/catalogue.hpp"
#include "backtest/testing.hpp"
#include "core/rng.hpp"
#include "net/json_reader.hpp"

namespace tidemark::app {
namespace {

using backtest::testing::candle;
using ::testing::ContainsRegex;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

BacktestReport report_of(backtest::Strategy& strategy, const std::vector<core::Candle>& candles) {
  BacktestReport report;
  report.input = "test:BTCUSDT";
  report.strategy = backtest::find_strategy("sma_cross").value();
  report.values = {10, 30, 0};
  report.setup = backtest::testing::setup();
  backtest::SpanSource source{candles};
  report.result = backtest::run(report.setup, strategy, backtest::Needs::kCandles, source, nullptr).value();
  return report;
}

net::JsonValue document_of(const BacktestReport& report) {
  std::ostringstream out;
  write_backtest_json(report, out);
  return net::parse_json(out.str()).value();
}

net::JsonValue document_of(backtest::Strategy& strategy, const std::vector<core::Candle>& candles) {
  return document_of(report_of(strategy, candles));
}

std::vector<double> column(const net::JsonValue& document, std::string_view name) {
  std::vector<double> values;
  const net::JsonValue* list = document.find("curve")->find(name);
  if (list == nullptr || list->array() == nullptr) return values;
  for (const net::JsonValue& value : *list->array()) values.push_back(value.number().value());
  return values;
}

TEST(ReportJson, has_the_equity_at_every_close_beside_holding) {
  backtest::testing::Script script{{{0, 1000}, {2, 0}}};  // one coin from the second open to the fourth
  const auto document =
      document_of(script, {candle(0, 10000, 10000, 10000, 10000), candle(1, 10000, 11000, 10000, 11000),
                           candle(2, 11000, 11000, 9900, 9900), candle(3, 9900, 12000, 9900, 12000)});
  // Candles begin at 2023-01-01T00:00Z; each point stands at the end of its minute.
  EXPECT_THAT(column(document, "time"),
              ElementsAre(1'672'531'260'000, 1'672'531'320'000, 1'672'531'380'000, 1'672'531'440'000));
  EXPECT_THAT(column(document, "price"), ElementsAre(100, 110, 99, 120));
  // Bought at 100, sold at 99: 1000, 1010, 999 and no more than that.
  EXPECT_THAT(column(document, "equity"), ElementsAre(1000, 1010, 999, 999));
  // Ten coins for 1000.
  EXPECT_THAT(column(document, "buy_and_hold"), ElementsAre(1000, 1100, 990, 1200));
  const auto fallen = DoubleNear(11.0 / 1010, 1e-12);
  EXPECT_THAT(column(document, "drawdown"), ElementsAre(0, 0, fallen, fallen));
}

TEST(Reports, take_trades_apart_by_the_regime_they_were_entered_in) {
  backtest::testing::Script script{{{0, 1000}, {2, 0}}};
  BacktestReport report =
      report_of(script, {candle(0, 10000, 10000, 10000, 10000), candle(1, 10000, 11000, 10000, 11000),
                         candle(2, 11000, 11000, 9900, 9900), candle(3, 9900, 12000, 9900, 12000)});
  const auto none = document_of(report);
  EXPECT_EQ(none.find("trade_statistics")->find("by_regime")->members()->size(), 0U) << "four minutes have none";
  std::ostringstream text;
  write_backtest_text(report, text);
  EXPECT_THAT(text.str(), Not(HasSubstr("market at entry")));
  journal::ClosedTrade trade;
  trade.qty = {1000};
  trade.profit = core::parse_money("-2.5").value();
  trade.regime = "falling_high_volatility";
  report.result.trades.add(trade);
  report.trades.push_back({.trade = trade, .in_account = trade.profit});
  const auto document = document_of(report);
  const net::JsonValue* tally = document.find("trade_statistics")->find("by_regime")->find("falling_high_volatility");
  ASSERT_NE(tally, nullptr);
  EXPECT_EQ(tally->find("trades")->number().value(), 1);
  EXPECT_EQ(tally->find("profit")->number().value(), -2.5);
  EXPECT_EQ(*document.find("trades")->array()->back().find("regime")->text(), "falling_high_volatility");
  write_backtest_text(report, text);
  EXPECT_THAT(text.str(), ContainsRegex("falling high volatility +1 +0.00 % +0.00 +-2.50"));
  std::ostringstream page;
  write_backtest_html(report, page);
  EXPECT_THAT(page.str(), HasSubstr("<h2>By regime</h2>"));
  EXPECT_THAT(page.str(), HasSubstr("<td>falling high volatility</td><td>1</td>"));
}

TEST(ReportJson, a_long_run_keeps_a_curve_of_bounded_length_that_ends_with_it) {
  core::Rng rng{3};
  std::map<int, std::int64_t> positions;
  std::vector<core::Candle> candles;
  std::int64_t price = 100'000;
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t open = price;
    price += static_cast<std::int64_t>(rng.below(401)) - 200;
    candles.push_back(candle(i, open, std::max(open, price), std::min(open, price), price));
    if (i % 70 == 0) positions[i] = i % 140 == 0 ? 500 : 0;
  }
  backtest::testing::Script script{std::move(positions)};
  const auto document = document_of(script, candles);
  const auto time = column(document, "time");
  const auto equity = column(document, "equity");
  const auto held = column(document, "buy_and_hold");
  const auto prices = column(document, "price");
  const auto drawdown = column(document, "drawdown");
  ASSERT_GT(time.size(), 1000U);
  EXPECT_LE(time.size(), 4097U);
  for (const auto* other : {&equity, &held, &prices, &drawdown}) ASSERT_EQ(other->size(), time.size());
  // 1000.00 buys 1.000 coins at the first open of 1000.00.
  for (std::size_t i = 0; i < time.size(); ++i) {
    const auto minute = static_cast<std::size_t>((time[i] - 1'672'531'200'000) / 60'000) - 1;
    ASSERT_DOUBLE_EQ(prices[i], static_cast<double>(candles.at(minute).close.ticks) / 100);
    ASSERT_NEAR(held[i], prices[i], 1e-9);
  }
  EXPECT_TRUE(std::ranges::adjacent_find(time, std::greater_equal{}) == time.end()) << "in order, each once";
  EXPECT_EQ(core::format_iso(core::Timestamp::from_ms(static_cast<std::int64_t>(time.back()))),
            *document.find("to")->text());
  EXPECT_NEAR(equity.back(), document.find("equity")->number().value(), 1e-6);
  EXPECT_DOUBLE_EQ(*std::ranges::max_element(drawdown),
                   document.find("performance")->find("max_drawdown")->number().value());
}

}  // namespace
}  // namespace tidemark::app
