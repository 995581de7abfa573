#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/event.hpp"
#include "core/rng.hpp"
#include "sim/market_data/candle_row.hpp"

namespace tidemark::venues::simulated {

/// A funding that took place.
struct Funding {
  core::Timestamp at;
  std::int64_t rate{0};  ///< in 10^-8
  core::Price mark;
};

/// What a perpetual has besides a book: mark and index price, funding, open interest, liquidations.
///  - index: the middle of the spot market's quote; mark: the middle between index and the perpetual's own middle.
///  - funding every eight hours, on Binance's formula: F = P + clamp(I - P, -0.05 %, 0.05 %), where P is the mean of
///  the
///    premium (own middle against index) since the last funding and I = 0.01 %.
///  - open interest: a trade lets positions change hands, opens or closes some, by chance; liquidations are rare
///  takers.
/// Deterministic by its seed and the trades it is shown.
class Derivatives {
 public:
  explicit Derivatives(core::Rng rng, core::Qty open_interest = {}) : rng_{rng}, open_interest_{open_interest} {}

  /// A trade of the perpetual; the forced order it was, if it was one.
  std::optional<core::Liquidation> on_print(const sim::Print& print);
  /// Prices at a whole second; funding falls due on the way.
  void on_second(core::Timestamp now, core::Price index, core::Price middle);

  [[nodiscard]] core::Price mark() const { return mark_; }
  [[nodiscard]] core::Price index() const { return index_; }
  /// The rate as it would be settled now, in 10^-8.
  [[nodiscard]] std::int64_t funding_rate() const;
  [[nodiscard]] core::Timestamp next_funding() const { return next_funding_; }
  [[nodiscard]] const std::vector<Funding>& fundings() const { return fundings_; }
  [[nodiscard]] core::Qty open_interest() const { return open_interest_; }

 private:
  core::Rng rng_;
  core::Price mark_;
  core::Price index_;
  core::Qty open_interest_;
  std::int64_t premium_sum_{0};  ///< of premiums in 10^-8
  std::int64_t premium_count_{0};
  core::Timestamp next_funding_;
  std::vector<Funding> fundings_;  ///< the newest 1000
};

}  // namespace tidemark::venues::simulated
