#include "storage/write_record.hpp"

#include <algorithm>

namespace tidemark::storage {

using core::forward_error;
using core::Status;

namespace {

struct Write {
  TransactionalStore& store;
  WriteResult& result;

  Status operator()(const core::Instrument& instrument) const { return store.put_instrument(instrument); }
  Status operator()(const CandleBatch& batch) const {
    auto written = store.put_candles(batch);
    if (!written) return forward_error(written);
    result.inserted += written->inserted;
    result.unchanged += written->unchanged;
    result.replaced += written->replaced;
    return {};
  }
  Status operator()(const GapRecord& gap) const { return store.put_gaps({gap}); }
  Status operator()(const QuarantineRecord& row) const { return store.put_quarantine({row}); }
  Status operator()(const QualityRecord& row) const { return store.put_quality({row}); }
  Status operator()(const PatternRecord& row) const { return store.put_patterns({row}); }
  Status operator()(const VolumePatternRecord& row) const { return store.put_volume_patterns({row}); }
  Status operator()(const IndicatorBatch& batch) const { return store.put_indicators(batch); }
  Status operator()(const Boxed<ZoneChange>& change) const { return store.put_zones({*change}); }
  Status operator()(const Boxed<ChartPatternRecord>& row) const { return store.put_chart_patterns({*row}); }
  Status operator()(const Boxed<SignalRecord>& row) const { return store.put_signals({*row}); }
  Status operator()(const TraceRecord& row) const { return store.put_traces({row}); }
  Status operator()(const ConfluenceRecord& row) const { return store.put_confluence({row}); }
  Status operator()(const Boxed<AlertChange>& change) const { return store.alert_ledger().put(*change); }
  Status operator()(const Boxed<TradingChange>& change) const { return store.trading_ledger().put(*change); }
  Status operator()(const Boxed<JournalChange>& change) const { return store.trading_ledger().put(*change); }
  Status operator()(const SnapshotRecord& snapshot) const { return store.put_snapshot(snapshot.name, snapshot.data); }
};

}  // namespace

std::uint64_t rows_of(const WriteRecord& record) {
  std::uint64_t rows = 1;
  if (const auto* candles = std::get_if<CandleBatch>(&record)) rows = candles->candles.size();
  if (const auto* values = std::get_if<IndicatorBatch>(&record)) rows = values->rows.size();
  if (const auto* confluence = std::get_if<ConfluenceRecord>(&record)) {
    for (const auto& zone : confluence->zones) rows += 1 + zone.factors.size();
  }
  if (const auto* trading = std::get_if<Boxed<TradingChange>>(&record)) rows = (*trading)->rows();
  return std::max<std::uint64_t>(1, rows);
}

Status write_record(TransactionalStore& store, const WriteRecord& record, WriteResult& result) {
  return std::visit(Write{store, result}, record);
}

}  // namespace tidemark::storage
