#include "storage/migrations/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/migrations/migration.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using testing::all_of;
using testing::batch_of;
using testing::candles_at;
using testing::kBtc1m;
using testing::RawSql;
using testing::value_of;

class Schema : public ::testing::Test {
 protected:
  /// Everything the schema consists of, as SQLite keeps it.
  std::string dump() {
    return RawSql(file_).text(
        "SELECT group_concat(name || '=' || coalesce(sql, ''), char(10)) FROM (SELECT * FROM sqlite_master ORDER BY "
        "name)");
  }

  testing::TemporaryFolder folder_;
  std::string file_ = folder_.file("t.db");
};

TEST_F(Schema, migrations_are_numbered_without_holes_and_named) {
  int expected = 1;
  for (const Migration& m : all_migrations()) {
    EXPECT_EQ(m.number, expected++);
    EXPECT_FALSE(m.name.empty());
    EXPECT_FALSE(m.up.empty());
    EXPECT_FALSE(m.down.empty());
  }
}

TEST_F(Schema, status_of_a_missing_database_is_not_found_and_creates_nothing) {
  EXPECT_EQ(migration_status(file_).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(Schema, goes_up_step_by_step_and_down_again_to_the_same_schema) {
  const int last = all_migrations().back().number;
  std::vector<std::string> dumps;
  for (int target = 1; target <= last; ++target) {
    EXPECT_EQ(value_of(migrate(file_, target)), 1);
    dumps.push_back(dump());
  }
  for (int target = last - 1; target >= 1; --target) {
    EXPECT_EQ(value_of(rollback(file_)), 1);
    EXPECT_EQ(dump(), dumps[static_cast<std::size_t>(target - 1)]) << "after rolling back to " << target;
  }
  EXPECT_EQ(value_of(migrate(file_)), last - 1);
  EXPECT_EQ(dump(), dumps.back());
}

TEST_F(Schema, a_down_migration_removes_its_capability_and_keeps_the_data_of_the_rest) {
  {
    auto store = value_of(open_store(file_, OpenMode::kCreate));
    value_of(store->put_candles(batch_of(candles_at(0, 50))));
    const core::Gap gap{.range = {testing::kStart, testing::kStart + core::hours(1)}, .candles = 60};
    ASSERT_TRUE(store->put_gaps({{.series = kBtc1m, .gap = gap}}));
  }
  // all that came after the gaps: quarantine, quality, snapshots, patterns …
  const int after_gaps = all_migrations().back().number - 2;
  EXPECT_EQ(value_of(rollback(file_, after_gaps)), after_gaps);
  const auto states = value_of(migration_status(file_));
  EXPECT_TRUE(states[1].applied);
  EXPECT_EQ(states[1].name, "gaps");
  EXPECT_FALSE(states[2].applied);
  EXPECT_EQ(RawSql(file_).integer("SELECT count(*) FROM ohlcv"), 50);
  EXPECT_EQ(RawSql(file_).integer("SELECT count(*) FROM gap_ledger"), 1);
  EXPECT_NE(RawSql(file_).code("SELECT * FROM quarantine"), SQLITE_OK);

  auto store = value_of(open_store(file_, OpenMode::kCreate));
  EXPECT_EQ(value_of(store->candles(all_of(kBtc1m))).candles, candles_at(0, 50));
  EXPECT_EQ(value_of(store->gaps("BTCUSDT", {})).size(), 1U);
}

TEST_F(Schema, rolling_back_everything_leaves_a_database_that_can_start_again) {
  value_of(migrate(file_));
  const int last = all_migrations().back().number;
  EXPECT_EQ(value_of(rollback(file_, 100)), last);
  EXPECT_EQ(value_of(rollback(file_)), 0);
  EXPECT_EQ(value_of(migrate(file_)), last);
}

TEST_F(Schema, an_account_of_before_holds_one_position_of_an_instrument) {
  constexpr int kBefore = 20;
  value_of(migrate(file_, kBefore));
  RawSql(file_).run("INSERT INTO trading_accounts (currency, cash, deposits) VALUES ('USDT', '990', '1000')");
  value_of(migrate(file_));
  const std::string found =
      RawSql(file_).text("SELECT currency || positions || cash || deposits FROM trading_accounts");
  EXPECT_EQ(found, "USDTnetting9901000");
}

/// Two trades with notes, of an account whose next order has that number.
void write_journal(const std::string& file, const std::string& next_order) {
  RawSql sql(file);
  sql.run(
      "INSERT INTO assets (id, symbol, venue, market_type, calendar, price_decimals, qty_decimals, tick_size, "
      "lot_size) VALUES (1, 'BTCUSDT', 'binance', 'crypto_spot', 'always', 2, 3, 1, 1)");
  sql.run(
      "INSERT INTO risk_state (one, kill_switch, kill_reason, halt, losses_in_a_row, day_ns, next_order, "
      "next_sequence, next_fill) VALUES (1, 0, '', 'none', 0, 0, " +
      next_order + ", 1, 1)");
  for (const std::string id : {"1", "2"}) {
    sql.run(
        "INSERT INTO trades (number, id, source, asset_id, position, direction, setup, regime, strategy, currency, "
        "entered_ns, exited_ns, qty, entry_value, exit_value, fees, funding, profit, best, worst, open_qty, cash, "
        "highest, lowest) VALUES (" +
        id + ", '000000000000000" + id + "', '" + (id == "1" ? "paper" : "manual") +
        "', 1, 'net', 'long', '', '', '', 'USDT', 5, 6, '1', '100', '101', '0', '0', '1', '1', '0', '0', '0', "
        "'101', '100')");
    sql.run("INSERT INTO trades_journal VALUES ('000000000000000" + id + "', '[\"kept\"]', 'note', 7)");
  }
}

constexpr const char* kJournalRows =
    "SELECT group_concat(t.number || t.source || t.entry_value || j.tags || j.notes, ' ') FROM trades t "
    "JOIN trades_journal j ON j.trade_id = t.id";

TEST_F(Schema, trades_of_an_account_at_a_venue_are_live_and_keep_their_notes_up_and_down) {
  constexpr int kBefore = 21;
  value_of(migrate(file_, kBefore));
  write_journal(file_, "1764000000001");
  value_of(migrate(file_, kBefore + 1));
  EXPECT_EQ(RawSql(file_).text(kJournalRows), "1live100[\"kept\"]note 2manual100[\"kept\"]note");
  EXPECT_EQ(RawSql(file_).code("UPDATE trades SET source = 'real'"), SQLITE_CONSTRAINT);
  value_of(rollback(file_));
  EXPECT_EQ(RawSql(file_).text(kJournalRows), "1paper100[\"kept\"]note 2manual100[\"kept\"]note");
}

TEST_F(Schema, trades_of_an_account_on_paper_stay_on_paper) {
  constexpr int kBefore = 21;
  value_of(migrate(file_, kBefore));
  write_journal(file_, "17");
  value_of(migrate(file_, kBefore + 1));
  EXPECT_EQ(RawSql(file_).text(kJournalRows), "1paper100[\"kept\"]note 2manual100[\"kept\"]note");
}

TEST_F(Schema, trades_of_before_have_brought_their_profit_in_the_currency_of_the_account) {
  constexpr int kBefore = 24;
  value_of(migrate(file_, kBefore));
  write_journal(file_, "17");
  RawSql(file_).run("INSERT INTO trading_accounts (currency, cash, deposits) VALUES ('USDT', '990', '1000')");
  value_of(migrate(file_, kBefore + 1));
  EXPECT_EQ(RawSql(file_).text("SELECT group_concat(account_profit, ' ') FROM trades"), "1 1");
  EXPECT_EQ(RawSql(file_).integer("SELECT rate IS NULL AND rated_ns IS NULL FROM trading_accounts"), 1);
  // A rate is above zero and has its time; what an open trade has brought nobody knows.
  EXPECT_EQ(RawSql(file_).code("UPDATE trading_accounts SET rate = '0', rated_ns = 1"), SQLITE_CONSTRAINT);
  EXPECT_EQ(RawSql(file_).code("UPDATE trading_accounts SET rate = '2'"), SQLITE_CONSTRAINT);
  EXPECT_EQ(RawSql(file_).code("UPDATE trading_accounts SET rate = '2', rated_ns = 1"), SQLITE_OK);
  EXPECT_EQ(RawSql(file_).code("UPDATE trades SET exited_ns = NULL, open_qty = '1' WHERE id LIKE '%1'"),
            SQLITE_CONSTRAINT);
  value_of(rollback(file_));
  EXPECT_EQ(RawSql(file_).text(kJournalRows), "1paper100[\"kept\"]note 2manual100[\"kept\"]note");
  EXPECT_EQ(RawSql(file_).text("SELECT cash FROM trading_accounts"), "990");
}

TEST_F(Schema, an_older_database_is_refused_with_the_remedy_unless_it_may_be_migrated) {
  value_of(migrate(file_, 2));
  for (const OpenMode mode : {OpenMode::kExisting, OpenMode::kReadOnly}) {
    const auto store = open_store(file_, mode);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, ErrorKind::kConflict);
    EXPECT_EQ(store.error().code, "schema_older");
    EXPECT_THAT(store.error().message, ::testing::HasSubstr("tidemark db migrate"));
  }
  EXPECT_TRUE(open_store(file_, OpenMode::kCreate));
  EXPECT_TRUE(open_store(file_, OpenMode::kReadOnly));
}

TEST_F(Schema, a_newer_database_is_refused_with_the_remedy) {
  value_of(migrate(file_));
  RawSql(file_).run("INSERT INTO schema_migrations (number, name, checksum) VALUES (999, 'time_travel', 'x')");
  for (const OpenMode mode : {OpenMode::kCreate, OpenMode::kExisting, OpenMode::kReadOnly}) {
    const auto store = open_store(file_, mode);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, ErrorKind::kConflict);
    EXPECT_EQ(store.error().code, "schema_newer");
    EXPECT_THAT(store.error().message, ::testing::HasSubstr("999 (time_travel)"));
  }
  EXPECT_EQ(migrate(file_).error().code, "schema_newer");
  EXPECT_EQ(rollback(file_).error().code, "schema_newer");
}

