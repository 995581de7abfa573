#pragma once

#include <string>
#include <vector>

#include "api/volume_series.hpp"

namespace tidemark::api {

/// The VolumeCatalogue document: what can be found in volume.
[[nodiscard]] std::string encode_volume_catalogue();
/// The VolumeUpdate document, as the stream has it.
[[nodiscard]] std::string encode_volume_update(const SeriesRef& series, const std::vector<SeenVolume>& findings);
/// The VolumePatterns document.
[[nodiscard]] std::string encode_volume_patterns(const core::SymbolName& symbol, const VolumeFindings& found);

}  // namespace tidemark::api
