// kill -9 of the real program while it trades: every order that was answered is there afterwards, what the database
// holds adds up to the last unit (identities of 04-trading, reckoned here from the fills), and an engaged kill switch
// stays engaged.

#include <map>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "core/decimal.hpp"
#include "core/money.hpp"
#include "core/rng.hpp"
#include "net/json_reader.hpp"
#include "storage/store.hpp"
#include "tests/chaos/child.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark::chaos {
namespace {

using core::Money;

Money amount(const std::string& text) {
  return core::parse_money(text).value();
}

/// price * quantity of decimals, exactly.
Money product(const std::string& price, const std::string& qty) {
  const int prices = core::decimals_needed(price).value();
  const int lots = core::decimals_needed(qty).value();
  const core::Scale scale{static_cast<std::uint8_t>(prices), static_cast<std::uint8_t>(lots)};
  return core::notional_of({core::parse_decimal(price, prices).value}, {core::parse_decimal(qty, lots).value}, scale)
      .value();
}

net::JsonValue body_of(const std::string& answer) {
  const std::size_t at = answer.find("\r\n\r\n");
  auto json = net::parse_json(at == std::string::npos ? std::string_view{} : std::string_view{answer}.substr(at + 4));
  return json ? std::move(*json) : net::JsonValue{};
}

class Kill9Trading : public ::testing::Test {
 protected:
  void start() {
    server_.emplace(std::vector<std::string>{"serve",
                                             "--source",
                                             "sim",
                                             "--port",
                                             "0",
                                             "--symbols",
                                             symbols_,
                                             "--speed",
                                             "60",
                                             "--store",
                                             path(),
                                             "--set",
                                             "log.level=error",
                                             "--set",
                                             "trading.strategy=",
                                             "--set",
                                             "trading.latency=50ms",
                                             "--set",
                                             "trading.duplicate_window=0s",
                                             "--set",
                                             "trading.positions=" + positions_,
                                             "--set",
                                             "trading.currencies=" + currencies_},
                    folder_.path().string());
    ASSERT_TRUE(server_->wait_for_output("source: ")) << server_->err();
    port_ = test::port_of(server_->out());
    ASSERT_NE(port_, 0) << server_->out();
  }
  std::string path() const { return folder_.file("t.db"); }

  /// Until the market has a price, orders are refused.
  void wait_for_a_price() const {
    expect_without("/api/symbols", "\"last\":null");
    expect_without("/api/portfolio", "\"rate\":null");
  }
  void expect_without(const std::string& where, const std::string& missing) const {
    const auto is_there = [&](const std::string& text) { return text.find(missing) == std::string::npos; };
    ASSERT_TRUE(is_there(test::get_until(port_, where, is_there)));
  }
  void wait_for_fills(std::size_t at_least) const {
    test::get_until(port_, "/api/fills?limit=1000", [at_least](const std::string& text) {
      const std::string_view price = "\"price\"";
      std::size_t fills = 0;
      for (auto at = text.find(price); at != std::string::npos; at = text.find(price, at + 1)) ++fills;
      return fills >= at_least;
    });
  }

  /// The answer to an order, once the market it is for has reached the present.
  net::JsonValue order(const std::string& body) const {
    const auto is_present = [](const std::string& text) { return text.find("market_in_past") == std::string::npos; };
    return body_of(test::ask_until([&] { return test::request(port_, "POST", "/api/orders", body); }, is_present));
  }

