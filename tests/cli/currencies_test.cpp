// An account of two currencies, as a user has it: a cross is bought over the API with bitcoin that is owed, and all of
// it is there after a restart. What amounts should be is reckoned from the fill and from the prices of the markets
// themselves.

#include <cmath>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/json_reader.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark {
namespace {

using net::JsonValue;
using testing::HasSubstr;

JsonValue body_of(const std::string& answer) {
  const std::size_t at = answer.find("\r\n\r\n");
  auto json = net::parse_json(at == std::string::npos ? std::string_view{} : std::string_view{answer}.substr(at + 4));
  return json ? std::move(*json) : JsonValue{};
}

double number(const JsonValue& json, const char* name) {
  const JsonValue* value = json.find(name);
  return value == nullptr ? std::nan("") : value->number().value_or(std::nan(""));
}

std::string text(const JsonValue& json, const char* name) {
  const JsonValue* value = json.find(name);
  return value == nullptr || value->text() == nullptr ? std::string{} : *value->text();
}

/// The element of a list whose member says that.
JsonValue of(const JsonValue& json, const char* list, const char* member, const std::string& value) {
  const JsonValue* all = json.find(list);
  if (all == nullptr || all->array() == nullptr) return {};
  for (const JsonValue& one : *all->array()) {
    if (text(one, member) == value) return one;
  }
  return {};
}

class Currencies : public ::testing::Test {
 protected:
  [[nodiscard]] std::vector<std::string> command(const std::string& currencies) const {
    return {"serve",
            "--source",
            "sim",
            "--port",
            "0",
            "--symbols",
            "BTCUSDT,ETHUSDT,ETHBTC",
            "--speed",
            "60",
            "--store",
            folder_.file("t.db"),
            "--set",
            "trading.strategy=",
            "--set",
            "trading.latency=50ms",
            "--set",
            "trading.currencies=" + currencies};
  }
  void start() {
    server_.emplace(command("BTC"), folder_.path().string());
    ASSERT_TRUE(server_->wait_for_output("source: ")) << server_->err();
    port_ = test::port_of(server_->out());
  }
  void stop() {
    server_->signal(SIGTERM);
    EXPECT_EQ(server_->wait().exit_code, 0);
  }
  [[nodiscard]] JsonValue portfolio() const { return body_of(test::get(port_, "/api/portfolio")); }
  /// The answer, once the markets have reached the present and there is a rate.
  [[nodiscard]] std::string order(const std::string& symbol, const std::string& side,
                                  const std::string& quantity) const {
    const std::string body =
        R"({"symbol":")" + symbol + R"(","side":")" + side + R"(","quantity":")" + quantity + R"("})";
    return test::ask_until([&] { return test::request(port_, "POST", "/api/orders", body); },
                           [](const std::string& answer) {
                             return answer.find("market_in_past") == std::string::npos &&
                                    answer.find("no_rate") == std::string::npos &&
                                    answer.find("no_price") == std::string::npos;
                           });
  }
  /// The fills, once so much was filled: one of each price there was.
  [[nodiscard]] std::vector<JsonValue> await_fills(double filled) const {
    std::vector<JsonValue> fills;
    test::get_until(port_, "/api/fills", [&](const std::string& answer) {
      const JsonValue body = body_of(answer);
      const JsonValue* all = body.find("fills");
      if (all == nullptr || all->array() == nullptr) return false;
      fills = *all->array();
      double sum = 0;
      for (const JsonValue& fill : fills) sum += number(fill, "quantity");
      return std::abs(sum - filled) < 1e-9;
    });
    return fills;
  }

