#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/zone_record.hpp"
#include "api/zone_series.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {

/// The ZoneInfo document.
void encode_zone(net::JsonWriter& json, const SeenZone& seen);
/// The ZonePage document. `list.next` stands in it as it is.
[[nodiscard]] std::string encode_zone_page(const SeriesRef& series, const ZoneList& list);
/// The ZoneUpdate document: zones as they stood when the engine said so, each with the test that this was about, if
/// any. Where a zone flipped from or to is told when that was said among them.
[[nodiscard]] std::string encode_zone_update(const SeriesRef& series, const std::vector<SaidZone>& said);
/// The ZoneTests document of one stored zone.
[[nodiscard]] std::string encode_zone_tests(const SeenZone& seen);
/// The ZoneStatistics document: what each day of the range saw, and all of it together.
[[nodiscard]] std::string encode_zone_statistics(const SeriesRef& series, const ZoneList& list, core::TimeRange range);

}  // namespace tidemark::api