  /// Places orders for a while; the ids of those that were answered.
  void trade(core::Rng& rng, std::uint64_t orders, std::set<std::string>& answered) {
    for (std::uint64_t i = 0; i < orders; ++i) {
      const std::string id = "o-" + std::to_string(++placed_);
      const bool buys = rng.chance(0.5);
      // In turn, where there is a cross.
      const bool crosses = !currencies_.empty() && i % 2 == 1;
      std::string body = R"({"symbol":")" + std::string{crosses ? "ETHBTC" : "BTCUSDT"} + R"(","side":")" +
                         std::string{buys ? "buy" : "sell"} + R"(","quantity":"0.000)" +
                         std::to_string(1 + rng.below(9)) + R"(","client_order_id":")" + id + R"(")";
      // Two of three open.
      if (positions_ == "hedging") {
        body += R"(,"position":")" + std::string{(rng.below(3) != 0) == buys ? "long" : "short"} + R"(")";
      }
      body += "}";
      if (order(body).find("client_order_id") != nullptr) answered.insert(id);
    }
  }

  void expect_books(const std::set<std::string>& answered) const {
    auto store = storage::open_store(path(), storage::OpenMode::kReadOnly);
    ASSERT_TRUE(store) << store.error().text();
    storage::TradingLedger& ledger = (*store)->trading_ledger();
    constexpr std::uint32_t kAll = 1'000'000;
    storage::OrderQuery orders_query;
    orders_query.limit = kAll;
    std::set<std::string> kept;
    std::map<std::uint64_t, Money> filled;
    const auto orders = ledger.orders(orders_query).value();
    for (const auto& order : orders) {
      EXPECT_TRUE(kept.insert(order.client_id).second) << order.client_id;
      filled[order.id] = amount(order.filled);
    }
    for (const std::string& id : answered) EXPECT_TRUE(kept.contains(id)) << id << " was answered and is lost";
    std::map<std::string, Money> cash;  // by the currency
    std::map<std::string, Money> held;  // by the instrument, and the position's side
    storage::FillQuery fills_query;
    fills_query.limit = kAll;
    const auto fills = ledger.fills(fills_query).value();
    for (const auto& [number, fill] : fills) {
      const Money value = product(fill.price, fill.qty);
      const bool buys = fill.side == "buy";
      EXPECT_TRUE(fill.instrument.symbol.ends_with(fill.currency));
      cash[fill.currency] += (buys ? -value : value) - amount(fill.fee);
      held[fill.instrument.symbol + fill.position] += buys ? amount(fill.qty) : -amount(fill.qty);
      filled[fill.order] -= amount(fill.qty);
    }
    for (const auto& [id, rest] : filled) EXPECT_EQ(rest.units, 0) << "order " << id << " and its fills";
    const auto accounts = ledger.accounts().value();
    ASSERT_EQ(accounts.size(), currencies_.empty() ? 1U : 2U);
    for (const auto& account : accounts) {
      EXPECT_EQ(amount(account.cash), amount(account.deposits) + cash[account.currency]) << account.currency;
      EXPECT_EQ(account.positions, positions_);
      EXPECT_EQ(account.rate.has_value(), account.currency == currencies_) << "known for what was traded";
    }
    owing_ = cash.size();
    std::map<std::string, Money> positions;
    const auto held_positions = ledger.positions().value();
    for (const auto& position : held_positions)
      positions[position.instrument.symbol + position.side] += amount(position.qty);
    EXPECT_EQ(positions, held);
    sides_ = positions.size();
    fills_ = fills.size();
  }

  const test::TemporaryFolder folder_;
  std::optional<test::Process> server_;
  std::uint16_t port_{0};
  void trade_through_kills(std::uint64_t seed, int kills);

  std::string positions_{"netting"};
  std::string symbols_{"BTCUSDT"};
  std::string currencies_;
  std::uint64_t placed_{0};
  mutable std::size_t fills_{0};
  mutable std::size_t sides_{0};
  mutable std::size_t owing_{0};
};

/// Of the ten orders or more that three kills see.
constexpr std::size_t kFillsWanted = 6;

void Kill9Trading::trade_through_kills(std::uint64_t seed, int kills) {
  core::Rng rng{seed};
  std::set<std::string> answered;
  for (int kill = 0; kill < kills; ++kill) {
    ASSERT_NO_FATAL_FAILURE(start());
    ASSERT_NO_FATAL_FAILURE(wait_for_a_price());
    trade(rng, 5 + rng.below(20), answered);
    // Half of the kills come at once, half with fills on their way into the store; the last one with enough of them.
    if (kill == kills - 1)
      wait_for_fills(kFillsWanted);
    else if (rng.chance(0.5))
      wait_for_fills(fills_ + 1);
    server_->signal(SIGKILL);
    server_->wait();
    ASSERT_NO_FATAL_FAILURE(expect_books(answered)) << "after kill " << kill;
  }
  EXPECT_GT(fills_, 0U) << "a market that fills nothing proves nothing";
}

TEST_F(Kill9Trading, no_answered_order_and_no_money_is_lost) {
  trade_through_kills(3, std::max(3, kills_wanted() / 4));
}

TEST_F(Kill9Trading, both_sides_of_a_hedging_account_go_on) {
  positions_ = "hedging";
  trade_through_kills(4, 3);
  EXPECT_EQ(sides_, 2U);
}

TEST_F(Kill9Trading, an_account_of_two_currencies_goes_on_in_both) {
  symbols_ = "BTCUSDT,ETHBTC";
  currencies_ = "BTC";
  trade_through_kills(5, 3);
  EXPECT_EQ(owing_, 2U);
}

TEST_F(Kill9Trading, an_engaged_kill_switch_stays_engaged) {
  ASSERT_NO_FATAL_FAILURE(start());
  const auto engaged = body_of(test::request(port_, "POST", "/api/kill-switch", R"({"engaged":true,"reason":"test"})"));
  ASSERT_NE(engaged.find("engaged"), nullptr);
  server_->signal(SIGKILL);
  server_->wait();
  ASSERT_NO_FATAL_FAILURE(start());
  const auto after = body_of(test::get(port_, "/api/kill-switch"));
  ASSERT_NE(after.find("engaged"), nullptr);
  EXPECT_TRUE(*after.find("engaged")->boolean());
  EXPECT_EQ(*after.find("reason")->text(), "test");
  const auto refused = order(R"({"symbol":"BTCUSDT","side":"buy","quantity":"0.001"})");
  ASSERT_NE(refused.find("code"), nullptr);
  EXPECT_EQ(*refused.find("code")->text(), "kill_switch");
}

}  // namespace
}  // namespace tidemark::chaos
