// What is written is expected back; constraints are those that 09-storage asks the database itself to hold.

#include "storage/sqlite/trading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"

namespace tidemark::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kStart;
using testing::RawSql;
using testing::value_of;

const InstrumentKey kBtc{"binance", "BTCUSDT"};

OrderRecord order(std::uint64_t id, std::string state = "accepted") {
  OrderRecord o;
  o.id = id;
  o.client_id = "bot-" + std::to_string(id);
  o.instrument = kBtc;
  o.side = "buy";
  o.type = "limit";
  o.time_in_force = "gtd";
  o.post_only = true;
  o.position = "net";
  o.qty = "0.3";
  o.filled = state == "filled" ? "0.3" : "0";
  o.limit = "42000.5";
  o.good_till = kStart + core::hours(1);
  o.oco = 7;
  o.state = std::move(state);
  o.reason = o.state == "canceled" ? "requested" : "";
  o.origin = "api";
  o.created = kStart;
  o.updated = kStart + core::seconds(1);
  return o;
}

FillRecord fill(std::uint64_t id, std::uint64_t order_id) {
  return {.id = id,
          .order = order_id,
          .instrument = kBtc,
          .side = "buy",
          .position = "net",
          .role = "maker",
          .price = "42000.5",
          .qty = "0.1",
          .fee = "4.20005",
          .currency = "USDT",
          .at = kStart + core::seconds(2),
          .charged = "0.007",
          .charged_asset = "BNB",
          .fee_unvalued = id % 2 == 0};
}

OrderTransitionRecord transition(std::uint64_t sequence, std::uint64_t order_id, std::optional<std::uint64_t> fill_id) {
  return {.sequence = sequence,
          .order = order_id,
          .at = kStart,
          .kind = fill_id ? "filled" : "accepted",
          .before = "new",
          .after = "accepted",
          .qty = "0.3",
          .reason = "",
          .fill = fill_id};
}

TradeRecord trade(int n) {
  TradeRecord t;
  t.unvalued_fees = static_cast<std::uint32_t>(n);
  t.id = "000000000000000" + std::to_string(n);
  t.instrument = kBtc;
  t.position = "net";
  t.direction = "long";
  t.setup = n % 2 == 0 ? "signal_buy" : "breakout";
  t.regime = "up";
  t.strategy = "decision";
  t.signal_at = kStart;
  t.currency = "USDT";
  t.entered = kStart + core::minutes(n);
  t.exited = kStart + core::minutes(n + 5);
  t.qty = "0.1";
  t.entry_value = "4200.05";
  t.exit_value = "4300";
  t.fees = "8.5";
  t.funding = "0";
  t.profit = "91.45";
  t.account_profit = "3840923.45";
  t.best = "120";
  t.worst = "-3.000000000000000001";
  t.risk = "50";
  return t;
}

