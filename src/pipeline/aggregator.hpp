#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/timeframe.hpp"
#include "pipeline/calendar.hpp"
#include "pipeline/static_list.hpp"

namespace tidemark::pipeline {

struct TimedCandle {
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::Candle candle;
};

/// Base candle, every higher timeframe it closes, and every one that was still waiting for candles that never came.
using ClosedCandles = StaticList<TimedCandle, 2 * core::kTimeframeCount>;
/// The candle now forming of each timeframe, shortest first.
using FormingCandles = StaticList<TimedCandle, core::kTimeframeCount>;

/// What makes a higher candle complete. kCounted: every base candle the calendar expects is there (venue candles,
/// files). kMarked: no candle within carries kPartial and mark_incomplete was not called (trades, where a period
/// without trades rightly has no candle).
enum class Completeness : std::uint8_t { kCounted, kMarked };

/// `into` extended by the later candle `next`. Volume sums that do not fit stand at their maximum with kVolumeOverflow;
/// kRepaired, kPartial, kVolumeOverflow and kTickVolume of either side stay, kFlagged speaks of one timeframe only and
/// does not.
void merge_candle(core::Candle& into, const core::Candle& next);

/// Builds all higher timeframes from one stream of closed base candles in one pass: each level takes the closed candles
/// of the level below. A candle closes exactly once: when its last base candle closes, or when time is known to have
/// passed it (advance); what is not complete carries kPartial. A period with no base candle has no candle. One closed
/// base candle costs a handful of comparisons; nothing allocates.
class Aggregator {
 public:
  Aggregator(core::Timeframe base, Calendar calendar);

  [[nodiscard]] core::Timeframe base() const { return base_; }

  /// A closed base candle, aligned and later than all before. Appends first what it makes late, then the candle itself,
  /// then the higher ones it completes, shortest first.
  void add(const core::Candle& candle, ClosedCandles& out);
  /// Trades are known to be lost at the present moment: every higher candle now forming will carry kPartial.
  void mark_incomplete();
  /// How candles added from now on prove completeness.
  void set_completeness(Completeness completeness) { completeness_ = completeness; }
  /// Time has reached `now` and nothing earlier will come: closes all higher candles that end at or before it.
  void advance(core::Timestamp now, ClosedCandles& out);
  /// Ends of what time alone has closed: a base candle from before would belong to a final candle and must not be
  /// added.
  [[nodiscard]] core::Timestamp settled_until() const { return settled_until_; }
  /// The candles now forming given the base candle now forming: the base itself and all above that hold anything.
  void forming(const core::Candle& base, FormingCandles& out) const;
  /// Closes everything as it is, for the end of a series; what is not complete carries kPartial.
  void finish(ClosedCandles& out);

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  struct Level {
    core::Candle candle;  ///< open_time is the start of the period
    core::Timestamp end;
    std::uint32_t present{0};  ///< base candles within that the calendar expects
    bool active{false};
  };

  void feed(std::size_t level, const core::Candle& candle, std::uint32_t present, ClosedCandles& out);
  void close(std::size_t level, ClosedCandles& out);
  void find_next_end();
  [[nodiscard]] std::uint32_t expected_in(std::size_t level) const;

  core::Timeframe base_;
  Calendar calendar_;
  std::array<Level, core::kTimeframeCount> levels_{};  ///< by index of timeframe; those up to the base are unused
  std::array<std::uint32_t, core::kTimeframeCount> base_per_candle_{};
  Completeness completeness_{Completeness::kCounted};
  core::Timestamp settled_until_{INT64_MIN};
  core::Timestamp next_end_;  ///< earliest end of an active level; nothing can be late before it
};

}  // namespace tidemark::pipeline
