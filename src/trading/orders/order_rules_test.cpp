// Expected refusals follow from what the order types are (spec: trading, "Orders, brokers").

#include "trading/orders/order_rules.hpp"

#include <tuple>

#include <gtest/gtest.h>

#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::OrderReason;
using core::OrderType;
using core::Price;
using core::Side;
using core::TimeInForce;
using testing::limit;
using testing::market;
using testing::stop;

constexpr TradeRules kGrid{.scale = {2, 3}, .tick_size = {5}, .lot_size = {10}};

std::optional<OrderReason> fault(const core::OrderRequest& request) {
  return fault_of(request, kGrid);
}

TEST(OrderRules, every_type_is_well_formed_with_its_own_prices) {
  EXPECT_EQ(fault(market(1, Side::kBuy, 10)), std::nullopt);
  EXPECT_EQ(fault(limit(1, Side::kBuy, 10, 500)), std::nullopt);
  EXPECT_EQ(fault(stop(1, Side::kBuy, 10, 500)), std::nullopt);
  EXPECT_EQ(fault(stop(1, Side::kBuy, 10, 500, OrderType::kTakeProfit)), std::nullopt);
  auto stop_limit = stop(1, Side::kBuy, 10, 500, OrderType::kStopLimit);
  EXPECT_EQ(fault(stop_limit), OrderReason::kBadPrice) << "it needs both";
  stop_limit.limit = Price{505};
  EXPECT_EQ(fault(stop_limit), std::nullopt);
  auto trailing = market(1, Side::kSell, 10);
  trailing.type = OrderType::kTrailingStop;
  EXPECT_EQ(fault(trailing), OrderReason::kBadPrice);
  trailing.trail = Price{50};
  EXPECT_EQ(fault(trailing), std::nullopt);
  trailing.trigger = Price{500};
  EXPECT_EQ(fault(trailing), OrderReason::kBadPrice) << "its trigger moves";
}

TEST(OrderRules, quantities_and_prices_stand_on_their_grids) {
  for (const std::int64_t lots : {0, -10, 5, 11}) EXPECT_EQ(fault(market(1, Side::kBuy, lots)), OrderReason::kBadQty);
  for (const std::int64_t price : {0, -5, 501}) {
    EXPECT_EQ(fault(limit(1, Side::kBuy, 10, price)), OrderReason::kBadPrice);
    EXPECT_EQ(fault(stop(1, Side::kBuy, 10, price)), OrderReason::kBadPrice);
  }
  auto priced = market(1, Side::kBuy, 10);
  priced.limit = Price{500};
  EXPECT_EQ(fault(priced), OrderReason::kBadPrice) << "a market order has none";
}

TEST(OrderRules, of_a_hedging_account_the_side_says_whether_an_order_opens_or_closes) {
  using core::PositionSide;
  for (const auto& [side, position, closes] :
       {std::tuple{Side::kBuy, PositionSide::kLong, false}, std::tuple{Side::kSell, PositionSide::kLong, true},
        std::tuple{Side::kSell, PositionSide::kShort, false}, std::tuple{Side::kBuy, PositionSide::kShort, true}}) {
    auto order = market(1, side, 10);
    order.position = position;
    EXPECT_EQ(only_reduces(order), closes);
    EXPECT_EQ(fault(order), std::nullopt);
    order.effect = core::Effect::kReduceOnly;
    EXPECT_EQ(fault(order), closes ? std::nullopt : std::optional{OrderReason::kBadCombination});
  }
  EXPECT_FALSE(only_reduces(market(1, Side::kSell, 10)));
}

TEST(OrderRules, parts_that_do_not_go_together_are_refused) {
  auto order = limit(1, Side::kBuy, 10, 500);
  order.time_in_force = TimeInForce::kGtd;
  EXPECT_EQ(fault(order), OrderReason::kBadCombination) << "until when?";
  order.good_till = testing::at(60);
  EXPECT_EQ(fault(order), std::nullopt);
  order.time_in_force = TimeInForce::kGtc;
  EXPECT_EQ(fault(order), OrderReason::kBadCombination);

  order = limit(1, Side::kBuy, 10, 500);
  order.liquidity = core::Liquidity::kPostOnly;
  EXPECT_EQ(fault(order), std::nullopt);
  order.time_in_force = TimeInForce::kIoc;
  EXPECT_EQ(fault(order), OrderReason::kBadCombination);
  auto taker = market(1, Side::kBuy, 10);
  taker.liquidity = core::Liquidity::kPostOnly;
  EXPECT_EQ(fault(taker), OrderReason::kBadCombination);

  auto waiting = stop(1, Side::kBuy, 10, 500);
  waiting.time_in_force = TimeInForce::kFok;
  EXPECT_EQ(fault(waiting), OrderReason::kBadCombination);
  auto own_child = market(3, Side::kBuy, 10);
  own_child.parent = core::ClientOrderId{3};
  EXPECT_EQ(fault(own_child), OrderReason::kBadCombination);
}

}  // namespace
}  // namespace tidemark::trading
