#pragma once

#include <array>
#include <optional>
#include <tuple>
#include <vector>

#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "decision/calibration.hpp"
#include "decision/signal.hpp"

namespace tidemark::decision {

/// The signals of one instrument: at most one is open per side, and each is followed to its end. In words for a buy:
///  - From the candle after the one it was decided on, the first that trades at or below the stop stops it, at the stop
///    or, where it opened below, at its open; the first that trades at or above the first target ends it there. One
///    that does both counts as stopped: a candle does not say which came first.
///  - A candle that closes at or after `expires` and does neither ends it at its close.
///  - MFE and MAE are taken from highs and lows; of the candle that stops it only the low, as its high may have come
///    after.
/// Allocates nothing once warm. Not thread-safe.
class SignalBook {
 public:
  /// The end of a candle, and when it was received.
  struct When {
    core::Timestamp moment;
    core::Timestamp known_at;
  };

  /// Follows the open signals through a closed candle of the shortest timeframe; appends those that ended with it.
  void step(const core::CandleF& candle, const When& at, std::vector<Signal>& ended);
  /// Takes a new signal (number and instrument are filled in by the caller), whose candle ended at `moment`. An open
  /// one of the other side ends at its entry and is appended.
  void open(const Signal& signal, core::Timestamp moment, std::vector<Signal>& ended);

  /// From which moment on a side may signal again; absent: now. An open signal bars its side until it expires.
  [[nodiscard]] std::optional<core::Timestamp> barred_until(Side side, core::Duration repeat_after) const;
  [[nodiscard]] std::uint64_t next_number() const { return numbers_ + 1; }
  [[nodiscard]] const std::optional<Signal>& of(Side side) const { return open_[side == Side::kBullish ? 0 : 1]; }
  [[nodiscard]] const Calibration& calibration() const { return calibration_; }

  void save(core::ByteWriter& out) const;
  [[nodiscard]] bool load(core::ByteReader& in);

 private:
  void end(std::optional<Signal>& signal, SignalStatus status, double exit, const When& at, std::vector<Signal>& ended);

  std::array<std::optional<Signal>, 2> open_;  ///< bullish, bearish
  std::array<std::optional<core::Timestamp>, 2> last_ended_;
  std::uint64_t numbers_{0};
  Calibration calibration_;
};

}  // namespace tidemark::decision
