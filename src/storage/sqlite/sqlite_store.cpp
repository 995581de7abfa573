#include "storage/sqlite/sqlite_store.hpp"

#include <limits>
#include <utility>

#include "storage/sqlite/activation.hpp"
#include "storage/sqlite/alerts.hpp"
#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/candles.hpp"
#include "storage/sqlite/chart_patterns.hpp"
#include "storage/sqlite/check.hpp"
#include "storage/sqlite/confluence.hpp"
#include "storage/sqlite/confluence_tests.hpp"
#include "storage/sqlite/findings.hpp"
#include "storage/sqlite/gaps.hpp"
#include "storage/sqlite/indicators.hpp"
#include "storage/sqlite/patterns.hpp"
#include "storage/sqlite/signals.hpp"
#include "storage/sqlite/snapshots.hpp"
#include "storage/sqlite/trading.hpp"
#include "storage/sqlite/volume_patterns.hpp"
#include "storage/sqlite/zones.hpp"

namespace tidemark::storage::sqlite {
namespace {

using core::forward_error;
using core::Result;
using core::Status;

/// Ties the tables' functions together; every write is a transaction of its own or joins the one around it.
class SqliteStore final : public TransactionalStore {
 public:
  explicit SqliteStore(std::unique_ptr<Database> database) : database_{std::move(database)} {}

  Status put_instrument(const core::Instrument& instrument) override {
    return write([&]() -> Status {
      auto asset = ensure_asset(*database_, instrument, Facts::kUpdate);
      if (!asset) return forward_error(asset);
      return {};
    });
  }
  Result<std::vector<core::Instrument>> instruments() override { return read_instruments(*database_); }
  Result<std::vector<SeriesInfo>> series() override { return read_series(*database_); }

  Result<WriteResult> put_candles(const CandleBatch& batch) override { return put({&batch, 1}); }
  Result<WriteResult> put_candles(const std::vector<CandleBatch>& batches) override { return put(batches); }
  Result<CandlePage> candles(const CandleQuery& query) override { return read_candles(*database_, query); }

  Status put_gaps(const std::vector<GapRecord>& gaps) override {
    return write([&] { return write_gaps(*database_, gaps); });
  }
  Status replace_gaps(const SeriesKey& series, core::TimeRange range, const std::vector<core::Gap>& gaps) override {
    return write([&] { return sqlite::replace_gaps(*database_, series, range, gaps); });
  }
  Result<std::vector<GapRecord>> gaps(const std::string& symbol, std::optional<core::Timeframe> timeframe) override {
    return read_gaps(*database_, symbol, timeframe);
  }

  Status put_quarantine(const std::vector<QuarantineRecord>& rows) override {
    return write([&] { return write_quarantine(*database_, rows); });
  }
  Result<QuarantinePage> quarantine(const PageRequest& page) override { return read_quarantine(*database_, page); }
  Status put_quality(const std::vector<QualityRecord>& rows) override {
    return write([&] { return write_quality(*database_, rows); });
  }
  Result<std::optional<QualityRecord>> latest_quality(const SeriesKey& series) override {
    return read_latest_quality(*database_, series);
  }

  Status put_patterns(const std::vector<PatternRecord>& rows) override {
    return write([&] { return write_patterns(*database_, rows); });
  }
  Result<std::vector<PatternRecord>> patterns(const PatternQuery& query) override {
    return read_patterns(*database_, query);
  }

  Status put_chart_patterns(const std::vector<ChartPatternRecord>& rows) override {
    return write([&] { return write_chart_patterns(*database_, rows); });
  }
  Result<std::vector<ChartPatternRecord>> chart_patterns(const ChartPatternQuery& query) override {
    return read_chart_patterns(*database_, query);
  }
  Result<std::optional<core::Timestamp>> first_chart_pattern(const SeriesKey& series) override {
    return read_first_chart_pattern(*database_, series);
  }
  Status put_volume_patterns(const std::vector<VolumePatternRecord>& rows) override {
    return write([&] { return write_volume_patterns(*database_, rows); });
  }
  Result<std::vector<VolumePatternRecord>> volume_patterns(const VolumePatternQuery& query) override {
    return read_volume_patterns(*database_, query);
  }

  Status put_indicators(const IndicatorBatch& batch) override {
    return write([&] { return write_indicators(*database_, batch); });
  }
  Result<std::vector<IndicatorValue>> indicators(const IndicatorQuery& query) override {
    return read_indicators(*database_, query);
  }

  Status put_zones(const std::vector<ZoneChange>& changes) override {
    return write([&] { return write_zones(*database_, changes); });
  }
  Result<std::vector<ZoneRecord>> zones(const ZoneQuery& query) override { return read_zones(*database_, query); }
  Result<ZoneRecord> zone(const std::string& id) override { return read_zone(*database_, id); }
  Result<std::vector<ZoneTestRecord>> zone_tests(const std::string& id) override {
    return read_zone_tests(*database_, id);
  }
  Result<std::optional<core::Timestamp>> first_zone(const SeriesKey& series) override {
    return read_first_zone(*database_, series);
  }

