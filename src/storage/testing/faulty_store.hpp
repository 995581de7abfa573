#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "storage/transactional_store.hpp"

namespace tidemark::storage::testing {

/// A real store whose next transactions fail as told, before they commit.
class FaultyStore final : public TransactionalStore {
 public:
  explicit FaultyStore(std::unique_ptr<TransactionalStore> inner) : inner_{std::move(inner)} {}

  /// The next `times` transactions do their work and then fail like this.
  void fail_next(int times, core::Error error) {
    faults_ = times;
    error_ = std::move(error);
  }
  /// No more of them; from any thread.
  void heal() { faults_ = 0; }
  /// Transactions wait from now on until go_on(); from any thread.
  void hold() { held_ = true; }
  void go_on() {
    held_ = false;
    held_.notify_all();
  }
  [[nodiscard]] int transactions() const { return transactions_; }

  core::Status in_transaction(const std::function<core::Status()>& work) override {
    ++transactions_;
    held_.wait(true);
    return inner_->in_transaction([&]() -> core::Status {
      if (auto done = work(); !done) return done;
      if (faults_ > 0) {
        --faults_;
        return std::unexpected(error_);
      }
      return {};
    });
  }

  core::Status put_instrument(const core::Instrument& i) override { return inner_->put_instrument(i); }
  core::Result<std::vector<core::Instrument>> instruments() override { return inner_->instruments(); }
  core::Result<std::vector<SeriesInfo>> series() override { return inner_->series(); }
  core::Result<WriteResult> put_candles(const CandleBatch& b) override { return inner_->put_candles(b); }
  core::Result<WriteResult> put_candles(const std::vector<CandleBatch>& b) override { return inner_->put_candles(b); }
  core::Result<CandlePage> candles(const CandleQuery& q) override { return inner_->candles(q); }
  core::Status put_gaps(const std::vector<GapRecord>& g) override { return inner_->put_gaps(g); }
  core::Status replace_gaps(const SeriesKey& s, core::TimeRange r, const std::vector<core::Gap>& g) override {
    return inner_->replace_gaps(s, r, g);
  }
  core::Result<std::vector<GapRecord>> gaps(const std::string& s, std::optional<core::Timeframe> t) override {
    return inner_->gaps(s, t);
  }
  core::Status put_quarantine(const std::vector<QuarantineRecord>& r) override { return inner_->put_quarantine(r); }
  core::Result<QuarantinePage> quarantine(const PageRequest& p) override { return inner_->quarantine(p); }
  core::Status put_patterns(const std::vector<PatternRecord>& r) override { return inner_->put_patterns(r); }
  core::Result<std::vector<PatternRecord>> patterns(const PatternQuery& q) override { return inner_->patterns(q); }
  core::Status put_volume_patterns(const std::vector<VolumePatternRecord>& r) override {
    return inner_->put_volume_patterns(r);
  }
  core::Result<std::vector<VolumePatternRecord>> volume_patterns(const VolumePatternQuery& q) override {
    return inner_->volume_patterns(q);
  }
  core::Status put_indicators(const IndicatorBatch& b) override { return inner_->put_indicators(b); }
  core::Result<std::vector<IndicatorValue>> indicators(const IndicatorQuery& q) override {
    return inner_->indicators(q);
  }
  core::Status put_zones(const std::vector<ZoneChange>& c) override { return inner_->put_zones(c); }
  core::Result<std::vector<ZoneRecord>> zones(const ZoneQuery& q) override { return inner_->zones(q); }
  core::Result<ZoneRecord> zone(const std::string& id) override { return inner_->zone(id); }
  core::Result<std::vector<ZoneTestRecord>> zone_tests(const std::string& id) override {
    return inner_->zone_tests(id);
  }
  core::Result<std::optional<core::Timestamp>> first_zone(const SeriesKey& s) override { return inner_->first_zone(s); }
  core::Status put_chart_patterns(const std::vector<ChartPatternRecord>& r) override {
    return inner_->put_chart_patterns(r);
  }
  core::Result<std::vector<ChartPatternRecord>> chart_patterns(const ChartPatternQuery& q) override {
    return inner_->chart_patterns(q);
  }
  core::Result<std::optional<core::Timestamp>> first_chart_pattern(const SeriesKey& series) override {
    return inner_->first_chart_pattern(series);
  }
  core::Status put_signals(const std::vector<SignalRecord>& r) override { return inner_->put_signals(r); }
  core::Result<std::vector<SignalRecord>> signals(const SignalQuery& q) override { return inner_->signals(q); }
  core::Result<std::vector<CalibrationRow>> calibration(const std::optional<InstrumentKey>& i) override {
    return inner_->calibration(i);
  }
  core::Status put_confluence_test(const ConfluenceTestRecord& t) override { return inner_->put_confluence_test(t); }
  core::Result<std::vector<ConfluenceTestRecord>> confluence_tests(const SeriesKey& s) override {
    return inner_->confluence_tests(s);
  }
  core::Result<std::vector<FactorPerformanceRow>> factor_performance(const std::optional<InstrumentKey>& i) override {
    return inner_->factor_performance(i);
  }
  core::Status put_traces(const std::vector<TraceRecord>& r) override { return inner_->put_traces(r); }
  core::Result<TraceRecord> trace(const InstrumentKey& i, core::TimeRange r) override { return inner_->trace(i, r); }
  core::Status put_confluence(const std::vector<ConfluenceRecord>& r) override { return inner_->put_confluence(r); }
  core::Result<std::optional<ConfluenceRecord>> confluence(const SeriesKey& s, core::Timestamp b) override {
    return inner_->confluence(s, b);
  }
  AlertLedger& alert_ledger() override { return inner_->alert_ledger(); }
  TradingLedger& trading_ledger() override { return inner_->trading_ledger(); }
  ActivationLedger& activation_ledger() override { return inner_->activation_ledger(); }
  core::Status put_quality(const std::vector<QualityRecord>& r) override { return inner_->put_quality(r); }
  core::Result<std::optional<QualityRecord>> latest_quality(const SeriesKey& s) override {
    return inner_->latest_quality(s);
  }
  core::Status put_snapshot(const std::string& n, std::span<const std::byte> d) override {
    return inner_->put_snapshot(n, d);
  }
  core::Result<std::optional<std::vector<std::byte>>> snapshot(const std::string& n) override {
    return inner_->snapshot(n);
  }
  core::Result<std::uint64_t> retain(core::Timeframe t, core::Timestamp b) override { return inner_->retain(t, b); }
  core::Result<std::uint64_t> remove_candles(const SeriesKey& s, core::TimeRange r) override {
    return inner_->remove_candles(s, r);
  }
  core::Result<Source> source_of(const SeriesKey& s, core::Timestamp t) override { return inner_->source_of(s, t); }
  core::Status check() override { return inner_->check(); }

 private:
  std::unique_ptr<TransactionalStore> inner_;
  std::atomic<int> faults_{0};
  std::atomic<bool> held_{false};
  std::atomic<int> transactions_{0};
  core::Error error_;
};

}  // namespace tidemark::storage::testing
