#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/candlesticks/settings.hpp"
#include "analysis/catalogue.hpp"
#include "analysis/chart_patterns/settings.hpp"
#include "analysis/structure/settings.hpp"
#include "analysis/volume/settings.hpp"
#include "analysis/zones/settings.hpp"
#include "core/bytes.hpp"
#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "engine/audience.hpp"
#include "engine/book_depth.hpp"
#include "engine/decision_config.hpp"
#include "engine/output.hpp"
#include "engine/pause_gate.hpp"
#include "engine/stage_watch.hpp"
#include "pipeline/calendar.hpp"
#include "pipeline/quality.hpp"
#include "pipeline/validator.hpp"

namespace tidemark::engine {

/// Where final base candles come from.
/// kAuto: from trades, until the venue sends a candle of the base timeframe (forming or closed); from then on the
/// venue's closed candles alone are final, and trades only move the forming candle between two messages of the venue.
/// kVenueCandles: trades never make a final candle. kTrades: venue candles are only compared, never taken.
enum class CandleSource : std::uint8_t { kAuto, kVenueCandles, kTrades };

enum class FormingCandles : std::uint8_t { kPublish, kSuppress };

struct EngineConfig {
  std::vector<analysis::IndicatorSpec> indicators;  ///< run on the closed candles of every timeframe

  /// Candlestick patterns, on the closed candles of every timeframe; absent: none are looked for.
  std::optional<analysis::candlesticks::Settings> candlesticks;

  /// What volume shows, on the closed candles of every timeframe; absent: it is not looked at.
  std::optional<analysis::volume::Settings> volume;

  /// Market structure, on the closed candles of every timeframe; absent: it is not looked for.
  std::optional<analysis::structure::StructureSettings> structure;

  /// Supply and demand zones, on the closed candles of every timeframe: what differs from the defaults of each
  /// instrument's market. Absent: the capability is off.
  std::optional<analysis::zones::ZoneOverrides> zones;

  /// Chart patterns on the closed candles of every timeframe; absent: they are not looked for.
  std::optional<analysis::chart_patterns::Settings> chart_patterns;

  /// Confluence of every timeframe's chart, and decisions from what the analyzers above find: what is not looked for is
  /// no reason. Absent: nothing is decided.
  std::optional<DecisionConfig> decision;

  /// kDecisions gives the same signals with the same traces as kEveryone, and fewer of the findings above.
  Audience audience{Audience::kEveryone};

  /// The timeframe all others are built from. Absent: 1m when trades are used, else the shortest timeframe seen when
  /// the first closed venue candle of the instrument arrives. Venue candles of longer timeframes are compared with our
  /// own (kIntervalMismatch), those of shorter ones refused with a finding.
  std::optional<core::Timeframe> base_timeframe;
  CandleSource source{CandleSource::kAuto};

  FormingCandles forming{FormingCandles::kPublish};
  core::Duration forming_interval{core::milliseconds(250)};  ///< least received time between two publications
  /// A period is closed by the clock (an event of any kind, or a Heartbeat) this long after its end; until then late
  /// trades and candles are still taken.
  core::Duration close_grace{core::seconds(2)};

  core::Duration book_stale_after{core::seconds(10)};
  core::Duration feed_stale_after{core::seconds(60)};  ///< nothing at all from an instrument that was live
  std::size_t book_buffer_max{2000};                   ///< deltas kept while waiting for a snapshot

  pipeline::SessionClock session_clock{pipeline::SessionClock::kUtc};
  std::vector<core::Timestamp> holidays;  ///< see pipeline::CalendarOptions

  pipeline::ValidatorConfig validator;
  pipeline::QualityConfig quality;
  PauseConfig pause;
  double interval_volume_tolerance{1e-9};  ///< of venue 5m … volume against our aggregate, as a fraction

  StageWatch* stages{nullptr};  ///< hears how the work goes on; no part of the configuration
};

/// The whole engine: process(event) -> outputs. Time is `times.received` of the events and nothing else; the same
/// events give the same outputs, byte for byte, on every run. One engine is used by one thread; several may share a
/// table that only its owner writes. Instruments added to the table while running are picked up when their first event
/// arrives.
class Engine {
 public:
  /// `table` must outlive the engine.
  Engine(const core::InstrumentTable& table, EngineConfig config);
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Appends what follows from the event to `out` (which is not cleared). An event of an instrument the table does not
  /// hold, or with an impossible received time, is dropped and counted.
  void process(const core::Event& event, std::vector<Output>& out);

  /// The latest received time seen.
  [[nodiscard]] core::Timestamp now() const;
  [[nodiscard]] std::uint64_t dropped_events() const;
  /// A look at an instrument's book as it is after the last event; false when the engine has not met the instrument. A
  /// book's levels are state to look at, not output: they would be most of what the engine says, and whoever shows them
  /// wants the newest only. Changes nothing, so it changes no replay.
  [[nodiscard]] bool copy_depth(core::InstrumentId instrument, BookDepth& out) const;

  /// Everything needed for one instrument to go on as if never stopped; false when no event of it was seen yet.
  [[nodiscard]] bool snapshot(core::InstrumentId id, core::ByteWriter& out) const;
  /// Before the instrument's first event. kCorrupt: not a snapshot, or cut short. kConflict: other version,
  /// configuration or indicators, another instrument, or other units. After a failure nothing is known of it.
  [[nodiscard]] core::Status restore(core::InstrumentId id, core::ByteReader& in);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// What a snapshot says about itself.
struct SnapshotHead {
  std::string configuration;  ///< snapshot_configuration() of the engine it was made by
  std::string instrument;     ///< "binance:BTCUSDT"
  core::Scale scale;
  std::optional<core::Timestamp> candles_until;  ///< end of the newest closed base candle it has seen
};
/// kCorrupt, kConflict as Engine::restore.
[[nodiscard]] core::Result<SnapshotHead> read_snapshot_head(std::span<const std::byte> snapshot);
/// What must be the same on both sides of a snapshot; the rest of the configuration may change between runs.
[[nodiscard]] std::string snapshot_configuration(const EngineConfig& config);

}  // namespace tidemark::engine
