#include "sim/accounts/spot_settlement.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "sim/accounts/book_walk.hpp"

namespace tidemark::sim {

SpotSettlement::SpotSettlement(const Exchange& exchange, std::vector<InstrumentAssets> assets, FeeRates fees)
    : exchange_{exchange}, assets_{std::move(assets)}, fees_{fees} {
  assert(std::ranges::all_of(exchange.instruments(), [](const core::Instrument& instrument) {
    return instrument.scale.price_decimals + instrument.scale.qty_decimals <= kMoneyDecimals;
  }));
}

const std::string& SpotSettlement::locked_asset(const NewOrder& request) const {
  const InstrumentAssets& assets = assets_of(request.instrument);
  return is_buy(request) ? assets.quote : assets.base;
}

std::expected<Hold, DeskRefusal> SpotSettlement::cost_of_market(const NewOrder& request) const {
  const auto& market = exchange_.market(request.instrument);
  const core::Scale scale = scale_of(request.instrument);
  const BookWalk walk = request.qty.lots > 0
                            ? walk_for_qty(market.book(), scale, request.side, request.owner, request.qty)
                            : walk_for_quote(market.book(), scale, request.side, request.owner, request.quote_qty,
                                             market.instrument().lot_size);
  const core::Qty qty = request.qty.lots > 0 ? request.qty : walk.qty;
  if (qty.lots <= 0) return std::unexpected(DeskRefusal::kNothingAffordable);
  if (is_buy(request)) return Hold{qty, walk.quote};
  const auto lock = money_of(qty, scale);
  if (!lock) return std::unexpected(DeskRefusal::kInsufficientBalance);
  return Hold{qty, *lock};
}

std::expected<Hold, DeskRefusal> SpotSettlement::cost_of(const NewOrder& request) const {
  if (request.type == OrderType::kMarket) return cost_of_market(request);
  const core::Scale scale = scale_of(request.instrument);
  const core::Price price = has_price(request.type) ? request.price : request.stop;
  const auto lock = is_buy(request) ? notional_of(price, request.qty, scale) : money_of(request.qty, scale);
  if (!lock) return std::unexpected(DeskRefusal::kInsufficientBalance);
  return Hold{request.qty, *lock};
}

std::expected<Hold, DeskRefusal> SpotSettlement::plan(const NewOrder& request) const {
  const auto cost = cost_of(request);
  if (cost && ledger_.balance(request.owner, locked_asset(request)).free < cost->amount) {
    return std::unexpected(DeskRefusal::kInsufficientBalance);
  }
  return cost;
}

void SpotSettlement::hold(ClientOrder& order, const Hold& hold) {
  if (ledger_.lock(order.request.owner, locked_asset(order.request), hold.amount)) order.locked = hold.amount;
}

std::expected<void, DeskRefusal> SpotSettlement::renew(ClientOrder& order) {
  const NewOrder& request = order.request;
  if (order.list != 0 && order.locked == Money{}) {
    // The other order of its list held what both would need.
    const auto planned = plan(request);
    if (!planned) return std::unexpected(planned.error());
    hold(order, *planned);
  }
  // Only a market order to buy is covered at its stop price, which is not what it pays.
  if (has_price(request.type) || !is_buy(request)) return {};
  const Money cost = walk_for_qty(exchange_.market(request.instrument).book(), scale_of(request.instrument),
                                  core::Side::kBuy, request.owner, request.qty)
                         .quote;
  release(order);
  if (!ledger_.lock(request.owner, locked_asset(request), cost)) {
    return std::unexpected(DeskRefusal::kInsufficientBalance);
  }
  order.locked = cost;
  return {};
}

void SpotSettlement::set_fee_asset(OwnerId owner, FeeAsset asset) {
  if (asset == FeeAsset::kBnb) {
    bnb_payers_.insert(owner);
  } else {
    bnb_payers_.erase(owner);
  }
}

std::optional<Money> SpotSettlement::bnb_fee(OwnerId owner, const ClientFill& fill) const {
  if (!bnb_payers_.contains(owner)) return std::nullopt;
  const std::string& quote = assets_of(fill.instrument).quote;
  for (const core::Instrument& instrument : exchange_.instruments()) {
    const InstrumentAssets& assets = assets_of(instrument.id);
    if (assets.base != kDiscountAsset || assets.quote != quote) continue;
    const std::int64_t price = exchange_.market(instrument.id).forming_candle().close.ticks;
    const std::int64_t one = core::kPow10[static_cast<std::size_t>(instrument.scale.price_decimals)];
    const auto reduced = share_of(fee_of(fill.quote, fees_, fill.role), kBnbDiscountPercent, 100);
    const auto amount = reduced && price > 0 ? share_of(*reduced, one, price) : std::nullopt;
    if (amount && ledger_.balance(owner, kDiscountAsset).free >= *amount) return amount;
    return std::nullopt;
  }
  return std::nullopt;
}

void SpotSettlement::settle(ClientOrder& order, ClientFill& fill) {
  const NewOrder& request = order.request;
  const InstrumentAssets& assets = assets_of(request.instrument);
  const core::Scale scale = scale_of(request.instrument);
  const Money base = money_of(fill.qty, scale).value_or(Money{});
  const Money given = is_buy(request) ? fill.quote : base;
  const Money gotten = is_buy(request) ? base : fill.quote;
  const std::string& received = is_buy(request) ? assets.base : assets.quote;
  ledger_.spend_locked(request.owner, locked_asset(request), given);
  order.locked.units -= given.units;
  ledger_.pay(request.owner, received, gotten);
  const auto in_bnb = bnb_fee(request.owner, fill);
  fill.commission_asset = in_bnb ? std::string{kDiscountAsset} : received;
  fill.commission = in_bnb ? *in_bnb : fee_of(gotten, fees_, fill.role);
  ledger_.pay(request.owner, fill.commission_asset, Money{-fill.commission.units});
  Money needed = order.locked;
  if (order.left().lots == 0) {
    needed = {};
  } else if (is_buy(request) && has_price(request.type)) {
    needed = notional_of(request.price, order.left(), scale).value_or(order.locked);
  }
  ledger_.release(request.owner, locked_asset(request), Money{order.locked.units - needed.units});
  order.locked = needed;
}

void SpotSettlement::release(ClientOrder& order) {
  ledger_.release(order.request.owner, locked_asset(order.request), order.locked);
  order.locked = {};
}

}  // namespace tidemark::sim
