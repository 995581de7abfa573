#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "storage/store.hpp"

namespace tidemark::app {

/// A Store that also answers for timeframes that are not stored, by aggregating the coarsest stored timeframe that fits
/// into them. What is stored wins: a series with any candle of its own in the asked range is returned as it stands.
/// Everything else passes through. Aggregated candles of an incomplete set carry CandleFlag::kPartial.
[[nodiscard]] std::unique_ptr<storage::Store> make_deriving_store(std::unique_ptr<storage::Store> inner);

/// The series a user's symbol means: the named venue, or for a bare symbol the first venue that has this timeframe (or
/// one it can be built from). kNotFound names what the store holds and how to get data in.
[[nodiscard]] core::Result<storage::SeriesKey> resolve_series(storage::Store& store, std::string_view symbol,
                                                              core::Timeframe timeframe);

/// All candles of a series in [from, to), read in pages; `scale` is common to all.
[[nodiscard]] core::Result<storage::CandlePage> read_all(storage::Store& store, const storage::SeriesKey& series,
                                                         std::optional<core::Timestamp> from = {},
                                                         std::optional<core::Timestamp> to = {});

}  // namespace tidemark::app