TEST_F(Schema, a_migration_that_is_not_the_one_applied_is_noticed) {
  value_of(migrate(file_));
  RawSql(file_).run("UPDATE schema_migrations SET checksum = 'other' WHERE number = 1");
  EXPECT_EQ(open_store(file_, OpenMode::kCreate).error().code, "schema_changed");
}

TEST_F(Schema, a_failing_migration_leaves_the_schema_as_it_was) {
  value_of(migrate(file_, 2));
  RawSql(file_).run("CREATE TABLE data_quality (x)");  // in the way of migration 4
  const auto result = migrate(file_);
  ASSERT_FALSE(result);
  const auto states = value_of(migration_status(file_));
  EXPECT_TRUE(states[2].applied);  // 3 succeeded on its own
  EXPECT_FALSE(states[3].applied);
  RawSql(file_).run("DROP TABLE data_quality");
  EXPECT_EQ(value_of(migrate(file_)), all_migrations().back().number - 3);
}

TEST_F(Schema, impossible_targets_are_refused) {
  EXPECT_EQ(migrate(file_, 1000).error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(migrate(file_, -1).error().kind, ErrorKind::kInvalidArgument);
  value_of(migrate(file_));
  EXPECT_EQ(rollback(file_, 0).error().kind, ErrorKind::kInvalidArgument);
}

}  // namespace
}  // namespace tidemark::storage
