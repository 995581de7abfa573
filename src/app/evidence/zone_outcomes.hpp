#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "analysis/zones/zone.hpp"
#include "app/evidence/family.hpp"
#include "app/evidence/verdict.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app::evidence {

/// How the zones of one formation went, in the market or in shuffled series.
struct ZoneCount {
  std::uint64_t created{0};
  Share first;   ///< first tests that were decided, and of these the ones that bounced
  Share tests;   ///< the same of all tests
  Share broken;  ///< zones that ended, and of these the ones that broke
};
using ZoneCounts = std::array<ZoneCount, analysis::zones::kFormationNames.size()>;

struct ZoneMarket {
  std::string name;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::size_t candles{0};
  std::size_t shuffles{0};
  ZoneCounts market{};
  ZoneCounts shuffled{};  ///< of all shuffled series together
};

/// What a series says of its zones: the defaults of its market.
[[nodiscard]] ZoneCounts count_zones(const Series& series);

/// The series and `shuffles` of its shuffled ones (aftermath/shuffled.hpp); `tick` the least step of its prices.
[[nodiscard]] ZoneMarket measure_zones(std::string name, const Series& series, double tick, std::uint64_t seed,
                                       std::size_t shuffles);

/// Tables in Markdown: all markets of a timeframe together, then each market.
void write_zone_outcomes(std::span<const ZoneMarket> markets, std::ostream& out);
/// An array, one object a formation.
void write_zone_outcomes(const ZoneMarket& market, net::JsonWriter& json);

}  // namespace tidemark::app::evidence
