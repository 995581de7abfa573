#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/zones/settings.hpp"
#include "api/context.hpp"
#include "core/candle.hpp"

namespace tidemark::api {

/// Whether a zone was followed live and kept in the database, or is found now in candles nobody watched.
enum class ZoneOrigin : std::uint8_t { kLive, kComputed };
[[nodiscard]] std::string_view name_of(ZoneOrigin origin) noexcept;

/// A zone with its life, as the API shows it.
struct SeenZone {
  storage::ZoneRecord zone;
  std::vector<storage::ZoneTestRecord> tests;  ///< ascending
  ZoneOrigin origin{ZoneOrigin::kLive};
};

struct ZonesWanted {
  core::TimeRange range;              ///< zones whose life touches it
  std::vector<std::string> statuses;  ///< empty: all
  std::string type;                   ///< empty: all
  std::optional<storage::ZoneCursor> before;
  std::uint32_t limit{1000};
};

struct ZoneList {
  std::vector<SeenZone> zones;      ///< newest first
  std::uint64_t candles{0};         ///< computed from so many
  std::optional<std::string> next;  ///< cursor of the following page
};

/// The zones in `candles`, oldest first, with whom they flipped from and to. `settings` have passed check_settings().
[[nodiscard]] std::vector<SeenZone> computed_zones(const core::Instrument& instrument, core::Timeframe timeframe,
                                                   std::span<const core::CandleF> candles,
                                                   const analysis::zones::ZoneSettings& settings);

/// Zones kept by the store, and before those began the ones that a bounded number of candles up to the range's end
/// shows.
[[nodiscard]] core::Result<ZoneList> read_zones(const Context& context, const ReadWorker::StoreAccess& store,
                                                const SeriesRef& series, const ZonesWanted& wanted);

/// "MS:ID". Errors: kInvalidArgument "bad_cursor".
[[nodiscard]] core::Result<std::optional<storage::ZoneCursor>> parse_zone_cursor(std::string_view text);

}  // namespace tidemark::api
