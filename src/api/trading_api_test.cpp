// Schemas are those the document promises; amounts are worked out by hand beside them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/openapi.hpp"
#include "api/testing/fake_trading.hpp"
#include "api/testing/fixtures.hpp"
#include "api/testing/schema_check.hpp"

namespace tidemark::api {
namespace {

using testing::code_of;
using ::testing::HasSubstr;

class TradingApi : public ::testing::Test {
 protected:
  TradingApi() {
    EXPECT_TRUE(store_->put_instrument(btc_));
    EXPECT_TRUE(store_->trading_ledger().put(testing::two_trades(btc_)));
  }
  net::JsonValue expect_schema(const net::test::Reply& reply, const std::string& schema) {
    const auto value = net::parse_json(reply.body);
    EXPECT_TRUE(value) << reply.body;
    if (!value) return {};
    EXPECT_EQ(testing::SchemaCheck{schemas_}.check(*value, schema), "") << reply.body;
    return *value;
  }
  net::test::Reply post(const std::string& target, const std::string& body) {
    return running_.request("POST", target, body);
  }

  net::JsonValue schemas_ = net::parse_json(openapi_schemas()).value();
  core::Instrument btc_ = testing::instrument(0, "BTCUSDT");
  testing::TestStore store_;
  testing::FakeTrading trading_{*store_, btc_};
  testing::RunningApi running_{store_.path(), {}, {}, {btc_}, {.trading = &trading_}};
};

constexpr const char* kLimit =
    R"({"symbol":"BTC/USDT","side":"buy","type":"limit","quantity":"2","limit_price":100.5,"client_order_id":"bot-1"})";

TEST_F(TradingApi, an_order_is_placed_once_however_often_it_is_asked_for) {
  const auto first = post("/api/orders", kLimit);
  EXPECT_EQ(first.status, 201) << first.body;
  const auto order = expect_schema(first, "Order");
  EXPECT_EQ(*order.find("client_order_id")->text(), "bot-1");
  const auto again = post("/api/orders", kLimit);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  const auto other =
      post("/api/orders", R"({"symbol":"BTCUSDT","side":"sell","quantity":2,"client_order_id":"bot-1"})");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(code_of(other), "id_taken");
  const auto list = expect_schema(running_.get("/api/orders?state=open"), "OrderList");
  EXPECT_EQ(list.find("orders")->array()->size(), 1U);
}

TEST_F(TradingApi, what_the_gate_refuses_is_told_and_kept) {
  const auto refused = post("/api/orders", R"({"symbol":"BTCUSDT","side":"buy","quantity":100000})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(code_of(refused), "too_large order");
  const auto list = expect_schema(running_.get("/api/orders?state=closed"), "OrderList");
  EXPECT_EQ(*list.find("orders")->array()->at(0).find("state")->text(), "rejected");
}

TEST_F(TradingApi, what_is_wrong_with_an_order_is_named_with_its_place) {
  const auto refusal = [&](const std::string& body) {
    const auto reply = post("/api/orders", body);
    EXPECT_EQ(reply.status, 422) << body << reply.body;
    return code_of(reply);
  };
  EXPECT_EQ(refusal(""), "bad_json body");
  EXPECT_EQ(refusal("[]"), "bad_body body");
  EXPECT_EQ(refusal("{}"), "missing_member symbol");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT"})"), "missing_member side");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy"})"), "missing_member quantity");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"hold","quantity":1})"), "bad_value side");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":0})"), "bad_number quantity");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":"-1"})"), "bad_number quantity");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":"1e99"})"), "bad_number quantity");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":"0.0000000001"})"), "off_grid quantity");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":true})"), "bad_number quantity");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"limit_price":5})"),
            "bad_combination limit_price");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"type":"limit"})"), "missing_member limit_price");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"type":"stop"})"), "missing_member trigger_price");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"time_in_force":"gtd"})"),
            "missing_member good_till");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"colour":1})"), "unknown_member colour");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"client_order_id":"a b"})"),
            "bad_value client_order_id");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"position":"net"})"), "bad_value position");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"position":1})"), "bad_value position");
  EXPECT_EQ(post("/api/orders", R"({"symbol":"NOPE","side":"buy","quantity":1})").status, 404);
  EXPECT_EQ(expect_schema(running_.get("/api/orders"), "OrderList").find("orders")->array()->size(), 0U)
      << "nothing of that became an order";
}

