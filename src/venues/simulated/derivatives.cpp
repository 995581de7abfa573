#include "venues/simulated/derivatives.hpp"

#include <algorithm>

#include "sim/market_data/money.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr core::Duration kFundingEvery = core::hours(8);
constexpr std::size_t kFundingsKept = 1000;
constexpr std::int64_t kRateUnit = 100'000'000;   // a rate of 1
constexpr std::int64_t kInterest = 10'000;        // 0.01 % per eight hours
constexpr std::int64_t kDamping = 50'000;         // 0.05 %
constexpr double kForcedShare = 0.003;            // of all trades
constexpr std::int64_t kPremiumMax = 10'000'000;  // 10 %: sums stay small

}  // namespace

std::optional<core::Liquidation> Derivatives::on_print(const sim::Print& print) {
  // A quarter of the trades opens positions on both sides, a quarter closes them, half changes hands.
  switch (rng_.below(4)) {
    case 0:
      open_interest_.lots = core::checked_add(open_interest_.lots, print.qty.lots).value_or(open_interest_.lots);
      break;
    case 1:
      open_interest_.lots -= std::min(open_interest_.lots, print.qty.lots);
      break;
    default:
      break;
  }
  if (!rng_.chance(kForcedShare)) return std::nullopt;
  return core::Liquidation{.times = {print.at, print.at}, .side = print.taker, .price = print.price, .qty = print.qty};
}

std::int64_t Derivatives::funding_rate() const {
  const std::int64_t premium = premium_count_ == 0 ? 0 : premium_sum_ / premium_count_;
  return premium + std::clamp(kInterest - premium, -kDamping, kDamping);
}

void Derivatives::on_second(core::Timestamp now, core::Price index, core::Price middle) {
  if (index.ticks <= 0 || middle.ticks <= 0) return;
  index_ = index;
  mark_ = {index.ticks + (middle.ticks - index.ticks) / 2};
  if (next_funding_.ns == 0) next_funding_ = {(now.ns / kFundingEvery.ns + 1) * kFundingEvery.ns};
  if (now >= next_funding_) {
    fundings_.push_back({next_funding_, funding_rate(), mark_});
    if (fundings_.size() > kFundingsKept) fundings_.erase(fundings_.begin());
    next_funding_ = next_funding_ + kFundingEvery;
    premium_sum_ = premium_count_ = 0;
  }
  const auto premium = sim::share_of(sim::Money{middle.ticks - index.ticks}, kRateUnit, index.ticks);
  premium_sum_ += std::clamp(premium.value_or(sim::Money{}).units, -kPremiumMax, kPremiumMax);
  ++premium_count_;
}

}  // namespace tidemark::venues::simulated
