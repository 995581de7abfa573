#pragma once

#include <cstdint>
#include <optional>

#include "core/money.hpp"
#include "core/time.hpp"

namespace tidemark::trading {

/// Data leaves open what really would have happened; both ends of it are modelled. The truth lies between a run with
/// one and a run with the other.
enum class FillBound : std::uint8_t {
  /// The worse extreme of a candle comes first; a limit fills when the price goes through it; everyone shown at a level
  /// stays ahead of us until traded with.
  kConservative,
  /// The better extreme comes first; a touch fills a limit; those who leave a level stood ahead of us.
  kOptimistic,
};

/// How the paper broker carries out orders.
struct PaperSettings {
  core::Rate maker_fee;    ///< of the fill's value; below zero: a rebate
  core::Rate taker_fee;    ///< likewise
  core::Rate slippage;     ///< what taking costs beyond the price seen, as a share of it
  core::Rate spread;       ///< between bid and ask, as a share of the price; half of it is paid where no book is known
  core::Duration latency;  ///< from us to the venue, of orders and cancels
  FillBound bound{FillBound::kConservative};
  std::optional<core::Rate> participation;  ///< most of a candle's or trade's volume that is ours; absent: no limit
};

}  // namespace tidemark::trading