TEST_F(TradingApi, an_order_says_which_position_it_means) {
  for (const std::string side : {"long", "short"}) {
    const auto order = expect_schema(
        post("/api/orders", R"({"symbol":"BTCUSDT","side":"buy","quantity":1,"position":")" + side + R"("})"), "Order");
    EXPECT_EQ(*order.find("position")->text(), side);
  }
  for (const std::string unsaid : {"", R"(,"position":null)"}) {
    const auto order =
        expect_schema(post("/api/orders", R"({"symbol":"BTCUSDT","side":"buy","quantity":1)" + unsaid + "}"), "Order");
    EXPECT_EQ(*order.find("position")->text(), "net");
  }
}

TEST_F(TradingApi, an_order_can_be_looked_at_and_canceled) {
  ASSERT_EQ(post("/api/orders", kLimit).status, 201);
  const auto detail = expect_schema(running_.get("/api/orders/1"), "OrderDetail");
  EXPECT_EQ(detail.find("transitions")->array()->size(), 1U);
  expect_schema(running_.request("DELETE", "/api/orders/1"), "Order");
  EXPECT_EQ(running_.request("DELETE", "/api/orders/99").status, 404);
  EXPECT_EQ(running_.get("/api/orders/99").status, 404);
  expect_schema(running_.request("DELETE", "/api/orders?symbol=BTCUSDT"), "Cancels");
  expect_schema(running_.get("/api/fills"), "FillList");
}

TEST_F(TradingApi, the_account_is_told_with_all_its_digits) {
  expect_schema(running_.get("/api/portfolio"), "Portfolio");
  EXPECT_THAT(running_.get("/api/portfolio").body, HasSubstr(R"("cash":9000.5)"));
  const auto positions = expect_schema(running_.get("/api/positions"), "PositionList");
  EXPECT_EQ(positions.find("positions")->array()->size(), 1U);
  const auto history = expect_schema(running_.get("/api/portfolio/history"), "PortfolioHistory");
  EXPECT_EQ(history.find("points")->array()->size(), 1U);
}

TEST_F(TradingApi, the_kill_switch_is_engaged_at_once_and_released_only_by_who_means_it) {
  EXPECT_EQ(*expect_schema(running_.get("/api/kill-switch"), "KillSwitch").find("engaged")->boolean(), false);
  const auto engaged = post("/api/kill-switch", R"({"engaged":true,"reason":"news"})");
  EXPECT_EQ(engaged.status, 200);
  const auto value = expect_schema(engaged, "KillSwitch");
  EXPECT_EQ(*value.find("engaged")->boolean(), true);
  EXPECT_EQ(*value.find("cancels")->integer(), 2);
  EXPECT_EQ(*value.find("took_us")->integer(), 1000);
  EXPECT_EQ(code_of(post("/api/kill-switch", R"({"engaged":false})")), "not_confirmed confirm");
  EXPECT_EQ(code_of(post("/api/kill-switch", R"({"engaged":false,"confirm":"yes"})")), "not_confirmed confirm");
  EXPECT_EQ(code_of(post("/api/kill-switch", R"({})")), "missing_member engaged");
  EXPECT_EQ(*expect_schema(running_.get("/api/kill-switch"), "KillSwitch").find("engaged")->boolean(), true);
  const auto released = post("/api/kill-switch", R"({"engaged":false,"confirm":"release"})");
  EXPECT_EQ(*expect_schema(released, "KillSwitch").find("engaged")->boolean(), false);
  EXPECT_EQ(code_of(post("/api/risk/release-halt", "{}")), "not_confirmed confirm");
  expect_schema(post("/api/risk/release-halt", R"({"confirm":"release"})"), "Portfolio");
}

