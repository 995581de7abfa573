#pragma once

#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "analysis/zones/settings.hpp"
#include "analysis/zones/zone.hpp"
#include "app/cli/analyze_input.hpp"
#include "core/result.hpp"

namespace tidemark::app {

/// A zone as it stands after the last candle, with its tests.
struct ZoneHistory {
  analysis::zones::Zone zone;
  analysis::zones::Zone created;  ///< as it was when it became known
  std::vector<analysis::zones::ZoneTest> tests;
};

/// Supply and demand zones of the input.
struct ZonesFound {
  analysis::zones::ZoneSettings settings;
  std::vector<analysis::zones::ZoneEvent> events;  ///< in the order they became known
  std::vector<ZoneHistory> zones;                  ///< oldest first
};

/// The settings for the input's market with "NAME=VALUE" changes. kInvalidArgument names what is wrong.
[[nodiscard]] core::Result<analysis::zones::ZoneSettings> zone_settings(const AnalyzeInput& input,
                                                                        std::span<const std::string> changes);

/// `settings` have passed check_settings().
[[nodiscard]] ZonesFound find_zones(const analysis::zones::ZoneSettings& settings, const AnalyzeInput& input);

/// `known_at,event,id,zone_type,status,top_price,bottom_price,strength_score,test_count,success_count`, one event a
/// line.
void write_csv(const AnalyzeInput& input, const ZonesFound& found, std::ostream& out);
/// An array of zones, oldest first, with the names of the storage tables, their tests and their flips.
void write_json(const AnalyzeInput& input, const ZonesFound& found, std::ostream& out);
/// The readable report: live zones by distance, how zones fared, and how many a thousand candles yield.
void write_report(const AnalyzeInput& input, const ZonesFound& found, std::ostream& out);

}  // namespace tidemark::app
