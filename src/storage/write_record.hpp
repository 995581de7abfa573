#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/instrument.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage {

/// An engine snapshot on its way into the store; replaces the one of the same name.
struct SnapshotRecord {
  std::string name;
  std::vector<std::byte> data;
};

/// A large record on the heap, so that a queue of small ones does not pay for its size: hundreds of thousands may wait.
template <class T>
using Boxed = std::unique_ptr<T>;

/// Everything the writer takes. An instrument must come before the gaps, findings, qualities, patterns, indicator
/// values, zones, signals, traces and confluence about it; candles bring theirs along.
using WriteRecord = std::variant<core::Instrument, CandleBatch, GapRecord, QuarantineRecord, QualityRecord,
                                 PatternRecord, VolumePatternRecord, Boxed<ChartPatternRecord>, IndicatorBatch,
                                 Boxed<ZoneChange>, Boxed<SignalRecord>, TraceRecord, ConfluenceRecord, SnapshotRecord,
                                 Boxed<AlertChange>, Boxed<TradingChange>, Boxed<JournalChange>>;

/// How many rows a record stands for in the queue's capacity: a batch's candles or values, a chart's confluence by its
/// zones and factors, else one.
[[nodiscard]] std::uint64_t rows_of(const WriteRecord& record);

/// Writes one record; what it did to candles is added to `result`.
[[nodiscard]] core::Status write_record(TransactionalStore& store, const WriteRecord& record, WriteResult& result);

}  // namespace tidemark::storage