class Trading : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = value_of(open_store(folder_.file("t.db"), OpenMode::kCreate));
    ASSERT_TRUE(store_->put_instrument(testing::btc()));
  }
  TradingLedger& ledger() { return store_->trading_ledger(); }
  core::Status put(TradingChange change) { return ledger().put(change); }
  core::Status put_trade(int n) {
    TradingChange change;
    change.trades = {trade(n)};
    return put(change);
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(Trading, an_account_comes_back_as_it_was_written) {
  const RiskRecord risk{.kill_switch = true,
                        .kill_reason = "by hand",
                        .kill_changed = kStart,
                        .halt = "daily_loss",
                        .cool_until = kStart + core::hours(1),
                        .losses_in_a_row = 3,
                        .highest_equity = "100000.000000000000000001",
                        .day_equity = "99000",
                        .day = kStart,
                        .next_order = 12,
                        .next_sequence = 40,
                        .next_fill = 5};
  const PositionRecord position{.instrument = kBtc,
                                .side = "net",
                                .qty = "0.1",
                                .cost = "4200.05",
                                .realized = "-1",
                                .fees = "4.20005",
                                .funding = "0.5",
                                .basis = "12",
                                .currency = "USDT",
                                .changed = kStart};
  const AccountRecord further{"BTC", "hedging", "-0.5", "0", "42000.5", kStart};
  const AccountRecord account{"USDT", "hedging", "95795.74995", "100000"};
  const StrategyStateRecord state{kBtc, "decision", {std::byte{0}, std::byte{255}}};
  const PortfolioSnapshotRecord snapshot{kStart, "USDT", "99999", "95795.74995", "4203.25005"};
  TradingChange change;
  change.orders = {order(11)};
  change.transitions = {transition(38, 11, {}), transition(39, 11, 4)};
  change.fills = {fill(4, 11)};
  change.positions = {position};
  change.accounts = {account, further};
  change.strategies = {state};
  change.risk = risk;
  change.snapshot = snapshot;
  ASSERT_TRUE(put(change));
  store_ = value_of(open_store(folder_.file("t.db"), OpenMode::kReadOnly));

  EXPECT_THAT(value_of(ledger().orders({})), ElementsAre(order(11)));
  EXPECT_EQ(value_of(ledger().order(11)), order(11));
  EXPECT_EQ(value_of(ledger().order(10)), std::nullopt);
  EXPECT_THAT(value_of(ledger().transitions(11)), ElementsAre(transition(38, 11, {}), transition(39, 11, 4)));
  EXPECT_EQ(value_of(ledger().fills({})).at(0).fill, fill(4, 11));
  EXPECT_THAT(value_of(ledger().positions()), ElementsAre(position));
  EXPECT_THAT(value_of(ledger().accounts()), ElementsAre(further, account));
  EXPECT_THAT(value_of(ledger().strategies()), ElementsAre(state));
  EXPECT_THAT(value_of(ledger().snapshots(10)), ElementsAre(snapshot));
  EXPECT_EQ(value_of(ledger().risk()), risk);
}

TEST_F(Trading, orders_are_found_by_state_name_and_page) {
  TradingChange change;
  change.orders = {order(1), order(2, "filled"), order(3, "canceled"), order(4)};
  ASSERT_TRUE(put(change));
  const auto ids = [&](const OrderQuery& query) {
    std::vector<std::uint64_t> all;
    for (const auto& o : value_of(ledger().orders(query))) all.push_back(o.id);
    return all;
  };
  OrderQuery query;
  query.state = OrderQuery::State::kOpen;
  EXPECT_THAT(ids(query), ElementsAre(4, 1));
  query.state = OrderQuery::State::kClosed;
  EXPECT_THAT(ids(query), ElementsAre(3, 2));
  query.state = OrderQuery::State::kAny;
  query.limit = 2;
  EXPECT_THAT(ids(query), ElementsAre(4, 3));
  query.before = 3;
  EXPECT_THAT(ids(query), ElementsAre(2, 1));
  query = {};
  query.client_id = "bot-2";
  EXPECT_THAT(ids(query), ElementsAre(2));
}

TEST_F(Trading, a_change_is_written_whole_or_not_at_all_and_twice_is_once) {
  TradingChange bad;
  bad.orders = {order(1)};
  bad.accounts = {{"USDT", "1", "1"}};
  bad.fills = {fill(1, 99)};  // of an order that is not there
  EXPECT_FALSE(put(bad));
  EXPECT_THAT(value_of(ledger().orders({})), IsEmpty());
  EXPECT_THAT(value_of(ledger().accounts()), IsEmpty());

  TradingChange good;
  good.orders = {order(1)};
  good.transitions = {transition(1, 1, {})};
  good.fills = {fill(1, 1)};
  ASSERT_TRUE(put(good));
  ASSERT_TRUE(put(good));
  EXPECT_EQ(value_of(ledger().fills({})).size(), 1U);
  EXPECT_EQ(value_of(ledger().transitions(1)).size(), 1U);
}

TEST_F(Trading, trades_are_found_with_what_is_said_about_them) {
  ASSERT_TRUE(put_trade(1));
  ASSERT_TRUE(put_trade(2));
  TradingChange change;
  change.trades = {trade(3)};
  change.trades[0].exited.reset();
  change.trades[0].account_profit.reset();
  change.trades[0].open_qty = "0.1";
  ASSERT_TRUE(put(change));
  const TradeNotes notes{.tags = {"late \"entry\"", "news"}, .text = "Too early.", .updated = kStart};
  ASSERT_TRUE(ledger().put(JournalChange{PutTradeNotes{trade(2).id, notes}}));

  const auto found = value_of(ledger().trade(trade(2).id));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->notes, notes);
  TradeRecord expected = trade(2);
  expected.number = found->trade.number;
  EXPECT_EQ(found->trade, expected);

  const auto ids = [&](const TradeQuery& query) {
    std::string all;
    for (const auto& entry : value_of(ledger().trades(query))) all += entry.trade.id.back();
    return all;
  };
  TradeQuery query;
  EXPECT_EQ(ids(query), "321");
  query.tag = "news";
  EXPECT_EQ(ids(query), "2");
  query = {};
  query.text = "EARLY";
  EXPECT_EQ(ids(query), "2");
  query = {};
  query.setup = "breakout";
  EXPECT_EQ(ids(query), "31");
  query = {};
  query.state = TradeQuery::State::kOpen;
  EXPECT_EQ(ids(query), "3");
  query = {};
  query.from = kStart + core::minutes(2);
  query.to = kStart + core::minutes(3);
  EXPECT_EQ(ids(query), "2");
}