  Status put_signals(const std::vector<SignalRecord>& rows) override {
    return write([&] { return write_signals(*database_, rows); });
  }
  Result<std::vector<SignalRecord>> signals(const SignalQuery& query) override {
    return read_signals(*database_, query);
  }
  Result<std::vector<CalibrationRow>> calibration(const std::optional<InstrumentKey>& instrument) override {
    return read_calibration(*database_, instrument);
  }
  Status put_confluence_test(const ConfluenceTestRecord& test) override {
    return write([&] { return write_confluence_test(*database_, test); });
  }
  Result<std::vector<ConfluenceTestRecord>> confluence_tests(const SeriesKey& series) override {
    return read_confluence_tests(*database_, series);
  }
  Result<std::vector<FactorPerformanceRow>> factor_performance(
      const std::optional<InstrumentKey>& instrument) override {
    return read_factor_performance(*database_, instrument);
  }
  Status put_traces(const std::vector<TraceRecord>& rows) override {
    return write([&] { return write_traces(*database_, rows); });
  }
  Result<TraceRecord> trace(const InstrumentKey& instrument, core::TimeRange known_at) override {
    return read_trace(*database_, instrument, known_at);
  }
  Status put_confluence(const std::vector<ConfluenceRecord>& rows) override {
    return write([&] { return write_confluence(*database_, rows); });
  }
  Result<std::optional<ConfluenceRecord>> confluence(const SeriesKey& series, core::Timestamp before) override {
    return read_confluence(*database_, series, before);
  }

  AlertLedger& alert_ledger() override { return alerts_; }
  TradingLedger& trading_ledger() override { return trading_; }
  ActivationLedger& activation_ledger() override { return activation_; }

  Status put_snapshot(const std::string& name, std::span<const std::byte> data) override {
    return write([&] { return write_snapshot(*database_, name, data); });
  }
  Result<std::optional<std::vector<std::byte>>> snapshot(const std::string& name) override {
    return read_snapshot(*database_, name);
  }

  Result<std::uint64_t> retain(core::Timeframe timeframe, core::Timestamp before) override {
    std::uint64_t removed = 0;
    auto done = write([&]() -> Status {
      auto all = read_series(*database_);
      if (!all) return forward_error(all);
      for (const SeriesInfo& info : *all) {
        if (info.series.timeframe != timeframe) continue;
        auto count = remove_candles(info.series, {.from = kBeginning, .to = before});
        if (!count) return forward_error(count);
        removed += *count;
      }
      return {};
    });
    if (!done) return forward_error(done);
    return removed;
  }

  Result<std::uint64_t> remove_candles(const SeriesKey& series, core::TimeRange range) override {
    std::uint64_t removed = 0;
    auto done = write([&]() -> Status {
      auto asset = find_asset(*database_, series.venue, series.symbol);
      if (!asset) return forward_error(asset);
      if (!*asset) return {};
      auto count = sqlite::remove_candles(*database_, **asset, series.timeframe, range);
      if (!count) return forward_error(count);
      removed = *count;
      return {};
    });
    if (!done) return forward_error(done);
    return removed;
  }

  Result<Source> source_of(const SeriesKey& series, core::Timestamp open_time) override {
    return read_source(*database_, series, open_time);
  }
  Status in_transaction(const std::function<Status()>& work) override { return write(work); }
  Status check() override { return check_database(*database_); }

 private:
  static constexpr core::Timestamp kBeginning{std::numeric_limits<std::int64_t>::min()};

  template <class Work>
  Status write(const Work& work) {
    auto transaction = Transaction::begin(*database_, Intent::kWrite);
    if (!transaction) return forward_error(transaction);
    if (auto done = work(); !done) return done;
    return transaction->commit();
  }

  Result<WriteResult> put(std::span<const CandleBatch> batches) {
    WriteResult total;
    auto done = write([&]() -> Status {
      for (const CandleBatch& batch : batches) {
        auto result = write_candles(*database_, batch);
        if (!result) return forward_error(result);
        total.inserted += result->inserted;
        total.unchanged += result->unchanged;
        total.replaced += result->replaced;
      }
      return {};
    });
    if (!done) return forward_error(done);
    return total;
  }

  std::unique_ptr<Database> database_;
  SqliteAlerts alerts_{*database_};
  SqliteTrading trading_{*database_};
  SqliteActivation activation_{*database_};
};

}  // namespace

std::unique_ptr<TransactionalStore> make_store(std::unique_ptr<Database> database) {
  return std::make_unique<SqliteStore>(std::move(database));
}

}  // namespace tidemark::storage::sqlite
