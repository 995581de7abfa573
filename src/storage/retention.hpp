#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage {

struct ArchiveResult {
  std::uint64_t candles{0};  ///< archived and removed
  std::vector<std::filesystem::path> files;
};

/// Moves the candles of a timeframe that open before `before` out of the store, into one or more files a series:
/// FOLDER/VENUE_SYMBOL_TIMEFRAME_FIRST_LAST.csv.gz with
/// `time,open,high,low,close,volume,trades,taker_buy,flags,source`, which `tidemark import` reads back. Each file is
/// safe on the disk before its candles are removed, and both happen under the write lock, so nothing is removed that
/// was not archived; after a crash in between the same file is written again. Store::retain is the way without an
/// archive.
[[nodiscard]] core::Result<ArchiveResult> archive_and_retain(TransactionalStore& store, core::Timeframe timeframe,
                                                             core::Timestamp before,
                                                             const std::filesystem::path& folder);

}  // namespace tidemark::storage
