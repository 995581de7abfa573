#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/volume/finding.hpp"
#include "analysis/volume/settings.hpp"
#include "api/candle_window.hpp"
#include "api/context.hpp"
#include "api/pattern_series.hpp"
#include "core/result.hpp"
#include "engine/output.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// Something the volume of a series showed, as the API shows it.
struct SeenVolume {
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::volume::Finding finding;
  core::Timestamp known_at;  ///< when the engine knew; of a computed one the end of the candle that completed it
  int logic_version{1};
  PatternOrigin origin{PatternOrigin::kLive};
};

[[nodiscard]] SeenVolume seen_of(const engine::VolumeOutput& output);
/// nullopt: a row of a kind this program does not know, or whose numbers cannot be read.
[[nodiscard]] std::optional<SeenVolume> seen_of(const storage::VolumePatternRecord& record);

/// Findings of one instrument have an order: by time, then from short to long timeframes, then by the catalogue's.
struct VolumeKey {
  core::Timestamp time;
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::volume::Kind kind{};

  friend auto operator<=>(const VolumeKey&, const VolumeKey&) = default;
};

struct VolumeQuery {
  std::optional<core::Timestamp> from;  ///< of the candle it is about, inclusive
  std::optional<core::Timestamp> to;    ///< exclusive
  std::uint32_t limit{1000};            ///< the newest so many
  std::optional<analysis::volume::Kind> kind;
  std::optional<analysis::volume::Strength> strength;
  std::optional<core::Timeframe> timeframe;  ///< absent: all of them
  std::optional<VolumeKey> before;           ///< only what comes before it
};

/// What was looked at in one timeframe.
struct VolumeSample {
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::uint64_t candles{0};
  core::Timestamp first;  ///< open time of the first
  core::Timestamp last;
};

struct VolumeFindings {
  std::vector<SeenVolume> findings;  ///< ascending
  std::vector<VolumeSample> samples;
  std::optional<std::string> next;  ///< cursor of the following page; absent when there is nothing more to look at
};

/// "MS:TIMEFRAME:TYPE" of the first finding of a page, or "MS:all" for whatever came before that time: puts the page's
/// end in place of the query's. Errors: kInvalidArgument "bad_cursor".
[[nodiscard]] core::Status apply_cursor(VolumeQuery& query, std::string_view cursor);

/// How many candles before a window its findings depend on: averages, swings and states, and in a market judged by time
/// of day the days that its slots learn from.
[[nodiscard]] std::uint32_t volume_history(const analysis::volume::Settings& base, const SeriesRef& series);

/// kNotFound "volume_off" where the capability is switched off.
[[nodiscard]] core::Result<analysis::volume::Settings> volume_settings(const Context& context);

/// Findings of one instrument: said live (memory, then the store), else computed now from the candles, of which at most
/// 20,000 a timeframe are looked at, the newest before `to`; where there are more, the page ends where one timeframe's
/// candles do, and `next` goes on from there. Errors: those of volume_settings() and of reading.
[[nodiscard]] core::Result<VolumeFindings> read_volume(const Context& context, const ReadWorker::StoreAccess& store,
                                                       const core::SymbolName& symbol, const VolumeQuery& query);

}  // namespace tidemark::api
