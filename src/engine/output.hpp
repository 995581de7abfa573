#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <variant>

#include "analysis/candlesticks/hits.hpp"
#include "analysis/candlesticks/pattern.hpp"
#include "analysis/catalogue.hpp"
#include "analysis/chart_patterns/pattern.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "analysis/structure/event.hpp"
#include "analysis/volume/finding.hpp"
#include "analysis/zones/zone.hpp"
#include "core/candle.hpp"
#include "core/event.hpp"
#include "core/finding.hpp"
#include "decision/confluence.hpp"
#include "decision/market_state.hpp"
#include "decision/signal.hpp"
#include "decision/trace.hpp"
#include "pipeline/book_state.hpp"

namespace tidemark::engine {

/// A candle of any timeframe. Closed candles are final and published once, in order, without repetition; a forming
/// candle may be published many times and carries all trades up to `known_at`.
struct CandleOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::CandleState state{core::CandleState::kForming};
  core::Candle candle;
  core::Timestamp known_at;
};

/// One indicator row at one candle. `indicator` indexes EngineConfig::indicators; `values[0..count)` are in the order
/// of the catalogue row's outputs. Provisional (forming) values are recomputed from the last closed state each time.
struct IndicatorOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::uint16_t indicator{0};
  core::CandleState state{core::CandleState::kClosed};
  core::Timestamp open_time;
  core::Timestamp known_at;
  std::uint8_t count{0};
  std::array<double, analysis::kOutputsMax> values{};
};

/// A candlestick pattern that a closed candle completed. Said once, when that candle closed, and never changed.
struct PatternOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::candlesticks::Pattern pattern{};
  std::int16_t value{0};  ///< TA-Lib's: +-80, +-100, +-200
  core::Timestamp open_time;
  core::Price price;  ///< the candle's close
  core::Timestamp known_at;
  double volume_confirmation{0};  ///< 0 … 1
  double trend_alignment{0};      ///< 0 … 1
  analysis::confidence::Parts confidence;
};

/// The candlestick patterns that a forming candle would complete if it closed as it stands; none is an answer too. It
/// replaces what was said of the candle before, and what comes of it is a PatternOutput or nothing: never stored.
struct FormingPatternsOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::candlesticks::PatternHits hits;
  core::Timestamp open_time;
  core::Timestamp known_at;
};

/// What the volume of a series showed when a candle closed. Said once and never changed; `finding` says when it is
/// about, `known_at` when the engine knew.
struct VolumeOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::volume::Finding finding;
  core::Timestamp known_at;
};

/// What a closed candle made known of the market's structure: analysis::structure::Event without its candle numbers.
/// Said once, when that candle closed, and never changed.
struct StructureOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::structure::Kind kind{};
  analysis::structure::State state{};
  analysis::structure::Side side{analysis::structure::Side::kNeutral};
  analysis::structure::Label label{};
  std::uint8_t part{0};
  std::uint64_t id{0};      ///< of the finding, within instrument, timeframe and kind
  std::uint64_t origin{0};  ///< number of the swing it rests on, from 1 on; 0: it rests on none
  core::Timestamp from;     ///< open time of the candle where the finding begins
  core::Timestamp time;     ///< open time of the candle this is about
  core::Timestamp known_at;
  double top{0};
  double bottom{0};
  double price{0};
  double measure{0};
  double confidence{0};  ///< 0 … 1
};

/// A supply or demand zone after a change: analysis::zones::Zone, and what changed. The zone was created by the candle
/// at impulse_to. Candles are numbered within the series from 0 on, as far as this engine has seen it. Ratios and
/// measures are in single precision; prices are not.
struct ZoneOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::zones::ZoneEventKind event{};
  analysis::zones::ZoneKind kind{};
  analysis::zones::Formation formation{};
  bool continuation{false};
  analysis::zones::ZoneStatus status{};
  analysis::zones::ZoneEnd ended_by{};
  bool fibonacci{false};
  std::uint32_t tests{0};
  std::uint32_t successes{0};
  std::uint32_t id{0};         ///< within instrument and timeframe, from 1 on
  std::uint32_t origin{0};     ///< the zone it flipped from; 0: none
  std::uint32_t successor{0};  ///< the zone it flipped to or was merged into; 0: none
  core::Timestamp base_from;   ///< open times of the first and last candle of base and impulse
  core::Timestamp base_to;
  core::Timestamp impulse_from;
  core::Timestamp impulse_to;
  core::Timestamp known_at;
  double top{0};
  double bottom{0};
  float strength{0};   ///< 0 … 1
  float magnitude{0};  ///< of the impulse, ATR
  float momentum{0};   ///< share of the impulse's candles in its direction
  float volume_ratio{0};
  float atr{0};     ///< at the base, in price
  float volume{0};  ///< mean of the impulse's candles
  std::uint32_t base_from_index{0};
  std::uint32_t base_to_index{0};
  std::uint32_t impulse_from_index{0};
  std::uint32_t impulse_to_index{0};
};

