#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/event.hpp"
#include "core/timeframe.hpp"

namespace tidemark::pipeline {

/// How a trade follows the one before it, by its ids.
/// kUnknown: the source gives no ids. kJoined: next in line. kLost: trades between the two are missing.
enum class Continuity : std::uint8_t { kUnknown, kJoined, kLost };

/// Trades to base candles. A period belongs to the exchange's time of the trades. A period without trades has no
/// candle: nothing is filled in. A candle that may lack trades carries kPartial: the very first one (what was before
/// the stream began is not known), and both candles that border on lost trades.
class TradeCandles {
 public:
  explicit TradeCandles(core::Timeframe timeframe) : timeframe_{timeframe} {}

  enum class Taken : std::uint8_t {
    kFolded,
    kLate,  ///< its period is closed already; the trade changed nothing
  };
  struct Outcome {
    Taken taken{Taken::kFolded};
    std::optional<core::Candle> closed;  ///< the trade began a new period: the one before is final
  };

  Outcome add(const core::Trade& trade, Continuity continuity);
  /// Time has reached `now` and no earlier trade will come: the forming candle is final when its period is over.
  [[nodiscard]] std::optional<core::Candle> advance(core::Timestamp now);

  /// The venue's own forming candle, complete up to `as_of` (exchange time): replaces ours unless it is of an earlier
  /// period; trades after `as_of` go on top.
  void set_forming(const core::Candle& candle, core::Timestamp as_of);
  /// The period up to `end` is final by other means.
  void close_until(core::Timestamp end);

  [[nodiscard]] const std::optional<core::Candle>& forming() const { return forming_; }
  /// Trades before this are late.
  [[nodiscard]] core::Timestamp closed_until() const { return closed_until_; }

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  [[nodiscard]] core::Timestamp end_of_forming() const;
  void fold(const core::Trade& trade);

  core::Timeframe timeframe_;
  std::optional<core::Candle> forming_;
  core::Timestamp as_of_;  ///< trades up to here are in the forming candle already
  core::Timestamp closed_until_{INT64_MIN};
  bool begun_{false};
};

}  // namespace tidemark::pipeline
