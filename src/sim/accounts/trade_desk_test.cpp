// Order types and their meaning: Binance rest-api.md, "New order"; amounts are hand arithmetic on the book's levels.

#include "sim/accounts/trade_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "sim/accounts/spot_settlement.hpp"

namespace tidemark::sim {
namespace {

constexpr OwnerId kAlice{1};
constexpr OwnerId kBob{2};
constexpr core::InstrumentId kBtc{0};
constexpr std::int64_t kCoin = 100'000'000;

ExchangeConfig config() {
  auto listings = listings_for(std::vector<std::string>{"BTCUSDT"});
  return {.seed = 3,
          .start = core::Timestamp::from_s(1'725'000'000),
          .listings = *listings,
          .history = core::minutes(5),
          .latency = {{}, {}}};
}

class Desk : public ::testing::Test {
 protected:
  Desk() {
    for (const OwnerId owner : {kAlice, kBob}) {
      money_.ledger().pay(owner, "USDT", Money{1'000'000 * kCoin});
      money_.ledger().pay(owner, "BTC", Money{100 * kCoin});
    }
    run(core::seconds(1));
  }
  void run(core::Duration length) {
    std::vector<core::Event> events;
    exchange_.advance(exchange_.now() + length, events);
    desk_.settle();
    for (const core::Event& event : events) {
      if (const auto* trade = std::get_if<core::Trade>(&event)) desk_.on_price(kBtc, trade->price);
    }
  }
  LevelView best(core::Side side) { return *exchange_.market(kBtc).book().best(side); }
  NewOrder order(OrderType type, core::Side side) {
    return {.owner = kAlice,
            .instrument = kBtc,
            .side = side,
            .type = type,
            .qty = core::Qty{1000},  // 0.01 BTC
            .client_id = "order " + std::to_string(++count_)};
  }
  const ClientOrder& placed(const NewOrder& request) {
    const auto result = desk_.submit(request);
    EXPECT_TRUE(result.has_value());
    return **result;
  }
  Balance usdt(OwnerId owner = kAlice) { return money_.ledger().balance(owner, "USDT"); }
  Balance btc(OwnerId owner = kAlice) { return money_.ledger().balance(owner, "BTC"); }

  Exchange exchange_{config()};
  SpotSettlement money_{exchange_, {{"BTC", "USDT"}}, {.maker = 1000, .taker = 1000}};
  TradeDesk desk_{exchange_, money_};
  int count_{0};
};

TEST_F(Desk, a_market_buy_pays_price_times_quantity_and_the_fee_in_what_it_bought) {
  const core::Price ask = best(core::Side::kSell).price;
  NewOrder request = order(OrderType::kMarket, core::Side::kBuy);
  request.qty = {std::min<std::int64_t>(100, best(core::Side::kSell).qty.lots)};  // within the best level
  const ClientOrder& done = placed(request);
  EXPECT_EQ(done.status, OrderStatus::kFilled);
  // Prices have 2 decimals, quantities 5: a product of the integers has 7, money 8.
  const std::int64_t cost = ask.ticks * request.qty.lots * 10;
  EXPECT_EQ(done.spent.units, cost);
  EXPECT_EQ(usdt(), (Balance{Money{1'000'000 * kCoin - cost}, Money{0}}));
  const std::int64_t bought = request.qty.lots * 1000;
  EXPECT_EQ(btc().free.units, 100 * kCoin + bought - bought / 1000);
}

TEST_F(Desk, a_limit_order_locks_its_worst_cost_and_gives_it_back_when_canceled) {
  NewOrder request = order(OrderType::kLimit, core::Side::kBuy);
  request.price = {best(core::Side::kBuy).price.ticks - 50'000};  // 500 USDT away
  const ClientOrder& resting = placed(request);
  EXPECT_EQ(resting.status, OrderStatus::kNew);
  const std::int64_t cost = request.price.ticks * 1000 * 10;
  EXPECT_EQ(usdt(), (Balance{Money{1'000'000 * kCoin - cost}, Money{cost}}));
  const auto canceled = desk_.cancel(resting.id, "gone");
  ASSERT_TRUE(canceled.has_value());
  EXPECT_EQ((*canceled)->status, OrderStatus::kCanceled);
  EXPECT_EQ((*canceled)->original_client_id, request.client_id);
  EXPECT_EQ(usdt(), (Balance{Money{1'000'000 * kCoin}, Money{0}}));
  EXPECT_EQ(desk_.cancel(resting.id, "again").error(), DeskRefusal::kUnknownOrder);
}

TEST_F(Desk, a_quote_quantity_buys_as_many_whole_lots_as_it_pays_for) {
  NewOrder request = order(OrderType::kMarket, core::Side::kBuy);
  request.qty = {};
  request.quote_qty = {1000 * kCoin};
  const ClientOrder& done = placed(request);
  EXPECT_EQ(done.status, OrderStatus::kFilled);
  EXPECT_LE(done.spent.units, 1000 * kCoin);
  // One lot more would cost more than is left: a lot is 0.00001 BTC, less than 1 USDT.
  EXPECT_GT(done.spent.units, 999 * kCoin);
  request.client_id = "tiny";
  request.quote_qty = {1'000'000};  // 0.01 USDT
  EXPECT_EQ(desk_.submit(request).error(), DeskRefusal::kNothingAffordable);
}

TEST_F(Desk, refuses_what_it_cannot_take) {
  NewOrder request = order(OrderType::kMarket, core::Side::kSell);
  request.qty = {101 * 100'000};  // 101 BTC
  EXPECT_EQ(desk_.submit(request).error(), DeskRefusal::kInsufficientBalance);
  NewOrder maker = order(OrderType::kLimitMaker, core::Side::kBuy);
  maker.price = best(core::Side::kSell).price;
  EXPECT_EQ(desk_.submit(maker).error(), DeskRefusal::kWouldMatch);
  maker.price.ticks = best(core::Side::kBuy).price.ticks - 10'000;
  placed(maker);
  EXPECT_EQ(desk_.submit(maker).error(), DeskRefusal::kDuplicateId) << "while the first is open";
  NewOrder stop = order(OrderType::kStopLoss, core::Side::kSell);
  stop.stop = {best(core::Side::kSell).price.ticks + 100'000};
  EXPECT_EQ(desk_.submit(stop).error(), DeskRefusal::kWouldTrigger);
}

TEST_F(Desk, immediate_orders_never_rest) {
  NewOrder ioc = order(OrderType::kLimit, core::Side::kBuy);
  ioc.time_in_force = TimeInForce::kIoc;
  ioc.price = {best(core::Side::kBuy).price.ticks - 10'000};
  EXPECT_EQ(placed(ioc).status, OrderStatus::kExpired);
  NewOrder fok = order(OrderType::kLimit, core::Side::kSell);
  fok.time_in_force = TimeInForce::kFok;
  fok.price = best(core::Side::kBuy).price;
  fok.qty = {best(core::Side::kBuy).qty.lots + 1};
  const ClientOrder& killed = placed(fok);
  EXPECT_EQ(killed.status, OrderStatus::kExpired);
  EXPECT_EQ(killed.executed.lots, 0);
  EXPECT_EQ(usdt().locked.units, 0);
  EXPECT_EQ(btc().locked.units, 0);
}

TEST_F(Desk, stops_wait_off_the_book_until_the_price_comes) {
  // Which side of the price each waits on (rest-api.md): STOP_LOSS sells below and buys above, TAKE_PROFIT the reverse.
  const std::int64_t price = best(core::Side::kBuy).price.ticks;
  NewOrder sell = order(OrderType::kStopLoss, core::Side::kSell);
  sell.stop = {price - 200'000};
  NewOrder buy = order(OrderType::kStopLossLimit, core::Side::kBuy);
  buy.stop = {price + 200'000};
  buy.price = {price + 300'000};
  NewOrder profit = order(OrderType::kTakeProfit, core::Side::kSell);
  profit.stop = {price + 250'000};
  NewOrder dip = order(OrderType::kTakeProfitLimit, core::Side::kBuy);
  dip.stop = {price - 300'000};
  dip.price = {price - 400'000};
  const std::uint64_t ids[] = {placed(sell).id, placed(buy).id, placed(profit).id, placed(dip).id};
  EXPECT_EQ(exchange_.market(kBtc).book().best(core::Side::kBuy)->price.ticks, price) << "nothing on the book";
  desk_.on_price(kBtc, core::Price{price + 210'000});
  EXPECT_FALSE(desk_.find(ids[0])->working_since);
  EXPECT_TRUE(desk_.find(ids[1])->working_since);
  EXPECT_EQ(desk_.find(ids[1])->status, OrderStatus::kFilled) << "its limit is above the ask";
  EXPECT_FALSE(desk_.find(ids[2])->working_since);
  desk_.on_price(kBtc, core::Price{price + 250'000});
  EXPECT_EQ(desk_.find(ids[2])->status, OrderStatus::kFilled);
  desk_.on_price(kBtc, core::Price{price - 300'000});
  EXPECT_EQ(desk_.find(ids[0])->status, OrderStatus::kFilled);
  EXPECT_EQ(desk_.find(ids[3])->status, OrderStatus::kNew) << "rests at its limit, below the market";
  EXPECT_TRUE(desk_.find(ids[3])->working_since);
  EXPECT_FALSE(desk_.has_waiting());
}

/// TRAILING_STOP_MARKET (derivatives/usds-margined-futures, New Algo Order): "BUY: the lowest price after order placed
/// <= activatePrice, and the latest price >= the lowest price * (1 + callbackRate)"; SELL the reverse.
TEST_F(Desk, a_trailing_stop_follows_the_best_price_and_sells_when_it_has_come_back) {
  const std::int64_t price = best(core::Side::kBuy).price.ticks / 1000 * 1000;
  desk_.on_price(kBtc, {price});
  NewOrder trail = order(OrderType::kTrailingStop, core::Side::kSell);
  trail.trailing = {.callback_e3 = 10};  // 1 %
  const std::uint64_t id = placed(trail).id;
  const auto is_waiting = [&] { return !desk_.find(id)->working_since.has_value(); };
  desk_.on_price(kBtc, {price * 1100 / 1000});
  desk_.on_price(kBtc, {price * 1090 / 1000});
  EXPECT_TRUE(is_waiting()) << "0.99 of 1.1 is 1.089";
  desk_.on_price(kBtc, {price * 1089 / 1000 + 1});
  EXPECT_TRUE(is_waiting());
  desk_.on_price(kBtc, {price * 1089 / 1000});
  EXPECT_EQ(desk_.find(id)->status, OrderStatus::kFilled);
}

TEST_F(Desk, a_trailing_stop_begins_where_it_is_activated) {
  const std::int64_t price = best(core::Side::kBuy).price.ticks / 1000 * 1000;
  desk_.on_price(kBtc, {price});
  NewOrder trail = order(OrderType::kTrailingStop, core::Side::kBuy);
  trail.trailing = {.callback_e3 = 20, .activation = core::Price{price * 950 / 1000}};
  const std::uint64_t id = placed(trail).id;
  const auto is_waiting = [&] { return !desk_.find(id)->working_since.has_value(); };
  desk_.on_price(kBtc, {price * 960 / 1000});
  desk_.on_price(kBtc, {price});
  EXPECT_TRUE(is_waiting()) << "4 % above the lowest, which is not low enough";
  desk_.on_price(kBtc, {price * 950 / 1000});
  desk_.on_price(kBtc, {price * 968 / 1000});
  EXPECT_TRUE(is_waiting()) << "1.02 of 0.95 is 0.969";
  desk_.on_price(kBtc, {price * 969 / 1000});
  EXPECT_EQ(desk_.find(id)->status, OrderStatus::kFilled);
  trail.client_id = "above";
  trail.trailing.activation = core::Price{price * 970 / 1000};
  EXPECT_EQ(desk_.submit(trail).error(), DeskRefusal::kWouldTrigger) << "a purchase begins to trail below";
}

TEST_F(Desk, an_order_waits_for_the_price_it_was_told_to) {
  const std::int64_t price = best(core::Side::kBuy).price.ticks;
  NewOrder stop = order(OrderType::kStopLoss, core::Side::kSell);
  stop.stop = {price - 100'000};
  const std::uint64_t by_last = placed(stop).id;
  stop.client_id = "by mark";
  stop.trigger_by = TriggerBy::kMark;
  const std::uint64_t by_mark = placed(stop).id;
  desk_.on_mark(kBtc, {price - 50'000});
  desk_.on_price(kBtc, stop.stop);
  EXPECT_EQ(desk_.find(by_last)->status, OrderStatus::kFilled);
  EXPECT_EQ(desk_.find(by_mark)->status, OrderStatus::kNew) << "the trades are not its price";
  stop.client_id = "between";
  EXPECT_TRUE(desk_.submit(stop).has_value()) << "the mark is above it, though the last price is not";
  desk_.on_price(kBtc, {price});
  desk_.on_mark(kBtc, stop.stop);
  EXPECT_EQ(desk_.find(by_mark)->status, OrderStatus::kFilled);
}

TEST_F(Desk, accounts_can_trade_with_each_other) {
  NewOrder ask = order(OrderType::kLimit, core::Side::kSell);
  ask.price = {best(core::Side::kSell).price.ticks - 1};  // the new best
  const std::uint64_t maker = placed(ask).id;
  NewOrder buy = order(OrderType::kLimit, core::Side::kBuy);
  buy.owner = kBob;
  buy.price = {ask.price.ticks + 5};
  const ClientOrder& done = placed(buy);
  EXPECT_EQ(done.status, OrderStatus::kFilled);
  const std::int64_t cost = ask.price.ticks * 1000 * 10;
  EXPECT_EQ(done.spent.units, cost) << "at the maker's price";
  EXPECT_EQ(usdt(kBob).free.units, 1'000'000 * kCoin - cost);
  EXPECT_EQ(usdt(kBob).locked.units, 0) << "the better price gives the rest back";
  EXPECT_EQ(usdt(kAlice).free.units, 1'000'000 * kCoin + cost - cost / 1000);
  EXPECT_EQ(desk_.find(maker)->status, OrderStatus::kFilled);
}

TEST_F(Desk, an_order_meeting_its_own_account_follows_the_takers_choice) {
  NewOrder ask = order(OrderType::kLimit, core::Side::kSell);
  ask.price = {best(core::Side::kSell).price.ticks - 1};
  const std::uint64_t maker = placed(ask).id;
  NewOrder buy = order(OrderType::kLimit, core::Side::kBuy);
  buy.price = ask.price;
  buy.self_trade = SelfTrade::kCancelTaker;
  EXPECT_EQ(placed(buy).status, OrderStatus::kExpiredInMatch);
  EXPECT_EQ(desk_.find(maker)->status, OrderStatus::kNew);
  buy.client_id = "second";
  buy.self_trade = SelfTrade::kCancelMaker;
  placed(buy);
  EXPECT_EQ(desk_.find(maker)->status, OrderStatus::kExpiredInMatch);
}

/// faqs/commission_faq.md, "How is the commission calculated?": paying with BNB, the standard commission is converted
/// at the exchange rate and multiplied with the discount; without enough BNB the full commission is taken from what is
/// received.
class BnbFees : public ::testing::Test {
 protected:
  BnbFees() {
    money_.ledger().pay(kAlice, "USDT", Money{1'000'000 * kCoin});
    money_.ledger().pay(kAlice, "BNB", Money{1 * kCoin});
    money_.set_fee_asset(kAlice, FeeAsset::kBnb);
    std::vector<core::Event> events;
    exchange_.advance(exchange_.now() + core::seconds(1), events);
    desk_.settle();
  }
  static ExchangeConfig two_markets() {
    ExchangeConfig both = config();
    both.listings = *listings_for(std::vector<std::string>{"BTCUSDT", "BNBUSDT"});
    return both;
  }
  ClientFill buy(std::int64_t lots) {
    NewOrder request{.owner = kAlice,
                     .instrument = kBtc,
                     .side = core::Side::kBuy,
                     .type = OrderType::kMarket,
                     .qty = core::Qty{lots},
                     .client_id = "order " + std::to_string(++count_)};
    EXPECT_TRUE(desk_.submit(request).has_value());
    return desk_.fills().back().fill;
  }
  Exchange exchange_{two_markets()};
  SpotSettlement money_{exchange_, {{"BTC", "USDT"}, {"BNB", "USDT"}}, {.maker = 1000, .taker = 1000}};
  TradeDesk desk_{exchange_, money_};
  int count_{0};
};

TEST_F(BnbFees, are_three_quarters_of_the_fee_s_value_at_the_last_price) {
  const ClientFill fill = buy(1);  // 0.00001 BTC, within the best level
  const core::Instrument bnb = exchange_.instruments()[1];
  const std::int64_t price = exchange_.market(bnb.id).forming_candle().close.ticks;
  const std::int64_t one = core::kPow10[static_cast<std::size_t>(bnb.scale.price_decimals)];
  const std::int64_t value = fill.quote.units / 1000 * 3 / 4;
  EXPECT_EQ(fill.commission_asset, "BNB");
  EXPECT_NEAR(static_cast<double>(fill.commission.units), static_cast<double>(value * one / price), 1.0);
  EXPECT_EQ(money_.ledger().balance(kAlice, "BNB").free.units, kCoin - fill.commission.units);
  EXPECT_EQ(money_.ledger().balance(kAlice, "BTC").free.units, 1000) << "all of 0.00001";
  EXPECT_EQ(money_.ledger().total("BNB").units, 0);
  EXPECT_EQ(money_.ledger().total("BTC").units, 0);
}

TEST_F(BnbFees, without_enough_of_it_the_full_fee_is_taken_from_what_is_received) {
  money_.ledger().pay(kAlice, "BNB", Money{-kCoin});
  const ClientFill fill = buy(100);
  EXPECT_EQ(fill.commission_asset, "BTC");
  EXPECT_EQ(fill.commission.units, fill.qty.lots * 1000 / 1000);
  EXPECT_EQ(money_.ledger().balance(kAlice, "BNB").free.units, 0);
}

/// OCO (rest-api.md, "New Order list - OCO": activation of one order immediately cancels the other; canceling an
/// individual order will cancel the entire order list).
class Oco : public Desk {
 protected:
  /// Sells 0.01 BTC: 1000 USDT below the price or 1000 above.
  const OrderList& pair(OrderType profit = OrderType::kLimitMaker) {
    price_ = best(core::Side::kBuy).price.ticks;
    desk_.on_price(kBtc, core::Price{price_});
    NewOrder loss = order(OrderType::kStopLoss, core::Side::kSell);
    loss.stop = {price_ - 100'000};
    NewOrder gain = order(profit, core::Side::kSell);
    gain.price = gain.stop = {price_ + 100'000};
    const auto placed = desk_.submit_oco(loss, gain, "list " + std::to_string(++count_));
    EXPECT_TRUE(placed.has_value());
    return **placed;
  }
  [[nodiscard]] const ClientOrder& of(const OrderList& list, std::size_t which) const {
    return *desk_.find(list.orders[which].id);
  }
  std::vector<OrderEvent> events() {
    std::vector<OrderEvent> out;
    desk_.take_events(out);
    return out;
  }
  std::int64_t price_{0};
};

TEST_F(Oco, locks_what_is_sold_once_and_gives_it_back_when_canceled) {
  const OrderList& list = pair();
  EXPECT_EQ(btc(), (Balance{Money{100 * kCoin - kCoin / 100}, Money{kCoin / 100}}));
  EXPECT_EQ(of(list, 0).list, list.id);
  EXPECT_FALSE(of(list, 0).working_since);
  EXPECT_TRUE(of(list, 1).working_since);
  const auto begun = events();
  ASSERT_EQ(begun.size(), 2U);
  EXPECT_FALSE(begun[0].list);
  ASSERT_TRUE(begun[1].list);
  EXPECT_EQ(begun[1].list->status, OrderList::Status::kExecuting);
  ASSERT_TRUE(desk_.cancel(list.orders[1].id, "gone").has_value());
  EXPECT_EQ(of(list, 0).status, OrderStatus::kCanceled);
  EXPECT_EQ(of(list, 1).status, OrderStatus::kCanceled);
  EXPECT_EQ(btc(), (Balance{Money{100 * kCoin}, Money{0}}));
  const auto ended = events();
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_FALSE(ended[0].list);
  EXPECT_EQ(ended[1].list->status, OrderList::Status::kAllDone);
  EXPECT_EQ(desk_.cancel_list(list.id, "again").error(), DeskRefusal::kUnknownOrder);
}

TEST_F(Oco, a_stop_that_is_reached_expires_the_target_and_sells) {
  const OrderList& list = pair();
  static_cast<void>(events());
  desk_.on_price(kBtc, core::Price{price_ - 100'000});
  EXPECT_EQ(of(list, 0).status, OrderStatus::kFilled);
  EXPECT_EQ(of(list, 1).status, OrderStatus::kExpired);
  EXPECT_EQ(of(list, 1).expiry, Expiry::kOtherOfList);
  EXPECT_EQ(btc(), (Balance{Money{100 * kCoin - kCoin / 100}, Money{0}}));
  EXPECT_EQ(list.status, OrderList::Status::kAllDone);
  EXPECT_EQ(events().front().order.id, list.orders[1].id) << "before the stop goes to the book";
}

TEST_F(Oco, a_target_that_begins_to_fill_expires_the_stop) {
  price_ = best(core::Side::kBuy).price.ticks;
  NewOrder loss = order(OrderType::kStopLoss, core::Side::kSell);
  loss.stop = {price_ - 100'000};
  NewOrder gain = order(OrderType::kLimitMaker, core::Side::kSell);
  gain.price = {best(core::Side::kSell).price.ticks - 1};
  desk_.on_price(kBtc, {price_});  // between the two
  const auto placed = desk_.submit_oco(loss, gain, "list");
  ASSERT_TRUE(placed.has_value());
  NewOrder taker = order(OrderType::kLimit, core::Side::kBuy);
  taker.owner = kBob;
  taker.price = gain.price;
  taker.qty = {400};
  ASSERT_TRUE(desk_.submit(taker).has_value());
  EXPECT_EQ(of(**placed, 1).status, OrderStatus::kPartiallyFilled);
  EXPECT_EQ(of(**placed, 0).status, OrderStatus::kExpired);
  EXPECT_EQ((*placed)->status, OrderList::Status::kExecuting) << "the target still rests";
  EXPECT_EQ(btc().locked.units, kCoin / 100 * 6 / 10);
  desk_.on_price(kBtc, core::Price{price_ - 200'000});
  EXPECT_EQ(of(**placed, 0).status, OrderStatus::kExpired);
  desk_.expire(of(**placed, 1).id);
  EXPECT_EQ((*placed)->status, OrderList::Status::kAllDone);
}

TEST_F(Oco, both_may_wait_for_their_price) {
  const OrderList& list = pair(OrderType::kTakeProfit);
  EXPECT_EQ(btc().locked.units, kCoin / 100);
  desk_.on_price(kBtc, core::Price{price_ - 100'000});
  EXPECT_EQ(of(list, 0).status, OrderStatus::kFilled) << "what the other held was free for it";
  EXPECT_EQ(of(list, 1).status, OrderStatus::kExpired);
  const OrderList& again = pair(OrderType::kTakeProfit);
  desk_.on_price(kBtc, core::Price{price_ + 100'000});
  EXPECT_EQ(of(again, 1).status, OrderStatus::kFilled);
  EXPECT_EQ(of(again, 0).status, OrderStatus::kExpired);
  EXPECT_EQ(btc().locked.units, 0);
}

TEST_F(Oco, refuses_prices_that_are_not_around_the_last_one_and_names_that_are_taken) {
  const OrderList& list = pair();
  NewOrder loss = order(OrderType::kStopLoss, core::Side::kSell);
  loss.stop = {price_ - 100'000};
  NewOrder gain = order(OrderType::kLimitMaker, core::Side::kSell);
  gain.price = {price_ + 100'000};
  const auto refusal = [&] { return desk_.submit_oco(loss, gain, "new").error(); };
  NewOrder fine = loss;
  loss.stop = {price_ + 50'000};
  EXPECT_EQ(refusal(), DeskRefusal::kPriceRelation);
  loss = fine;
  gain.price = {price_ - 1};
  EXPECT_EQ(refusal(), DeskRefusal::kPriceRelation);
  gain.price = {price_ + 100'000};
  gain.client_id = loss.client_id;
  EXPECT_EQ(refusal(), DeskRefusal::kDuplicateId);
  gain.client_id = "other";
  EXPECT_EQ(desk_.submit_oco(loss, gain, list.client_id).error(), DeskRefusal::kDuplicateId);
  gain.qty = loss.qty = {101 * 100'000};
  EXPECT_EQ(refusal(), DeskRefusal::kInsufficientBalance);
}

/// What the balances must be, from the deposits and the list of fills alone.
void expect_books_balance(const TradeDesk& desk, const Ledger& ledger, OwnerId owner) {
  std::int64_t usdt = 1'000'000 * kCoin;
  std::int64_t btc = 100 * kCoin;
  for (const auto& [who, fill] : desk.fills()) {
    if (who != owner) continue;
    const std::int64_t quote = fill.price.ticks * fill.qty.lots * 10;
    const std::int64_t base = fill.qty.lots * 1000;
    usdt += fill.side == core::Side::kBuy ? -quote : quote - fill.commission.units;
    btc += fill.side == core::Side::kBuy ? base - fill.commission.units : -base;
  }
  const Balance have_usdt = ledger.balance(owner, "USDT");
  const Balance have_btc = ledger.balance(owner, "BTC");
  ASSERT_EQ(have_usdt.free.units + have_usdt.locked.units, usdt);
  ASSERT_EQ(have_btc.free.units + have_btc.locked.units, btc);
  ASSERT_GE(have_usdt.free.units, 0);
  ASSERT_GE(have_btc.free.units, 0);
  std::int64_t locked_usdt = 0;
  std::int64_t locked_btc = 0;
  for (const auto& [id, order] : desk.orders()) {
    if (order.request.owner != owner || !is_open(order.status)) continue;
    const core::Price price = has_price(order.request.type) ? order.request.price : order.request.stop;
    std::int64_t cost = price.ticks * order.left().lots * 10;
    if (const OrderList* list = desk.find_list(order.list)) {
      // While both are open they hold once, for the dearer of the two.
      const ClientOrder& loss = *desk.find(list->orders[0].id);
      const ClientOrder& gain = *desk.find(list->orders[1].id);
      const bool both = is_open(loss.status) && is_open(gain.status);
      if (both && id == loss.id) continue;
      const core::Price dearer = has_price(loss.request.type) ? loss.request.price : loss.request.stop;
      if (both) cost = std::max(cost, dearer.ticks * loss.left().lots * 10);
    }
    if (order.request.side == core::Side::kBuy) locked_usdt += cost;
    if (order.request.side == core::Side::kSell) locked_btc += order.left().lots * 1000;
  }
  ASSERT_EQ(have_usdt.locked.units, locked_usdt);
  ASSERT_EQ(have_btc.locked.units, locked_btc);
}

TEST_F(Desk, no_money_is_made_or_lost_whatever_is_ordered) {
  core::Rng rng{2024};
  std::vector<std::uint64_t> ids;
  int lists = 0;
  for (int step = 0; step < 4000; ++step) {
    const auto type = static_cast<OrderType>(rng.below(7));
    NewOrder request = order(type, rng.chance(0.5) ? core::Side::kBuy : core::Side::kSell);
    request.owner = rng.chance(0.5) ? kAlice : kBob;
    request.time_in_force = static_cast<TimeInForce>(rng.below(3));
    if (type == OrderType::kLimitMaker) request.time_in_force = TimeInForce::kGtc;
    request.self_trade = static_cast<SelfTrade>(rng.below(4));
    const std::int64_t middle = best(core::Side::kBuy).price.ticks;
    request.price = {middle + static_cast<std::int64_t>(rng.below(4001)) - 2000};
    request.stop = {middle + static_cast<std::int64_t>(rng.below(4001)) - 2000};
    request.qty = {static_cast<std::int64_t>(1 + rng.below(200'000))};
    if (type == OrderType::kMarket && rng.chance(0.5)) {
      request.qty = {};
      request.quote_qty = {static_cast<std::int64_t>(rng.below(20'000 * static_cast<std::uint64_t>(kCoin)))};
    }
    if (rng.chance(0.2)) {
      const bool sells = request.side == core::Side::kSell;
      NewOrder loss = request;
      loss.type = rng.chance(0.5) ? OrderType::kStopLoss : OrderType::kStopLossLimit;
      loss.time_in_force = TimeInForce::kGtc;
      loss.qty = {static_cast<std::int64_t>(1 + rng.below(200'000))};
      loss.stop = {middle + (sells ? -1 : 1) * static_cast<std::int64_t>(1 + rng.below(1000))};
      NewOrder gain = loss;
      gain.client_id += "b";
      gain.type = rng.chance(0.5) ? OrderType::kLimitMaker : OrderType::kTakeProfit;
      gain.price = gain.stop = {middle + (sells ? 1 : -1) * static_cast<std::int64_t>(1 + rng.below(1000))};
      const auto placed = desk_.submit_oco(loss, gain, loss.client_id);
      if (placed) lists += 1;
      if (placed) ids.push_back((*placed)->orders[rng.below(2)].id);
    }
    const auto result = desk_.submit(request);
    if (result) ids.push_back((*result)->id);
    if (!ids.empty() && rng.chance(0.4)) static_cast<void>(desk_.cancel(ids[rng.below(ids.size())], "x"));
    if (rng.chance(0.5)) run(core::milliseconds(static_cast<std::int64_t>(rng.below(500))));
    ASSERT_EQ(money_.ledger().total("USDT").units, 0);
    ASSERT_EQ(money_.ledger().total("BTC").units, 0);
    if (step % 20 != 0) continue;
    ASSERT_NO_FATAL_FAILURE(expect_books_balance(desk_, money_.ledger(), kAlice));
    ASSERT_NO_FATAL_FAILURE(expect_books_balance(desk_, money_.ledger(), kBob));
  }
  EXPECT_GT(lists, 200);
  EXPECT_GT(desk_.fills().size(), 1000U);
  EXPECT_LT(desk_.fills().size(), 20'000U) << "none of them was forgotten";
}

}  // namespace
}  // namespace tidemark::sim