  const test::TemporaryFolder folder_;
  std::optional<test::Process> server_;
  std::uint16_t port_{0};
};

TEST_F(Currencies, a_cross_is_bought_with_what_is_owed_and_all_of_it_is_there_after_a_restart) {
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_THAT(order("ETHBTC", "buy", "0.5"), HasSubstr("HTTP/1.1 201"));
  const std::vector<JsonValue> fills = await_fills(0.5);
  ASSERT_FALSE(fills.empty());
  double owed = 0;
  for (const JsonValue& fill : fills) {
    EXPECT_EQ(text(fill, "currency"), "BTC");
    owed += number(fill, "price") * number(fill, "quantity") + number(fill, "fee");
  }
  JsonValue now = portfolio();
  JsonValue bitcoin = of(now, "accounts", "currency", "BTC");
  EXPECT_NEAR(number(bitcoin, "cash"), -owed, 1e-12);
  EXPECT_EQ(number(of(now, "accounts", "currency", "USDT"), "cash"), 10'000);
  EXPECT_EQ(text(of(now, "positions", "symbol", "ETHBTC"), "currency"), "BTC");
  // It costs what as much ETH does in dollars, and only the fee and a spread are lost.
  const double rate = number(bitcoin, "rate");
  const JsonValue eth = of(body_of(test::get(port_, "/api/symbols")), "symbols", "symbol", "ETHUSDT");
  EXPECT_NEAR(number(fills.front(), "price") * rate / number(eth, "last"), 1, 0.02);
  EXPECT_NEAR(number(*now.find("total"), "equity"), 10'000, 25);
  EXPECT_NEAR(number(*now.find("total"), "exposure"), 0.5 * number(eth, "last"), 30);

  stop();
  ASSERT_NO_FATAL_FAILURE(start());
  now = portfolio();
  bitcoin = of(now, "accounts", "currency", "BTC");
  EXPECT_NEAR(number(bitcoin, "cash"), -owed, 1e-12);
  EXPECT_GT(number(bitcoin, "rate"), 0) << "before the market has said anything";
  EXPECT_NEAR(number(*now.find("total"), "equity"), 10'000, 50);
  EXPECT_EQ(number(of(now, "positions", "symbol", "ETHBTC"), "quantity"), 0.5);

  EXPECT_THAT(order("ETHBTC", "sell", "0.5"), HasSubstr("HTTP/1.1 201"));
  EXPECT_GT(await_fills(1).size(), fills.size());
  const JsonValue trade = of(body_of(test::get(port_, "/api/journal?state=closed")), "trades", "symbol", "ETHBTC");
  EXPECT_EQ(text(trade, "currency"), "BTC");
  const JsonValue after = of(portfolio(), "accounts", "currency", "BTC");
  EXPECT_NEAR(number(trade, "profit"), number(after, "cash"), 1e-12) << "all that is owed is what was lost";
  EXPECT_NEAR(number(trade, "account_profit") / number(trade, "profit"), number(after, "rate"), 0.05 * rate);
  const JsonValue statistics = body_of(test::get(port_, "/api/journal/statistics"));
  EXPECT_EQ(number(*statistics.find("all"), "profit"), number(trade, "account_profit"));
  stop();
}

TEST_F(Currencies, a_start_without_the_currency_that_is_owed_is_refused_and_loses_nothing) {
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_THAT(order("ETHBTC", "buy", "0.5"), HasSubstr("HTTP/1.1 201"));
  EXPECT_FALSE(await_fills(0.5).empty());
  stop();
  const auto refused = test::run(command(""), folder_.path().string());
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.err, HasSubstr("trading.currencies"));
  EXPECT_THAT(refused.err, HasSubstr("name BTC here"));
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_EQ(number(of(portfolio(), "positions", "symbol", "ETHBTC"), "quantity"), 0.5);
  stop();
}

TEST_F(Currencies, without_it_the_cross_is_not_traded_and_the_answer_says_what_would_allow_it) {
  server_.emplace(command(""), folder_.path().string());
  ASSERT_TRUE(server_->wait_for_output("source: ")) << server_->err();
  port_ = test::port_of(server_->out());
  const std::string answer = order("ETHBTC", "buy", "0.5");
  EXPECT_THAT(answer, HasSubstr("not_tradable"));
  EXPECT_THAT(answer, HasSubstr("trading.currencies"));
  stop();
}

TEST_F(Currencies, one_that_no_symbol_reckons_is_named_at_the_start) {
  server_.emplace(command("BTC,TRY"), folder_.path().string());
  ASSERT_TRUE(server_->wait_for_output("source: ")) << server_->err();
  stop();
  EXPECT_THAT(server_->err(), HasSubstr("says what TRY is worth in USDT"));
  EXPECT_THAT(server_->err(), testing::Not(HasSubstr("says what BTC is worth")));
}

TEST_F(Currencies, what_cannot_be_is_refused_before_anything_starts) {
  for (const auto& [value, message] : {std::pair{"USDT", "USDT is trading.currency already"},
                                       {"BTC,BTC", "BTC stands there twice"},
                                       {"btc!", "expected a currency code"}}) {
    const auto refused = test::run(command(value), folder_.path().string());
    EXPECT_EQ(refused.exit_code, 2) << value;
    EXPECT_THAT(refused.err, HasSubstr(message));
  }
}

}  // namespace
}  // namespace tidemark
