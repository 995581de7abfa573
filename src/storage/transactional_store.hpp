#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"
#include "storage/store.hpp"

namespace tidemark::storage {

/// What the writer and the store's own upkeep need beyond reading and writing records.
class TransactionalStore : public Store {
 public:
  /// Runs `work`; every write of this store inside it becomes one transaction, committed when `work` succeeds and
  /// undone when it fails. After a failed write `work` must stop: nothing further is accepted, and nothing will be
  /// committed.
  virtual core::Status in_transaction(const std::function<core::Status()>& work) = 0;

  /// Removes the candles of one series that open in [from, to), and the patterns and indicator values on them; returns
  /// how many candles.
  virtual core::Result<std::uint64_t> remove_candles(const SeriesKey& series, core::TimeRange range) = 0;

  /// Where the candle with this open time came from. kNotFound when there is none.
  virtual core::Result<Source> source_of(const SeriesKey& series, core::Timestamp open_time) = 0;

  /// Reads the whole database: page structure, constraints, references, and that each series holds as many candles as
  /// it says. kCorrupt names the first thing wrong.
  virtual core::Status check() = 0;
};

/// As open_store.
[[nodiscard]] core::Result<std::unique_ptr<TransactionalStore>> open_transactional_store(const std::string& path_or_url,
                                                                                         OpenMode mode);

}  // namespace tidemark::storage
