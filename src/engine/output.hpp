#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "analysis/candlesticks/pattern.hpp"
#include "analysis/catalogue.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "analysis/volume/finding.hpp"
#include "core/candle.hpp"
#include "core/event.hpp"
#include "core/finding.hpp"
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

/// What the volume of a series showed when a candle closed. Said once and never changed; `finding` says when it is
/// about, `known_at` when the engine knew.
struct VolumeOutput {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::volume::Finding finding;
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
using Output = std::variant<CandleOutput, IndicatorOutput, FindingOutput, core::Gap, BookOutput, QualityOutput,
                            PauseOutput, core::Trade, core::Quote, core::MarkPrice, core::Liquidation, core::FeedStatus,
                            PatternOutput, VolumeOutput>;

// Values stand inside the output, without a heap: the catalogue may have as many as cost the others nothing.
static_assert(sizeof(IndicatorOutput) <= sizeof(FindingOutput));
static_assert(sizeof(VolumeOutput) <= sizeof(FindingOutput));

}  // namespace tidemark::engine