/// A test of a zone: when it begins (its outcome open), when it has bounced, and when it has broken the zone. Follows
/// the ZoneOutput of the same change.
struct ZoneTestOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::zones::TestType type{};
  analysis::zones::TestOutcome outcome{};
  std::uint32_t zone{0};
  std::uint32_t number{0};  ///< of the zone's tests
  std::uint32_t index{0};   ///< number of the candle that came to the zone
  core::Timestamp time;     ///< open time of the candle that came to the zone
  core::Timestamp known_at;
  double price{0};               ///< the deepest so far
  double rejection_strength{0};  ///< 0 … 1
  double volume{0};
  double move{0};  ///< from the deepest price to the close that decided, in price
};

/// Something that became known of a chart pattern when a candle closed: it forms, goes on, completes, fails, expires,
/// or its outcome is known. Said once and never changed. What is said of one pattern has the same kind and `began` on
/// the same series.
struct ChartPatternOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  /// Never null; on the heap because it is large and rare (a few in a hundred candles).
  std::shared_ptr<const analysis::chart_patterns::ChartPattern> pattern;
  analysis::confidence::Parts confidence;
  core::Timestamp known_at;
};

/// The confluence of a timeframe's chart, when a candle of it closed.
struct ConfluenceOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::shared_ptr<const decision::Confluence> confluence;  ///< never null
  core::Timestamp known_at;
};

/// A decision that was taken, with its reasons; by decision::TracePolicy all of them or those that gave a signal, whose
/// SignalOutput follows.
struct DecisionOutput {
  core::InstrumentId instrument;
  std::shared_ptr<const decision::Trace> trace;  ///< never null
  core::Timestamp known_at;
};

/// A signal when it is opened, and once more when it has ended. What is said of one signal has the same number.
struct SignalOutput {
  core::InstrumentId instrument;
  std::shared_ptr<const decision::Signal> signal;  ///< never null
  core::Timestamp known_at;
};

/// What the market of an instrument is like, whenever candles of it have closed.
struct MarketStateOutput {
  core::InstrumentId instrument;
  decision::MarketState state;
  core::Timestamp known_at;
};

/// Validation refused or quarantined a candle: the finding and the candle as it came.
struct FindingOutput {
  core::Finding finding;
  core::Candle candle;  ///< as received; meaningful for candle findings only
};

using BookState = pipeline::BookState;

/// Top of the local order book after an update, or a change of its state. Never crossed when kLive.
struct BookOutput {
  core::InstrumentId instrument;
  BookState state{BookState::kEmpty};
  std::uint64_t update_id{0};
  core::BookLevel best_bid;
  core::BookLevel best_ask;
  core::Timestamp known_at;
};

struct QualityOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::QualityScore quality;
  core::Timestamp known_at;
};

enum class SignalGate : std::uint8_t { kOpen, kPaused };

/// Auto-pause: signals of this instrument are paused while its data is bad, and why.
struct PauseOutput {
  core::InstrumentId instrument;
  SignalGate gate{SignalGate::kOpen};
  core::FindingCode reason{core::FindingCode::kGap};
  core::Timestamp known_at;
};

/// All that leaves the engine. core::Trade, Quote, MarkPrice, Liquidation and FeedStatus pass through unchanged once
/// validated.
using Output =
    std::variant<CandleOutput, IndicatorOutput, FindingOutput, core::Gap, BookOutput, QualityOutput, PauseOutput,
                 core::Trade, core::Quote, core::MarkPrice, core::Liquidation, core::FeedStatus, PatternOutput,
                 VolumeOutput, StructureOutput, ZoneOutput, ZoneTestOutput, ChartPatternOutput, ConfluenceOutput,
                 DecisionOutput, SignalOutput, MarketStateOutput, FormingPatternsOutput>;

// Values stand inside the output, without a heap, and an output within two cache lines and the number of its kind.
static_assert(sizeof(Output) <= 128 + sizeof(std::uint64_t));

}  // namespace tidemark::engine
