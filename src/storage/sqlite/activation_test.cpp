// What is written is expected back; constraints are those of 04-trading: up one by one, down only.

#include "storage/sqlite/activation.hpp"

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

const std::string kA(16, 'a');
const std::string kB(16, 'b');

ConfigVersionRecord version(const std::string& id, int minute) {
  return {id, kStart + core::minutes(minute), R"({"trading.strategy":"decision"})"};
}

ActivationEventRecord event(std::uint64_t number, std::string kind, std::string from, std::string to) {
  return {.number = number,
          .at = kStart + core::minutes(static_cast<std::int64_t>(number)),
          .kind = std::move(kind),
          .from = std::move(from),
          .to = std::move(to),
          .configuration = kA,
          .reason = "because",
          .board = R"([{"id":"trades"}])",
          .rollback = {}};
}

ActivationEventRecord rollback(std::uint64_t number, std::string from, std::string to) {
  ActivationEventRecord e = event(number, "rolled_back", std::move(from), std::move(to));
  e.rollback = RollbackRecord{.trigger = "drawdown", .measured = 0.0501, .limit = 0.05, .restored = kA};
  return e;
}

ActivationTradeRecord trade(std::uint64_t of_event, int n) {
  return {.event = of_event,
          .account = "account",
          .trade = "000000000000000" + std::to_string(n),
          .instrument = "binance:BTCUSDT",
          .at = kStart + core::minutes(n),
          .profit = "12.5",
          .share = 0.00125};
}

ActivationStateRecord state() {
  return {.stage = "paper",
          .since = kStart,
          .configuration = kA,
          .good_configuration = kB,
          .good_stage = "micro",
          .events = 2,
          .rejected = false,
          .highest_equity = "10000.000000000000000001",
          .drawdown = 0.0125,
          .equity_looks = 100,
          .objective_looks = 99,
          .objectives_met = 98,
          .breaches_in_a_row = 1,
          .data_is_bad = true};
}

