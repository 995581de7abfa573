#include "storage/sqlite/signals.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using testing::btc;
using testing::kBtc1m;
using testing::kStart;
using testing::value_of;

const InstrumentKey kBtc{kBtc1m.venue, kBtc1m.symbol};

core::Timestamp minute(std::int64_t minutes) {
  return kStart + core::minutes(minutes);
}

SignalRecord open_at(std::int64_t at) {
  return {.instrument = kBtc,
          .known_at = minute(at),
          .direction = "bullish",
          .number = 3,
          .type = "weak_buy",
          .status = "open",
          .score = 0.25,
          .confluence = 0.4,
          .confidence = 55.5,
          .entry = 100,
          .stop = 98,
          .targets = "[103,105.5]",
          .risk_reward = 1.5,
          .risk_percent = 0.55,
          .size_hint = 0.275,
          .candle = minute(at - 1),
          .expires = minute(at + 240),
          .updated = minute(at)};
}

SignalRecord ended_at(std::int64_t at, const std::string& status, double exit, double confidence = 55.5) {
  auto row = open_at(at);
  row.status = status;
  row.confidence = confidence;
  row.updated = minute(at + 10);
  row.ended = minute(at + 10);
  row.exit = exit;
  row.result = (exit - 100) / 2;
  row.favorable = 3.5;
  row.adverse = 0.5;
  return row;
}

TraceRecord trace_at(std::int64_t at, const std::string& text = R"({"id":1})") {
  return {.instrument = kBtc,
          .known_at = minute(at),
          .verdict = "signal",
          .type = "weak_buy",
          .score = 0.25,
          .confidence = 55.5,
          .configuration = "00ff00ff00ff00ff",
          .logic_version = 1,
          .trace = text};
}

/// Signals in a file that can be looked into.
class StoredSignals : public ::testing::Test {
 protected:
  testing::TemporaryFolder folder_;
  std::string file_ = folder_.file("t.db");
  std::unique_ptr<Store> store_ = value_of(open_store(file_, OpenMode::kCreate));
};

// By hand: on the first day one of two, 1.5 and -1 risks; on the second the one that there was.
TEST_F(StoredSignals, reasons_are_rated_day_by_day_and_go_with_their_signals) {
  ASSERT_TRUE(store_->put_instrument(btc()));
  std::vector rows{ended_at(20, "target", 103), ended_at(40, "stopped", 98), ended_at(24 * 60, "target", 103)};
  for (SignalRecord& row : rows) row.factors = {"fibonacci"};
  ASSERT_TRUE(store_->put_signals(rows));
  testing::RawSql sql{file_};
  sql.run("PRAGMA foreign_keys = ON");
  const auto of_day = [&](const std::string& date) {
    return sql.text(
        "SELECT factor_type || ' ' || signals_hit || ' of ' || signals_ended || ' ' || hit_rate || ' ' || "
        "mean_result_r FROM confluence_performance WHERE date = '" +
        date + "'");
  };
  EXPECT_EQ(of_day("2024-01-01"), "fibonacci 1 of 2 0.5 0.25");
  EXPECT_EQ(of_day("2024-01-02"), "fibonacci 1 of 1 1.0 1.5");
  EXPECT_NE(sql.code("INSERT INTO signal_factors VALUES (1, 0, 'bullish', 'volume')"), SQLITE_OK) << "of no signal";
  EXPECT_EQ(sql.code("DELETE FROM signals"), SQLITE_OK);
  EXPECT_EQ(sql.integer("SELECT count(*) FROM signal_factors"), 0);
}

class Signals : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }
  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
};

TEST_F(Signals, come_back_with_every_field_newest_first) {
  const auto open = open_at(50);
  const auto ended = ended_at(20, "target", 103);
  ASSERT_TRUE(store_->put_signals({ended, open}));
  EXPECT_EQ(value_of(store_->signals({})), (std::vector{open, ended}));
}

TEST_F(Signals, end_once_and_never_open_again) {
  ASSERT_TRUE(store_->put_signals({open_at(20)}));
  const auto ended = ended_at(20, "stopped", 98);
  ASSERT_TRUE(store_->put_signals({ended}));
  // History read again after a restart.
  ASSERT_TRUE(store_->put_signals({open_at(20)}));
  EXPECT_EQ(value_of(store_->signals({})), std::vector{ended});
}

TEST_F(Signals, are_cut_by_instrument_range_type_status_and_limit) {
  auto sell = open_at(60);
  sell.direction = "bearish";
  sell.type = "sell";
  sell.stop = 102;
  ASSERT_TRUE(store_->put_signals({ended_at(20, "target", 103), open_at(40), sell}));
  const auto times = [this](const SignalQuery& query) {
    std::vector<std::int64_t> minutes;
    for (const auto& row : value_of(store_->signals(query)))
      minutes.push_back((row.known_at - kStart) / core::minutes(1));
    return minutes;
  };
  using Minutes = std::vector<std::int64_t>;
  EXPECT_EQ(times({.instrument = kBtc}), (Minutes{60, 40, 20}));
  EXPECT_EQ(times({.from = minute(40), .to = minute(60)}), (Minutes{40}));
  EXPECT_EQ(times({.type = "sell"}), (Minutes{60}));
  EXPECT_EQ(times({.status = "open"}), (Minutes{60, 40}));
  EXPECT_EQ(times({.limit = 1}), (Minutes{60}));
  EXPECT_EQ(times({.type = "' OR 1=1 --"}), Minutes{});
  EXPECT_EQ(store_->signals({.instrument = InstrumentKey{"binance", "NOPE"}}).error().kind, ErrorKind::kNotFound);
}

