#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/bytes.hpp"
#include "core/event.hpp"
#include "core/instrument.hpp"
#include "engine/chart_pattern_bank.hpp"
#include "engine/decision_bank.hpp"
#include "engine/engine.hpp"
#include "engine/indicator_bank.hpp"
#include "engine/pattern_bank.hpp"
#include "engine/series.hpp"
#include "engine/sink.hpp"
#include "engine/structure_bank.hpp"
#include "engine/volume_bank.hpp"
#include "engine/zone_bank.hpp"
#include "pipeline/tick_check.hpp"

namespace tidemark::engine {

/// The way of one instrument's candles: choose the base and the source, then validation, gaps, aggregation, indicators,
/// quality. See EngineConfig for the rules of choice.
class CandlePath {
 public:
  /// `config` must outlive the path.
  CandlePath(const core::Instrument& instrument, const EngineConfig& config);

  void on_trade(const core::Trade& trade, pipeline::Continuity continuity, Sink& sink);
  void on_venue_candle(const core::VenueCandle& event, Sink& sink);
  void on_quote(core::Price bid, core::Price ask, core::Timestamp now) { decisions_.on_quote(bid, ask, now); }
  /// The feed's own word on whether all is arriving; until it is, and a trade has come, the clock closes nothing.
  void set_feed(core::FeedState state);
  /// Time goes on: closes what is due and publishes what is forming.
  void on_time(Sink& sink);

  /// End of the newest closed base candle.
  [[nodiscard]] std::optional<core::Timestamp> candles_until() const;

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  enum class Source : std::uint8_t { kTrades, kVenue };
  /// kUnproven: live again, but only the next trade's ids can tell what was lost meanwhile.
  enum class Feed : std::uint8_t { kWhole, kBroken, kUnproven };

  Series& series_of(core::Timeframe base);
  [[nodiscard]] core::Timeframe base_for(const core::VenueCandle& event);
  void refuse_shorter(const core::VenueCandle& event, Sink& sink);
  void use_venue();
  void on_forming(const core::VenueCandle& event, Sink& sink);
  void close_trade_candle(const core::Candle& candle, Sink& sink);
  void close_base(const core::Candle& candle, Sink& sink);
  void take_base(core::Candle candle, Sink& sink);
  void publish_closed(const pipeline::ClosedCandles& closed, Sink& sink);
  void publish_forming(Sink& sink);
  void add_quality(core::Timeframe timeframe, const pipeline::QualityStep& step, Sink& sink);
  void note_lost(core::Timestamp next_open, Sink& sink);
  void compare_with_venue(const core::VenueCandle& event, Sink& sink);
  void report_mismatch(core::Timeframe timeframe, const core::Candle& ours, const core::Candle& venue, Sink& sink);
  [[nodiscard]] core::Finding finding_of(core::FindingCode code, core::Timeframe timeframe, core::Timestamp time,
                                         core::Timestamp now) const;

  core::Instrument instrument_;
  const EngineConfig* config_;
  std::optional<core::Timeframe> shortest_seen_;  ///< among venue candles, before the base is settled
  std::optional<Series> series_;
  IndicatorBank indicators_;
  PatternBank patterns_;
  VolumeBank volume_;
  StructureBank structure_;
  ZoneBank zones_;
  ChartPatternBank chart_patterns_;
  DecisionBank decisions_;
  Source source_;
  Feed feed_{Feed::kWhole};
  bool feed_was_down_{false};  ///< since the last closed candle
  bool forming_changed_{false};
  bool late_run_{false};  ///< trades came too late and it was said
  bool shorter_said_{false};
  std::optional<core::Timestamp> begun_;      ///< when the first news of the instrument was received
  std::optional<core::Timestamp> published_;  ///< when forming candles were last published
};

}  // namespace tidemark::engine