TEST_F(Trading, a_funding_is_kept_once_and_read_newest_first) {
  const auto funding = [](std::uint64_t id, std::int64_t hour, const char* amount) {
    return FundingRecord{.id = id,
                         .instrument = kBtc,
                         .position = "net",
                         .amount = amount,
                         .currency = "USDT",
                         .at = kStart + core::hours(hour)};
  };
  TradingChange change;
  change.fundings = {funding(7, 0, "-0.03"), funding(9, 8, "0.01")};
  EXPECT_EQ(change.rows(), 2U);
  ASSERT_TRUE(put(change));
  change.fundings = {funding(9, 8, "0.01"), funding(11, 16, "0.02")};
  ASSERT_TRUE(put(change));
  const auto all = value_of(ledger().fundings({}));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0], funding(11, 16, "0.02"));
  EXPECT_EQ(all[2], funding(7, 0, "-0.03"));
  EXPECT_EQ(value_of(ledger().fundings({.from = kStart + core::hours(8)})).size(), 2U);
  EXPECT_EQ(value_of(ledger().fundings({.from = {}, .limit = 1})).size(), 1U);
  RawSql sql{folder_.file("t.db")};
  EXPECT_EQ(sql.code("UPDATE fundings SET position = 'both'"), SQLITE_CONSTRAINT);
}

TEST_F(Trading, only_trades_entered_by_hand_can_be_removed) {
  ASSERT_TRUE(put_trade(1));
  TradeRecord manual = trade(2);
  manual.source = "manual";
  ASSERT_TRUE(ledger().put(JournalChange{PutManualTrade{manual, {.tags = {"x"}, .text = "", .updated = kStart}}}));
  EXPECT_EQ(ledger().put(JournalChange{RemoveManualTrade{trade(1).id}}).error().code, "unknown_trade");
  EXPECT_TRUE(ledger().put(JournalChange{RemoveManualTrade{manual.id}}));
  EXPECT_EQ(value_of(ledger().trade(manual.id)), std::nullopt);
  EXPECT_EQ(ledger().put(JournalChange{PutTradeNotes{"none", {}}}).error().code, "unknown_trade");
}

TEST_F(Trading, the_database_itself_refuses_what_cannot_be) {
  TradingChange change;
  change.orders = {order(1)};
  change.positions = {{.instrument = kBtc,
                       .side = "net",
                       .qty = "1",
                       .cost = "5",
                       .realized = "0",
                       .fees = "0",
                       .funding = "0",
                       .basis = "0",
                       .currency = "USDT",
                       .changed = kStart}};
  change.risk = RiskRecord{};
  change.trades = {trade(1)};
  ASSERT_TRUE(put(change));
  RawSql sql{folder_.file("t.db")};
  for (const char* bad :
       {"UPDATE orders SET state = 'half'", "UPDATE orders SET state = 'filled'",
        "UPDATE orders SET state = 'canceled'", "UPDATE orders SET filled = '0.4'", "UPDATE orders SET filled = '-0.1'",
        "UPDATE orders SET client_id = ''",
        "INSERT INTO orders SELECT 2, client_id, asset_id, side, type, time_in_force, post_only, "
        "reduce_only, position, qty, filled, limit_price, trigger_price, trail, trail_best, "
        "good_till_ns, oco, parent, state, triggered, reason, origin, created_ns, updated_ns FROM orders",
        "UPDATE positions SET qty = '0'", "UPDATE positions SET side = 'short'", "UPDATE risk_state SET one = 2",
        "UPDATE risk_state SET kill_switch = 1", "UPDATE risk_state SET halt = 'tired'",
        "UPDATE trades SET exited_ns = NULL", "UPDATE trades SET exited_ns = entered_ns - 1",
        "UPDATE trades SET worst = '1'", "UPDATE trades SET qty = '0'", "UPDATE trades SET risk = '0'"}) {
    EXPECT_EQ(sql.code(bad), SQLITE_CONSTRAINT) << bad;
  }
}

}  // namespace
}  // namespace tidemark::storage
