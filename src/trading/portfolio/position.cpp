#include "trading/portfolio/position.hpp"

#include <algorithm>
#include <cstdlib>

namespace tidemark::trading {

using core::Money;

std::optional<Money> average_price(const Position& position, core::Scale scale) {
  if (position.lots == 0) return std::nullopt;
  const core::Int128 unit = core::kPow10[scale.qty_decimals];
  const core::Int128 whole = position.cost.units / position.lots;
  const core::Int128 rest = position.cost.units % position.lots;
  return Money{whole * unit + rest * unit / position.lots};
}

namespace {

/// What the venue kept of a purchase goes as if it were sold at the fill's price and the fee paid from that: the fee is
/// counted already.
void give_up(Position& position, const core::Fill& fill, core::Scale scale) {
  core::Fill sale = fill;
  sale.side = core::Side::kSell;
  sale.qty = fill.kept;
  sale.fee = {};
  sale.kept = {};
  // Less than what was just bought.
  [[maybe_unused]] const auto sold = count_fill(position, sale, scale);
}

}  // namespace

std::optional<FillOutcome> count_fill(Position& position, const core::Fill& fill, core::Scale scale) {
  const std::int64_t signed_lots = core::sign_of(fill.side) * fill.qty.lots;
  const auto after = core::checked_add(position.lots, signed_lots);
  const auto value = core::notional_of(fill.price, fill.qty, scale);
  if (!after || !value) return std::nullopt;
  const bool turns_long = position.side == core::PositionSide::kShort && *after > 0;
  const bool turns_short = position.side == core::PositionSide::kLong && *after < 0;
  if (turns_long || turns_short) return std::nullopt;
  const bool keeps_too_much = fill.kept.lots < 0 || (fill.kept.lots > 0 && (signed_lots < 0 || fill.kept > fill.qty));
  if (keeps_too_much) return std::nullopt;

  FillOutcome outcome{.value = *value, .realized = {}, .closed = {}, .opened = fill.qty};
  const bool against = position.lots != 0 && (position.lots > 0) != (signed_lots > 0);
  if (against) {
    const std::int64_t held = std::abs(position.lots);
    outcome.closed.lots = std::min(held, fill.qty.lots);
    outcome.opened.lots = fill.qty.lots - outcome.closed.lots;
    const Money given_up = core::part_of(position.cost, outcome.closed.lots, held);
    const Money paid = *core::notional_of(fill.price, outcome.closed, scale);
    // Closing a long brings in what the sale pays, closing a short costs what the purchase does.
    outcome.realized = (signed_lots < 0 ? paid : -paid) - given_up;
    position.cost -= given_up;
  }
  const Money opening = *core::notional_of(fill.price, outcome.opened, scale);
  position.cost += signed_lots > 0 ? opening : -opening;
  position.lots = *after;
  position.realized += outcome.realized;
  position.fees += fill.fee;
  position.changed = fill.at;
  if (fill.kept.lots > 0) give_up(position, fill, scale);
  return outcome;
}

}  // namespace tidemark::trading