TEST_F(TradingApi, sizes_are_those_of_hand_arithmetic) {
  // 1 % of 10,000 is 100; at a stop 5 below 100, that is 20 pieces, worth 2000.
  const auto stop =
      expect_schema(post("/api/risk/position-size", R"({"symbol":"BTCUSDT","entry":100,"stop":95})"), "PositionSize");
  EXPECT_EQ(*stop.find("quantity")->number(), 20);
  EXPECT_EQ(*stop.find("value")->number(), 2000);
  EXPECT_EQ(*stop.find("risk")->number(), 100);
  EXPECT_EQ(*stop.find("leverage")->number(), 0.2);
  // 2 ATRs of 5 away: half as much.
  const auto atr = expect_schema(
      post("/api/risk/position-size", R"({"symbol":"BTCUSDT","method":"atr","entry":100,"atr":5})"), "PositionSize");
  EXPECT_EQ(*atr.find("quantity")->number(), 10);
  // Kelly: 0.6 - 0.4 / 2 = 0.4 of 5000, at 100 a piece.
  const auto kelly = expect_schema(
      post("/api/risk/position-size",
           R"({"symbol":"BTCUSDT","method":"kelly","entry":100,"equity":5000,"win_rate":0.6,"payoff":2})"),
      "PositionSize");
  EXPECT_EQ(*kelly.find("quantity")->number(), 20);
  EXPECT_TRUE(kelly.find("risk")->is_null());
  EXPECT_EQ(code_of(post("/api/risk/position-size", R"({"symbol":"BTCUSDT","stop":95})")), "missing_member entry");
  EXPECT_EQ(code_of(post("/api/risk/position-size", R"({"symbol":"BTCUSDT","entry":100})")), "missing_member stop");
  EXPECT_EQ(code_of(post("/api/risk/position-size", R"({"symbol":"BTCUSDT","entry":1,"stop":2,"risk_percent":101})")),
            "bad_number risk_percent");
}

TEST_F(TradingApi, the_journal_takes_notes_and_trades_made_elsewhere) {
  const auto journal = expect_schema(running_.get("/api/journal"), "Journal");
  ASSERT_EQ(journal.find("trades")->array()->size(), 2U);
  const auto closed = expect_schema(running_.get("/api/journal/0000000000000001"), "JournalEntry");
  EXPECT_EQ(*closed.find("trace")->text(), "sim:BTCUSDT@1704067260123");
  EXPECT_EQ(*closed.find("entry_price")->number(), 100);  // 200 of 2
  EXPECT_EQ(*closed.find("r_multiple")->number(), 2.9);   // 29 of 10
  const auto noted =
      running_.request("PATCH", "/api/journal/0000000000000001", R"({"tags":["late"],"notes":"Too late."})");
  EXPECT_EQ(noted.status, 200) << noted.body;
  expect_schema(noted, "JournalEntry");
  const auto more = expect_schema(
      running_.request("PATCH", "/api/journal/0000000000000001", R"({"tags":["late","x"]})"), "JournalEntry");
  EXPECT_EQ(*more.find("notes")->text(), "Too late.") << "what is left out stays";
  EXPECT_EQ(expect_schema(running_.get("/api/journal?tag=x"), "Journal").find("trades")->array()->size(), 1U);
  EXPECT_EQ(code_of(running_.request("PATCH", "/api/journal/0000000000000001", R"({"tags":[""]})")), "bad_value tags");
  EXPECT_EQ(running_.request("PATCH", "/api/journal/none", "{}").status, 404);

  const auto made = post("/api/journal",
                         R"({"symbol":"BTCUSDT","direction":"short","quantity":2,"entry_price":100,"exit_price":90,
                            "stop":105,"fees":1,"entered_at":"2024-01-01T10:00:00Z","exited_at":"2024-01-01T11:00:00Z",
                            "setup":"breakdown"})");
  EXPECT_EQ(made.status, 201) << made.body;
  const auto manual = expect_schema(made, "JournalEntry");
  EXPECT_EQ(*manual.find("profit")->number(), 19);       // (100 - 90) * 2 - 1
  EXPECT_EQ(*manual.find("r_multiple")->number(), 1.9);  // of 5 * 2
  EXPECT_EQ(*manual.find("account_profit")->number(), 19) << "it is quoted in the account's currency";
  const std::string id = *manual.find("id")->text();
  EXPECT_EQ(code_of(running_.request("DELETE", "/api/journal/0000000000000001")), "not_manual");

  const auto statistics = expect_schema(running_.get("/api/journal/statistics"), "JournalStatistics");
  EXPECT_EQ(*statistics.find("all")->find("trades")->integer(), 2) << "open ones do not count";
  EXPECT_EQ(*statistics.find("all")->find("profit")->number(), 48);
  EXPECT_EQ(*statistics.find("by_regime")->array()->at(0).find("name")->text(), "up");
  EXPECT_EQ(running_.request("DELETE", "/api/journal/" + id).status, 200);
  EXPECT_EQ(running_.get("/api/journal/" + id).status, 404);
}

