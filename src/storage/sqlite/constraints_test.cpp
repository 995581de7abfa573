#include <gtest/gtest.h>
#include <sqlite3.h>

#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"

namespace tidemark::storage {
namespace {

using testing::RawSql;
using testing::value_of;

/// The database refuses on its own what the program would refuse: these statements go round the program.
class Constraints : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = value_of(open_store(folder_.file("t.db"), OpenMode::kCreate));
    value_of(store->put_candles(testing::batch_of(testing::candles_at(0, 2))));
    sql_ = std::make_unique<RawSql>(folder_.file("t.db"));
    sql_->run("PRAGMA foreign_keys = ON");
  }

  /// One column of a good candle replaced by `value`.
  int insert_candle(const std::string& column, const std::string& value) {
    std::vector<std::pair<std::string, std::string>> row{
        {"asset_id", "1"},   {"timeframe_s", "60"}, {"open_time_s", "60"}, {"open", "100"},
        {"body", "-10"},     {"upper_wick", "0"},   {"lower_wick", "5"},   {"volume", "10"},
        {"taker_buy", "10"}, {"trades", "1"},       {"source_id", "1"},    {"flags", "0"}};
    std::string names;
    std::string values;
    for (auto& [name, text] : row) {
      names += (names.empty() ? "" : ", ") + name;
      values += (values.empty() ? "" : ", ") + (name == column ? value : text);
    }
    return sql_->code("INSERT INTO ohlcv_data (" + names + ") VALUES (" + values + ")");
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<RawSql> sql_;
};

TEST_F(Constraints, a_good_candle_is_taken_once) {
  EXPECT_EQ(insert_candle("", ""), SQLITE_OK);
  EXPECT_EQ(insert_candle("", ""), SQLITE_CONSTRAINT);
}

TEST_F(Constraints, bad_candles_are_refused) {
  const std::vector<std::pair<std::string, std::string>> bad{
      {"upper_wick", "-1"},                      // high below the body
      {"lower_wick", "-1"},                      // low above the body
      {"lower_wick", "90"},                      // low at zero
      {"body", "-100"},                          // close at zero
      {"volume", "-1"},        {"volume", "9"},  // less than what takers bought of it
      {"taker_buy", "-1"},     {"trades", "-1"}, {"trades", "4294967296"}, {"flags", "-1"},    {"flags", "256"},
      {"open_time_s", "61"},                                                                    // not on the minute
      {"timeframe_s", "61"},                                                                    // no such timeframe
      {"timeframe_s", "3600"},                                                                  // 00:01 is no hour
      {"asset_id", "99"},                                                                       // no such asset
      {"source_id", "99"},     {"open", "NULL"}, {"volume", "NULL"},       {"open", "'much'"},  // STRICT: not a number
      {"open", "1.5"},
  };
  for (const auto& [column, value] : bad)
    EXPECT_EQ(insert_candle(column, value), SQLITE_CONSTRAINT) << column << " = " << value;
}

TEST_F(Constraints, a_week_opens_on_monday) {
  const std::string head = "INSERT INTO ohlcv_data VALUES (1, 604800, ";
  const std::string tail = ", 100, 0, 0, 0, 0, 0, 0, 1, 0)";
  EXPECT_EQ(sql_->code(head + "604800" + tail), SQLITE_CONSTRAINT);  // Thursday 1970-01-08
  EXPECT_EQ(sql_->code(head + "345600" + tail), SQLITE_OK);          // Monday 1970-01-05
}

TEST_F(Constraints, bad_assets_are_refused) {
  const std::string head =
      "INSERT INTO assets (venue, symbol, market_type, calendar, price_decimals, qty_decimals, tick_size, lot_size) "
      "VALUES ";
  EXPECT_EQ(sql_->code(head + "('v', 'S', 'forex', 'always', 2, 2, 1, 1)"), SQLITE_OK);
  for (const char* row : {"('v', 'S', 'forex', 'always', 2, 2, 1, 1)", "('', 'T', 'forex', 'always', 2, 2, 1, 1)",
                          "('V', 'T', 'forex', 'always', 2, 2, 1, 1)", "('v', 't', 'forex', 'always', 2, 2, 1, 1)",
                          "('v', 'T', 'casino', 'always', 2, 2, 1, 1)", "('v', 'T', 'forex', 'sundays', 2, 2, 1, 1)",
                          "('v', 'T', 'forex', 'always', 19, 2, 1, 1)", "('v', 'T', 'forex', 'always', 2, -1, 1, 1)",
                          "('v', 'T', 'forex', 'always', 2, 2, 0, 1)", "('v', 'T', 'forex', 'always', 2, 2, 1, 0)"}) {
    EXPECT_EQ(sql_->code(head + row), SQLITE_CONSTRAINT) << row;
  }
}

TEST_F(Constraints, bad_gaps_are_refused) {
  const std::string head =
      "INSERT INTO gaps (asset_id, timeframe_s, from_ns, to_ns, candles, reason, state, known_at_ns) VALUES ";
  EXPECT_EQ(sql_->code(head + "(1, 60, 10, 20, 1, 'missing', 'open', 0)"), SQLITE_OK);
  for (const char* row : {"(1, 60, 10, 30, 1, 'missing', 'open', 0)", "(1, 60, 40, 40, 1, 'missing', 'open', 0)",
                          "(1, 60, 50, 40, 1, 'missing', 'open', 0)", "(1, 60, 50, 60, -1, 'missing', 'open', 0)",
                          "(1, 60, 50, 60, 1, 'lunch', 'open', 0)", "(1, 60, 50, 60, 1, 'missing', 'ajar', 0)",
                          "(9, 60, 50, 60, 1, 'missing', 'open', 0)", "(1, 61, 50, 60, 1, 'missing', 'open', 0)"}) {
    EXPECT_EQ(sql_->code(head + row), SQLITE_CONSTRAINT) << row;
  }
}

TEST_F(Constraints, bad_quarantine_and_quality_rows_are_refused) {
  const std::string q =
      "INSERT INTO quarantine (asset_id, timeframe_s, time_ns, known_at_ns, code, severity, policy, payload) VALUES ";
  EXPECT_EQ(sql_->code(q + "(1, 60, 1, 1, 'gap', 'error', 'reject', '')"), SQLITE_OK);
  EXPECT_EQ(sql_->code(q + "(1, 60, 1, 1, '', 'error', 'reject', '')"), SQLITE_CONSTRAINT);
  EXPECT_EQ(sql_->code(q + "(1, 60, 1, 1, 'Not A Code', 'error', 'reject', '')"), SQLITE_CONSTRAINT);
  EXPECT_EQ(sql_->code(q + "(1, 60, 2, 1, 'gap', 'awful', 'reject', '')"), SQLITE_CONSTRAINT);
  EXPECT_EQ(sql_->code(q + "(1, 60, 2, 1, 'gap', 'error', 'shrug', '')"), SQLITE_CONSTRAINT);
  const std::string d = "INSERT INTO data_quality VALUES ";
  EXPECT_EQ(sql_->code(d + "(1, 60, 1, 1, 0.5, 0, 1, 0.75, 5, 10)"), SQLITE_OK);
  EXPECT_EQ(sql_->code(d + "(1, 60, 2, 1.01, 0.5, 0, 1, 0.75, 5, 10)"), SQLITE_CONSTRAINT);
  EXPECT_EQ(sql_->code(d + "(1, 60, 2, 1, 0.5, 0, 1, -0.1, 5, 10)"), SQLITE_CONSTRAINT);
  EXPECT_EQ(sql_->code(d + "(1, 60, 2, 1, 0.5, 0, 1, 0.75, -5, 10)"), SQLITE_CONSTRAINT);
}

TEST_F(Constraints, bad_indicator_rows_are_refused) {
  const std::string type = "INSERT INTO indicator_types (type, output, metadata, logic_version) VALUES ";
  EXPECT_EQ(sql_->code(type + "('RSI:period=14', 'Real', '{}', 1)"), SQLITE_OK);
  for (const char* row : {"('RSI:period=14', 'Real', '{}', 1)", "('', 'Real', '{}', 1)", "('OBV', '', '{}', 1)",
                          "('OBV', 'Real', '{', 1)", "('OBV', 'Real', '{}', 0)", "('OBV', 'Real', NULL, 1)"}) {
    EXPECT_EQ(sql_->code(type + row), SQLITE_CONSTRAINT) << row;
  }
  const std::string value = "INSERT INTO indicator_values (asset_id, timeframe_s, time_s, type_id, value) VALUES ";
  EXPECT_EQ(sql_->code(value + "(1, 60, 120, 1, 51.5)"), SQLITE_OK);
  for (const char* row : {"(1, 60, 120, 1, 50)", "(9, 60, 180, 1, 50)", "(1, 61, 180, 1, 50)", "(1, 60, 180, 2, 50)",
                          "(1, 60, 180, 1, NULL)", "(1, 60, 180, 1, 9e999)", "(1, 60, 180, 1, -9e999)",
                          "(1, 60, 180, 1, 'high')", "(1, 60, 1.5, 1, 50)"}) {
    EXPECT_EQ(sql_->code(value + row), SQLITE_CONSTRAINT) << row;
  }
  EXPECT_EQ(sql_->text("SELECT venue || ' ' || asset || ' ' || timeframe || ' ' || time || ' ' || type || ' ' || "
                       "output || ' ' || value || ' ' || metadata || ' ' || logic_version FROM indicators"),
            "binance BTCUSDT 1m 1970-01-01T00:02:00Z RSI:period=14 Real 51.5 {} 1");
}

TEST_F(Constraints, an_asset_takes_everything_of_its_own_along_when_it_goes) {
  sql_->run(
      "INSERT INTO gaps (asset_id, timeframe_s, from_ns, to_ns, candles, reason, state, known_at_ns) "
      "VALUES (1, 60, 10, 20, 1, 'missing', 'open', 0)");
  sql_->run("INSERT INTO indicator_types (type, output, metadata, logic_version) VALUES ('OBV', 'Real', '{}', 1)");
  sql_->run("INSERT INTO indicator_values VALUES (1, 60, 120, 1, 51.5)");
  sql_->run("DELETE FROM assets WHERE id = 1");
  for (const char* table : {"ohlcv_data", "series", "gaps", "quarantine", "data_quality", "indicator_values"}) {
    EXPECT_EQ(sql_->integer("SELECT count(*) FROM " + std::string(table)), 0) << table;
  }
  EXPECT_EQ(sql_->code("DELETE FROM sources"), SQLITE_OK);
}

TEST_F(Constraints, a_source_in_use_stays) {
  EXPECT_EQ(sql_->code("DELETE FROM sources"), SQLITE_CONSTRAINT);
}

// By hand from fixtures.hpp: candle 1 is open 4200007, close -90, wicks 33 and 21, at 2 and 5 decimals.
TEST_F(Constraints, the_view_shows_real_prices_and_iso_times) {
  EXPECT_EQ(
      sql_->text("SELECT venue || ' ' || symbol || ' ' || timeframe || ' ' || open_time || ' ' || open || ' ' || high "
                 "|| ' ' || low || ' ' || close || ' ' || volume || ' ' || trades || ' ' || taker_buy || ' ' || source "
                 "FROM ohlcv ORDER BY open_time DESC LIMIT 1"),
      "binance BTCUSDT 1m 2024-01-01T00:01:00Z 42000.07 42000.4 41998.96 41999.17 10.00001 11 4.00001 test");
}

}  // namespace
}  // namespace tidemark::storage
