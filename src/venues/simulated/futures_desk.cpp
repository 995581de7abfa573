#include "venues/simulated/futures_desk.hpp"

#include <algorithm>

#include "sim/accounts/book_walk.hpp"
#include "venues/simulated/algo_text.hpp"
#include "venues/simulated/futures_text.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::uint64_t kIdStream = 0x1d6;
constexpr std::string_view kAsset = "USDT";
constexpr OrderLimits kLimits{{{core::seconds(10), 300, "SECOND", 10, "X-MBX-ORDER-COUNT-10S"},
                               {core::minutes(1), 1200, "MINUTE", 1, "X-MBX-ORDER-COUNT-1M"}}};

/// The mark price; before the first is known, the last price.
sim::MarginSettlement::MarkOf marks_of(const Market& market, const sim::Exchange& exchange) {
  return [&market, &exchange](core::InstrumentId id) {
    const core::Price mark = market.symbols()[id.value].derivatives.mark();
    return mark.ticks > 0 ? mark : exchange.market(id).forming_candle().close;
  };
}

}  // namespace

FuturesDesk::FuturesDesk(Market& market, sim::Exchange& exchange, const SimVenueConfig& config)
    : ClientDesk{market, config, kLimits, kIdStream},
      exchange_{exchange},
      mark_{marks_of(market, exchange)},
      money_{exchange, std::string{kAsset}, mark_, {}},
      desk_{exchange, money_},
      funded_(market.symbols().size(), config.start) {
  for (const ClientAccount& account : accounts()) money_.deposit(account.owner, account.config.futures_wallet);
}

bool FuturesDesk::can_fill(const sim::NewOrder& order) const {
  return sim::reachable_qty(exchange_.market(order.instrument).book(), order.side, order.owner, order.price,
                            order.qty) >= order.qty;
}

void FuturesDesk::go_on(core::Timestamp from, core::Timestamp now, core::Timestamp shown_now, MessageSink& sink) {
  desk_.settle();
  for (const MarketSymbol& symbol : market().symbols()) {
    symbol.tape.for_each_since(from, [&](const sim::Print& print) {
      if (print.at <= now) desk_.on_price(symbol.instrument().id, print.price);
    });
  }
  tell(shown_now, sink);
  if (from.ns / core::seconds(1).ns == now.ns / core::seconds(1).ns) return;
  for (const MarketSymbol& symbol : market().symbols()) {
    desk_.on_mark(symbol.instrument().id, mark_(symbol.instrument().id));
  }
  pay_funding(now, shown_now, sink);
  for (const ClientAccount& account : accounts()) {
    const sim::MarginState all = money_.total(account.owner);
    const bool lost = money_.wallet(account.owner).units + all.unrealized.units < all.maintenance.units;
    if (all.notional.units > 0 && lost) liquidate(account);
  }
  tell(shown_now, sink);
}

void FuturesDesk::pay_funding(core::Timestamp now, core::Timestamp shown_now, MessageSink& sink) {
  for (const MarketSymbol& symbol : market().symbols()) {
    const core::InstrumentId id = symbol.instrument().id;
    for (const Funding& funding : symbol.derivatives.fundings()) {
      if (funding.at <= funded_[id.value] || funding.at > now) continue;
      funded_[id.value] = funding.at;
      for (const ClientAccount& account : accounts()) {
        if (money_.position(account.owner, id).lots == 0) continue;
        const sim::Money paid = money_.pay_funding(account.owner, id, funding.mark, funding.rate);
        constexpr std::size_t kKept = 20'000;
        incomes_.push_back({account.owner, id, paid, funding.at, next_income_++});
        if (incomes_.size() > kKept) incomes_.pop_front();
        send(account.owner, funding_update_text(money_, account.owner, paid, funding.at, shown_now), sink);
      }
    }
  }
}

void FuturesDesk::expire_orders(sim::OwnerId owner) {
  std::vector<std::uint64_t> open;
  for (const auto& [id, order] : desk_.orders()) {
    if (order.request.owner == owner && sim::is_open(order.status)) open.push_back(id);
  }
  for (const std::uint64_t id : open) desk_.expire(id);
}

void FuturesDesk::liquidate(const ClientAccount& account) {
  expire_orders(account.owner);
  for (const MarketSymbol& symbol : market().symbols()) {
    const std::int64_t lots = money_.position(account.owner, symbol.instrument().id).lots;
    if (lots == 0) continue;
    // What finds nobody to take it now is tried again in a second.
    [[maybe_unused]] const auto closed = desk_.submit({.owner = account.owner,
                                                       .instrument = symbol.instrument().id,
                                                       .side = lots > 0 ? core::Side::kSell : core::Side::kBuy,
                                                       .type = sim::OrderType::kMarket,
                                                       .effect = sim::Effect::kReduceOnly,
                                                       .qty = {std::abs(lots)},
                                                       .client_id = "autoclose-" + random_id(12)});
  }
}

/// Orders that may only reduce go when there is no more so much to reduce.
void FuturesDesk::follow_up(const std::vector<sim::OrderEvent>& events) {
  std::vector<std::uint64_t> idle;
  for (const sim::OrderEvent& event : events) {
    if (!event.fill) continue;
    const sim::NewOrder& filled = event.order.request;
    const std::int64_t lots = money_.position(filled.owner, filled.instrument).lots;
    for (const auto& [id, order] : desk_.orders()) {
      const sim::NewOrder& request = order.request;
      if (request.effect != sim::Effect::kReduceOnly || !sim::is_open(order.status)) continue;
      if (sim::is_off_book(order)) continue;  // looked at when its price comes
      if (request.owner != filled.owner || request.instrument != filled.instrument) continue;
      if (order.left().lots > (sim::is_buy(request) ? -lots : lots)) idle.push_back(id);
    }
  }
  for (const std::uint64_t id : idle) desk_.expire(id);
}

void FuturesDesk::tell_event(const sim::OrderEvent& event, core::Timestamp shown_now, MessageSink& sink) {
  const sim::OwnerId owner = event.order.request.owner;
  const MarketSymbol& symbol = market().symbols()[event.order.request.instrument.value];
  if (event.fill) send(owner, account_update_text(money_, event, symbol, shown_now), sink);
  if (!sim::waits_for_stop(event.order.request.type)) {
    return send(owner, order_update_text(money_, event, symbol, shown_now), sink);
  }
  // The algo service tells of a conditional order, the matching engine of what came of it.
  const bool on_book = !sim::is_off_book(event.order);
  const bool fresh = event.kind == sim::OrderEventKind::kNew;
  if (fresh || !on_book) send(owner, algo_update_text(event, symbol, shown_now), sink);
  if (!on_book) return;
  send(owner, order_update_text(money_, event, symbol, shown_now), sink);
  if (!sim::is_open(event.order.status)) send(owner, algo_update_text(event, symbol, shown_now), sink);
}

}  // namespace tidemark::venues::simulated