// Of a market quoted in another currency 0.01 BTC are won: 500 dollars where one is worth 50,000.
TEST_F(TradingApi, a_trade_in_another_currency_counts_with_what_it_brought_in_the_accounts) {
  EXPECT_TRUE(store_->put_instrument(testing::instrument(7, "ETHBTC")));
  const auto won = [&](const std::string& rate) {
    return post("/api/journal",
                R"({"symbol":"ETHBTC","direction":"long","quantity":1,"entry_price":0.04,"exit_price":0.05,
                   "entered_at":"2024-01-01T10:00:00Z","exited_at":"2024-01-01T11:00:00Z")" +
                    rate + "}");
  };
  const auto without = expect_schema(won(""), "JournalEntry");
  EXPECT_EQ(*without.find("currency")->text(), "BTC");
  EXPECT_TRUE(without.find("account_profit")->is_null());
  const auto with = expect_schema(won(R"(,"rate":50000)"), "JournalEntry");
  EXPECT_EQ(*with.find("profit")->number(), 0.01);
  EXPECT_EQ(*with.find("account_profit")->number(), 500);
  EXPECT_EQ(code_of(won(R"(,"rate":0)")), "bad_number rate");
  EXPECT_EQ(code_of(won(R"(,"rate":"much")")), "bad_number rate");
  const auto statistics = expect_schema(running_.get("/api/journal/statistics"), "JournalStatistics");
  EXPECT_EQ(*statistics.find("unconverted")->integer(), 1);
  EXPECT_EQ(*statistics.find("all")->find("profit")->number(), 529) << "29 and 500";
  EXPECT_EQ(code_of(post("/api/journal",
                         R"({"symbol":"BTCUSDT","direction":"long","quantity":1,"entry_price":1,"exit_price":2,"rate":2,
                            "entered_at":"2024-01-01T10:00:00Z","exited_at":"2024-01-01T11:00:00Z"})")),
            "bad_combination rate");
}

TEST_F(TradingApi, without_an_account_all_of_it_says_so) {
  testing::RunningApi off{store_.path(), {}, {}, {btc_}, {}};
  for (const char* target : {"/api/orders", "/api/positions", "/api/portfolio", "/api/trades", "/api/journal",
                             "/api/kill-switch", "/api/fills"}) {
    const auto reply = off.get(target);
    EXPECT_EQ(reply.status, 404) << target;
    EXPECT_EQ(code_of(reply), "trading_off") << target;
  }
  EXPECT_EQ(code_of(off.request("POST", "/api/kill-switch", R"({"engaged":true})")), "trading_off");
}

}  // namespace
}  // namespace tidemark::api
