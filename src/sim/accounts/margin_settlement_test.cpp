// Margin and profit of perpetuals by hand arithmetic on the book's prices; the rules are Binance's for USD-M futures in
// one-way mode on cross margin ("Leverage and Margin", "How Is Liquidation Price Calculated", "Funding Fee").

#include "sim/accounts/margin_settlement.hpp"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "sim/accounts/trade_desk.hpp"

namespace tidemark::sim {
namespace {

constexpr OwnerId kAlice{1};
constexpr OwnerId kBob{2};
constexpr core::InstrumentId kBtc{0};
constexpr std::int64_t kCoin = 100'000'000;

class Margin : public ::testing::Test {
 protected:
  Margin() {
    money_.deposit(kAlice, {10'000 * kCoin});
    run(core::seconds(1));
    mark_ = exchange_.market(kBtc).book().best(core::Side::kSell)->price;
  }
  static ExchangeConfig config() {
    return {.seed = 3,
            .start = core::Timestamp::from_s(1'725'000'000),
            .listings = *listings_for(std::vector<std::string>{"BTCUSDT"}),
            .history = core::minutes(5),
            .latency = {{}, {}}};
  }
  void run(core::Duration length) {
    std::vector<core::Event> events;
    exchange_.advance(exchange_.now() + length, events);
    desk_.settle();
  }
  NewOrder market(core::Side side, std::int64_t lots, Effect effect = Effect::kAny) {
    return {.owner = kAlice,
            .instrument = kBtc,
            .side = side,
            .type = OrderType::kMarket,
            .effect = effect,
            .qty = core::Qty{lots},
            .client_id = "order " + std::to_string(++count_)};
  }
  NewOrder limit(core::Side side, std::int64_t lots, core::Price price, Effect effect = Effect::kAny) {
    NewOrder order = market(side, lots, effect);
    order.type = OrderType::kLimit;
    order.price = price;
    return order;
  }
  const ClientOrder& placed(const NewOrder& request) {
    const auto result = desk_.submit(request);
    EXPECT_TRUE(result.has_value());
    return **result;
  }
  /// What buys brought in less what sells did, of Alice's fills: prices have 2 decimals, quantities 5, money 8.
  [[nodiscard]] std::int64_t cash_flow() const {
    std::int64_t sum = 0;
    for (const auto& [owner, fill] : desk_.fills()) {
      const std::int64_t quote = fill.price.ticks * fill.qty.lots * 10;
      if (owner == kAlice) sum += fill.side == core::Side::kBuy ? -quote : quote;
    }
    return sum;
  }
  [[nodiscard]] std::int64_t fees() const {
    std::int64_t sum = 0;
    for (const auto& [owner, fill] : desk_.fills()) {
      if (owner == kAlice) sum += fill.commission.units;
    }
    return sum;
  }
  [[nodiscard]] const Position& held() const { return money_.position(kAlice, kBtc); }

  Exchange exchange_{config()};
  core::Price mark_;
  MarginSettlement money_{exchange_, "USDT", [this](core::InstrumentId) { return mark_; }, {}};
  TradeDesk desk_{exchange_, money_};
  int count_{0};
};

TEST_F(Margin, a_round_trip_earns_what_was_received_less_what_was_paid_and_the_fees) {
  placed(market(core::Side::kBuy, 3000));  // 0.03 BTC
  EXPECT_EQ(held().lots, 3000);
  EXPECT_EQ(held().cost.units, -cash_flow());
  EXPECT_EQ(money_.wallet(kAlice).units, 10'000 * kCoin - fees()) << "opening earns nothing yet";
  run(core::seconds(30));
  // Thirds that do not divide the cost evenly.
  for (const std::int64_t lots : {1000, 700, 1300}) {
    placed(market(core::Side::kSell, lots, Effect::kReduceOnly));
    run(core::seconds(5));
  }
  EXPECT_EQ(held().lots, 0);
  EXPECT_EQ(held().cost.units, 0);
  EXPECT_EQ(held().realized.units, cash_flow());
  EXPECT_EQ(money_.wallet(kAlice).units, 10'000 * kCoin + cash_flow() - fees());
}

TEST_F(Margin, takers_pay_5_and_makers_2_hundredths_of_a_percent_of_the_value) {
  const ClientOrder& taken = placed(market(core::Side::kBuy, 100));
  const auto& fill = desk_.fills().back().fill;
  EXPECT_EQ(fill.role, Role::kTaker);
  EXPECT_EQ(fill.commission.units, fill.quote.units * 5 / 10'000);
  EXPECT_EQ(fill.commission_asset, "USDT");
  EXPECT_EQ(taken.locked.units, 0);
  EXPECT_EQ(fee_of({10'000}, money_.rules().fees, Role::kMaker).units, 2);
}

TEST_F(Margin, selling_more_than_is_held_turns_the_position_around) {
  placed(market(core::Side::kBuy, 1000));
  const std::int64_t cost = held().cost.units;
  placed(market(core::Side::kSell, 2500));
  EXPECT_EQ(held().lots, -1500);
  std::int64_t received = 0;
  for (const auto& [owner, fill] : desk_.fills()) {
    if (fill.side == core::Side::kSell) received += fill.quote.units;
  }
  // What was received is the price of what was closed, and the (negative) cost of the new short.
  EXPECT_EQ(held().realized.units, received + held().cost.units - cost);
  EXPECT_EQ(held().cost.units % 10, 0);
  EXPECT_LT(held().cost.units, 0);
}

TEST_F(Margin, an_order_needs_a_leveraged_part_of_its_value) {
  const core::Price low{mark_.ticks - 100'000};        // 1,000 USDT away: it rests
  const std::int64_t value = low.ticks * 10'000 * 10;  // 0.1 BTC
  const ClientOrder& order = placed(limit(core::Side::kBuy, 10'000, low));
  EXPECT_EQ(order.locked.units, value);
  EXPECT_EQ(money_.total(kAlice).order_margin.units, value / 20);
  EXPECT_EQ(money_.available(kAlice).units, 10'000 * kCoin - value / 20);
  ASSERT_TRUE(money_.set_leverage(kAlice, kBtc, 50));
  EXPECT_EQ(money_.total(kAlice).order_margin.units, value / 50);
  ASSERT_TRUE(money_.set_leverage(kAlice, kBtc, 1));
  // At leverage 1 ten thousand buy no more than ten thousand's worth.
  const std::int64_t most = (10'000 * kCoin - value) / (low.ticks * 10);
  EXPECT_EQ(desk_.submit(limit(core::Side::kBuy, most + 1, low)).error(), DeskRefusal::kInsufficientBalance);
  placed(limit(core::Side::kBuy, most, low));
  const std::uint64_t first = order.id;
  ASSERT_TRUE(desk_.cancel(first, "gone"));
  EXPECT_EQ(money_.total(kAlice).order_margin.units, low.ticks * most * 10);
}

TEST_F(Margin, the_sides_of_open_orders_need_the_larger_margin_not_the_sum) {
  const core::Price low{mark_.ticks - 100'000};
  const core::Price high{mark_.ticks + 100'000};
  placed(limit(core::Side::kBuy, 10'000, low));
  placed(limit(core::Side::kSell, 10'000, high));
  EXPECT_EQ(money_.total(kAlice).order_margin.units, high.ticks * 10'000 * 10 / 20);
}

TEST_F(Margin, an_order_that_only_reduces_needs_no_margin_and_something_to_reduce) {
  const core::Price high{mark_.ticks + 100'000};
  EXPECT_EQ(desk_.submit(limit(core::Side::kSell, 1000, high, Effect::kReduceOnly)).error(),
            DeskRefusal::kWouldNotReduce);
  placed(market(core::Side::kBuy, 1000));
  EXPECT_EQ(desk_.submit(limit(core::Side::kSell, 1001, high, Effect::kReduceOnly)).error(),
            DeskRefusal::kWouldNotReduce);
  EXPECT_EQ(desk_.submit(market(core::Side::kBuy, 1, Effect::kReduceOnly)).error(), DeskRefusal::kWouldNotReduce);
  const auto before = money_.total(kAlice).order_margin;
  placed(limit(core::Side::kSell, 1000, high, Effect::kReduceOnly));
  EXPECT_EQ(money_.total(kAlice).order_margin, before);
}

TEST_F(Margin, leverage_cannot_fall_below_what_the_margin_carries) {
  placed(market(core::Side::kBuy, 100'000));  // 1 BTC, some 61,800 USDT on 10,000
  EXPECT_EQ(money_.set_leverage(kAlice, kBtc, 5).error(), DeskRefusal::kInsufficientBalance);
  EXPECT_EQ(held().leverage, 20);
  EXPECT_TRUE(money_.set_leverage(kAlice, kBtc, 10));
}

TEST_F(Margin, unrealized_profit_follows_the_mark_price) {
  placed(market(core::Side::kSell, 1000));
  mark_ = {mark_.ticks - 10'000};  // 100 USDT lower
  const MarginState state = money_.state(kAlice, kBtc);
  EXPECT_EQ(state.notional.units, -mark_.ticks * 1000 * 10);
  EXPECT_EQ(state.unrealized.units, state.notional.units - held().cost.units);
  EXPECT_EQ(state.position_margin.units, mark_.ticks * 1000 * 10 / 20);
  EXPECT_EQ(state.maintenance.units, mark_.ticks * 1000 * 10 * 4 / 1000);
}

TEST_F(Margin, at_the_liquidation_price_what_is_left_is_the_maintenance_margin) {
  for (const core::Side side : {core::Side::kBuy, core::Side::kSell}) {
    placed(market(side, side == core::Side::kBuy ? 100'000 : 200'000));  // long 1 BTC, then short 1 BTC
    const Money price = money_.liquidation_price(kAlice, kBtc);
    ASSERT_GT(price.units, 0);
    const core::Price before = mark_;
    mark_ = {price.units / 1'000'000};  // 2 decimals
    const MarginState state = money_.state(kAlice, kBtc);
    const std::int64_t left = money_.wallet(kAlice).units + state.unrealized.units;
    EXPECT_NEAR(static_cast<double>(left), static_cast<double>(state.maintenance.units), 0.02 * kCoin);
    EXPECT_EQ(price.units / kCoin > before.ticks / 100, side == core::Side::kSell);
    mark_ = before;
  }
}

TEST_F(Margin, funding_is_paid_by_longs_at_a_positive_rate) {
  placed(market(core::Side::kBuy, 100'000));  // 1 BTC
  const Money before = money_.wallet(kAlice);
  const Money got = money_.pay_funding(kAlice, kBtc, {6'000'000}, 10'000);  // 0.01 % of 60,000 USDT
  EXPECT_EQ(got.units, -6 * kCoin);
  EXPECT_EQ(money_.wallet(kAlice).units, before.units - 6 * kCoin);
}

TEST_F(Margin, nothing_is_made_or_lost_whatever_the_orders) {
  money_.deposit(kBob, {10'000 * kCoin});
  core::Rng rng{11};
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 2000; ++i) {
    const core::Side side = rng.below(2) == 0 ? core::Side::kBuy : core::Side::kSell;
    const auto lots = static_cast<std::int64_t>(1 + rng.below(2000));
    const auto offset = static_cast<std::int64_t>(rng.below(20'000)) - 10'000;
    NewOrder request = rng.below(2) == 0 ? market(side, lots) : limit(side, lots, {mark_.ticks + offset});
    request.owner = rng.below(2) == 0 ? kAlice : kBob;
    if (rng.below(5) == 0) request.effect = Effect::kReduceOnly;
    if (rng.below(4) == 0) {
      request.type = std::array{OrderType::kStopLoss, OrderType::kTakeProfit, OrderType::kTrailingStop}[rng.below(3)];
      request.trigger_by = rng.chance(0.5) ? TriggerBy::kLast : TriggerBy::kMark;
      request.stop = {mark_.ticks + offset};
      request.trailing.callback_e3 = static_cast<std::int64_t>(1 + rng.below(5));
      if (rng.chance(0.5)) request.trailing.activation = core::Price{mark_.ticks + offset};
    }
    if (const auto order = desk_.submit(request)) ids.push_back((*order)->id);
    if (!ids.empty() && rng.below(3) == 0) (void)desk_.cancel(ids[rng.below(ids.size())], "gone");
    if (rng.below(4) == 0) run(core::milliseconds(300));
    const auto moved = [&] { return mark_.ticks + static_cast<std::int64_t>(rng.below(40'000)) - 20'000; };
    if (rng.below(4) == 0) desk_.on_price(kBtc, {moved()});
    if (rng.below(4) == 0) desk_.on_mark(kBtc, {moved()});
    ASSERT_EQ(money_.ledger().total("USDT").units, 0);
  }
  const auto trailed = [&](std::uint64_t id) {
    const ClientOrder* order = desk_.find(id);
    return order->request.type == OrderType::kTrailingStop && order->executed.lots > 0;
  };
  EXPECT_GT(std::ranges::count_if(ids, trailed), 20) << "of every kind some have come to their price";
  for (const std::uint64_t id : ids) (void)desk_.cancel(id, "gone");
  for (const OwnerId owner : {kAlice, kBob}) {
    EXPECT_EQ(money_.position(owner, kBtc).bids.units, 0);
    EXPECT_EQ(money_.position(owner, kBtc).asks.units, 0);
    std::int64_t lots = 0;
    std::int64_t flow = 0;
    std::int64_t paid = 0;
    for (const auto& [who, fill] : desk_.fills()) {
      if (who != owner) continue;
      const std::int64_t sign = fill.side == core::Side::kBuy ? 1 : -1;
      lots += sign * fill.qty.lots;
      flow -= sign * fill.quote.units;
      paid += fill.commission.units;
    }
    const Position& position = money_.position(owner, kBtc);
    EXPECT_EQ(position.lots, lots);
    EXPECT_EQ(position.realized.units, flow + position.cost.units);
    EXPECT_EQ(money_.wallet(owner).units, 10'000 * kCoin + position.realized.units - paid);
  }
}

// Conditional orders (New Algo Order): nothing is checked before the price has come, closePosition closes all there is.
TEST_F(Margin, a_stop_holds_nothing_until_its_price_comes_and_then_sells_what_is_held) {
  placed(market(core::Side::kBuy, 100));
  NewOrder stop = market(core::Side::kSell, 1'000'000, Effect::kReduceOnly);
  stop.type = OrderType::kStopLoss;
  stop.stop = {mark_.ticks - 10'000};
  const std::uint64_t id = placed(stop).id;
  EXPECT_TRUE(is_off_book(*desk_.find(id)));
  EXPECT_EQ(money_.state(kAlice, kBtc).order_margin, Money{});
  desk_.on_price(kBtc, {stop.stop.ticks + 1});
  EXPECT_TRUE(is_off_book(*desk_.find(id)));
  desk_.on_price(kBtc, stop.stop);
  EXPECT_EQ(desk_.find(id)->status, OrderStatus::kFilled);
  EXPECT_EQ(desk_.find(id)->executed, core::Qty{100}) << "cut to what is held";
  EXPECT_EQ(held().lots, 0);
}

TEST_F(Margin, a_stop_that_closes_a_position_has_no_quantity_until_then) {
  NewOrder stop = market(core::Side::kBuy, 0, Effect::kClosePosition);
  stop.type = OrderType::kStopLoss;
  stop.stop = {mark_.ticks + 10'000};
  const std::uint64_t id = placed(stop).id;
  placed(market(core::Side::kSell, 70));
  desk_.on_price(kBtc, stop.stop);
  EXPECT_EQ(desk_.find(id)->request.qty, core::Qty{70});
  EXPECT_EQ(held().lots, 0);
}

TEST_F(Margin, a_stop_with_nothing_to_reduce_is_refused_when_its_price_comes) {
  NewOrder stop = market(core::Side::kSell, 10, Effect::kReduceOnly);
  stop.type = OrderType::kStopLoss;
  stop.stop = {mark_.ticks - 10'000};
  const std::uint64_t id = placed(stop).id;
  desk_.on_price(kBtc, stop.stop);
  EXPECT_EQ(desk_.find(id)->status, OrderStatus::kExpired);
  EXPECT_EQ(desk_.find(id)->refused, DeskRefusal::kWouldNotReduce);
  EXPECT_TRUE(is_off_book(*desk_.find(id)));
}

TEST_F(Margin, a_waiting_stop_can_be_taken_off_as_expired) {
  NewOrder stop = market(core::Side::kSell, 10);
  stop.type = OrderType::kStopLoss;
  stop.stop = {mark_.ticks - 10'000};
  const std::uint64_t id = placed(stop).id;
  desk_.expire(id);
  EXPECT_EQ(desk_.find(id)->status, OrderStatus::kExpired);
  desk_.on_price(kBtc, stop.stop);
  EXPECT_EQ(held().lots, 0);
}

}  // namespace
}  // namespace tidemark::sim