class Activation : public ::testing::Test {
 protected:
  void SetUp() override { store_ = value_of(open_store(folder_.file("t.db"), OpenMode::kCreate)); }
  ActivationLedger& ledger() { return store_->activation_ledger(); }
  core::Status put(ActivationChange change) {
    TradingChange whole;
    whole.activation = std::move(change);
    return store_->trading_ledger().put(whole);
  }
  ActivationChange beginning() {
    ActivationChange change;
    change.configurations = {version(kA, 1), version(kB, 0)};
    change.events = {event(1, "configured", "shadow", "shadow"), event(2, "promoted", "shadow", "paper")};
    return change;
  }
  int sql(const std::string& text) { return RawSql(folder_.file("t.db")).code(text) & 0xff; }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(Activation, comes_back_as_it_was_written) {
  EXPECT_EQ(value_of(ledger().activation_state()), std::nullopt);
  ActivationChange change = beginning();
  change.events.push_back(rollback(3, "paper", "shadow"));
  change.trades = {trade(2, 1), trade(2, 2), trade(3, 3)};
  change.state = state();
  ASSERT_TRUE(put(change));
  store_ = value_of(open_store(folder_.file("t.db"), OpenMode::kReadOnly));
  EXPECT_EQ(value_of(ledger().activation_state()), state());
  EXPECT_THAT(value_of(ledger().activation_events({})),
              ElementsAre(change.events[2], change.events[1], change.events[0]));
  EXPECT_THAT(value_of(ledger().activation_events({.rollbacks_only = true, .before = {}, .limit = 10})),
              ElementsAre(change.events[2]));
  EXPECT_THAT(value_of(ledger().activation_events({.rollbacks_only = false, .before = 3, .limit = 1})),
              ElementsAre(change.events[1]));
  EXPECT_THAT(value_of(ledger().activation_trades(2, 10)), ElementsAre(trade(2, 1), trade(2, 2)));
  EXPECT_THAT(value_of(ledger().activation_trades(2, 1)), ElementsAre(trade(2, 2))) << "the newest";
  EXPECT_THAT(value_of(ledger().config_versions(10)), ElementsAre(version(kA, 1), version(kB, 0)));
  EXPECT_EQ(value_of(ledger().config_version(kB)), version(kB, 0));
  EXPECT_EQ(value_of(ledger().config_version("none")), std::nullopt);
}

TEST_F(Activation, what_is_there_already_stays_and_the_state_is_replaced) {
  ActivationChange change = beginning();
  change.trades = {trade(2, 1)};
  change.state = state();
  ASSERT_TRUE(put(change));
  change.configurations[0].document = "{}";
  change.events[0].reason = "another";
  change.trades[0].profit = "1";
  change.state->stage = "shadow";
  ASSERT_TRUE(put(change));
  EXPECT_EQ(value_of(ledger().config_version(kA)), version(kA, 1));
  EXPECT_EQ(value_of(ledger().activation_events({})).back().reason, "because");
  EXPECT_THAT(value_of(ledger().activation_trades(2, 10)), ElementsAre(trade(2, 1)));
  EXPECT_EQ(value_of(ledger().activation_state())->stage, "shadow");
}

TEST_F(Activation, a_refused_event_leaves_nothing_of_its_change) {
  ActivationChange change = beginning();
  change.events[1].to = "micro";
  change.state = state();
  EXPECT_FALSE(put(change));
  EXPECT_THAT(value_of(ledger().activation_events({})), IsEmpty());
  EXPECT_THAT(value_of(ledger().config_versions(10)), IsEmpty());
}

TEST_F(Activation, stages_go_up_one_by_one_and_down_only) {
  ASSERT_TRUE(put(beginning()));
  const auto insert = [&](const std::string& kind, const std::string& from, const std::string& to) {
    return sql("INSERT INTO activation_events VALUES (NULL, 0, '" + kind + "', '" + from + "', '" + to + "', '" + kA +
               "', 'why', '[]')");
  };
  const std::vector<std::string> stages{"shadow", "paper", "micro", "partial_25", "partial_50", "full"};
  for (std::size_t from = 0; from < stages.size(); ++from) {
    for (std::size_t to = 0; to < stages.size(); ++to) {
      const std::string what = stages[from] + " to " + stages[to];
      EXPECT_EQ(insert("promoted", stages[from], stages[to]), to == from + 1 ? SQLITE_OK : SQLITE_CONSTRAINT) << what;
      EXPECT_EQ(insert("rolled_back", stages[from], stages[to]), to < from || to == 0 ? SQLITE_OK : SQLITE_CONSTRAINT)
          << what;
      EXPECT_EQ(insert("restarted", stages[from], stages[to]), to == from ? SQLITE_OK : SQLITE_CONSTRAINT) << what;
      EXPECT_EQ(insert("configured", stages[from], stages[to]), SQLITE_OK) << what;
    }
  }
  EXPECT_EQ(insert("configured", "half", "paper"), SQLITE_CONSTRAINT);
  EXPECT_EQ(insert("wished", "shadow", "paper"), SQLITE_CONSTRAINT);
}

TEST_F(Activation, the_database_holds_what_the_code_promises) {
  ActivationChange change = beginning();
  change.state = state();
  ASSERT_TRUE(put(change));
  const auto refused = [&](const std::string& text) { EXPECT_EQ(sql(text), SQLITE_CONSTRAINT) << text; };
  refused("INSERT INTO config_versions VALUES ('short', 0, '{}')");
  refused("INSERT INTO config_versions VALUES ('cccccccccccccccc', 0, '{')");
  refused("INSERT INTO rollback_events VALUES (1, 'mood', NULL, NULL, '" + kA + "')");
  refused("INSERT INTO rollback_events VALUES (1, 'drawdown', 0.1, NULL, '" + kA + "')");
  refused("INSERT INTO activation_trades VALUES (NULL, 1, 'other', 't', 'i', 0, '1', 0)");
  refused("UPDATE activation_state SET one = 2");
  refused("UPDATE activation_state SET objectives_met = 100");
  refused("UPDATE activation_state SET good_stage = NULL");
  refused("UPDATE activation_state SET rejected = 1");
  refused("UPDATE activation_state SET drawdown = -1");
  EXPECT_EQ(sql("UPDATE activation_state SET rejected = 1, stage = 'shadow'"), SQLITE_OK);
}

}  // namespace
}  // namespace tidemark::storage