// By hand: of the low confidences (40 to below 60) one of two hit, results 1.5 and -1; of the high one of one.
TEST_F(Signals, are_counted_by_type_and_confidence_once_they_have_ended) {
  ASSERT_TRUE(store_->put_signals({ended_at(20, "target", 103, 40), ended_at(40, "stopped", 98, 59.9),
                                   ended_at(60, "target", 103, 75), open_at(80)}));
  const std::vector<CalibrationRow> expected{{"weak_buy", 1, 1, 2, 0.5}, {"weak_buy", 3, 1, 1, 1.5}};
  EXPECT_EQ(value_of(store_->calibration(std::nullopt)), expected);
  EXPECT_EQ(value_of(store_->calibration(kBtc)), expected);
}

// By hand: zones took part in all three that ended, of which two hit, 1.5 - 1 + 1.5 = 2 risks; volume in the one that
// was stopped; MACD only in one that is still open.
TEST_F(Signals, are_counted_by_the_reasons_they_had) {
  auto hit = ended_at(20, "target", 103);
  hit.factors = {"supply_demand"};
  auto lost = ended_at(40, "stopped", 98);
  lost.factors = {"volume", "supply_demand"};
  auto opened = open_at(60);
  opened.factors = {"supply_demand"};
  auto open = open_at(80);
  open.factors = {"macd"};
  ASSERT_TRUE(store_->put_signals({hit, lost, opened, open}));
  auto ended = ended_at(60, "target", 103);
  ended.factors = {"supply_demand"};
  ASSERT_TRUE(store_->put_signals({ended}));
  const std::vector<FactorPerformanceRow> expected{{"supply_demand", 2, 3, 2}, {"volume", 0, 1, -1}};
  EXPECT_EQ(value_of(store_->factor_performance(std::nullopt)), expected);
  EXPECT_EQ(value_of(store_->factor_performance(kBtc)), expected);
  EXPECT_EQ(store_->factor_performance(InstrumentKey{"binance", "NOPE"}).error().kind, ErrorKind::kNotFound);
  open.factors = {"astrology"};
  EXPECT_FALSE(store_->put_signals({open}));
}

TEST_F(Signals, that_contradict_themselves_are_refused) {
  const auto refused = [this](SignalRecord row) { return !store_->put_signals({row}).has_value(); };
  auto row = open_at(1);
  row.stop = 101;  // before the entry
  EXPECT_TRUE(refused(row));
  row = open_at(1);
  row.type = "sell";  // of the other side
  EXPECT_TRUE(refused(row));
  row = open_at(1);
  row.type = "neutral";
  EXPECT_TRUE(refused(row));
  row = open_at(1);
  row.status = "target";  // without an end
  EXPECT_TRUE(refused(row));
  row = open_at(1);
  row.targets = "[]";
  EXPECT_TRUE(refused(row));
  row = open_at(1);
  row.confidence = 101;
  EXPECT_TRUE(refused(row));
  row = open_at(1);
  row.entry = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(refused(row));
  EXPECT_TRUE(value_of(store_->signals({})).empty());
  row = open_at(1);
  row.instrument.symbol = "NOPE";
  EXPECT_EQ(store_->put_signals({row}).error().kind, ErrorKind::kNotFound);
}

TEST_F(Signals, traces_are_found_by_instrument_and_time) {
  ASSERT_TRUE(store_->put_traces({trace_at(10), trace_at(20, R"({"id":2})")}));
  const auto within = [](std::int64_t at) { return core::TimeRange{minute(at), minute(at) + core::milliseconds(1)}; };
  EXPECT_EQ(value_of(store_->trace(kBtc, within(20))), trace_at(20, R"({"id":2})"));
  EXPECT_EQ(store_->trace(kBtc, within(15)).error().code, "trace_unknown");
  EXPECT_FALSE(store_->put_traces({trace_at(30, "{")}));
  auto contradicts = trace_at(30);
  contradicts.verdict = "no_signal";
  EXPECT_FALSE(store_->put_traces({contradicts}));
}

TEST_F(Signals, only_the_newest_traces_are_kept) {
  std::vector<TraceRecord> rows;
  for (std::int64_t at = 0; at < kTracesKept + 3; ++at) rows.push_back(trace_at(at));
  ASSERT_TRUE(store_->put_traces(rows));
  const auto oldest = value_of(store_->trace(kBtc, {minute(0), minute(100)}));
  EXPECT_EQ(oldest.known_at, minute(3));
}

}  // namespace
}  // namespace tidemark::storage
