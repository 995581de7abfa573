#pragma once

#include "analysis/volume/finding.hpp"
#include "core/time.hpp"
#include "core/values.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// A finding of volume as the store keeps it, known since `known_at`. Its metadata holds what has no column: measure,
/// candles, from, from_price.
[[nodiscard]] storage::VolumePatternRecord volume_record(storage::SeriesKey series,
                                                         const analysis::volume::Finding& finding,
                                                         core::Timestamp known_at, core::Scale scale);

}  // namespace tidemark::app
