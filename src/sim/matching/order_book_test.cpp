#include "sim/matching/order_book.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace tidemark::sim {
namespace {

// Expected values by hand, from the rules of price-time priority and from Binance's documentation of time in force and
// self-trade prevention where named.

constexpr OwnerId kAnn{1};
constexpr OwnerId kBob{2};

OrderRequest limit(OwnerId owner, core::Side side, std::int64_t price, std::int64_t qty,
                   TimeInForce tif = TimeInForce::kGtc) {
  return {.owner = owner, .side = side, .time_in_force = tif, .price = {price}, .qty = {qty}};
}

OrderRequest market(OwnerId owner, core::Side side, std::int64_t qty) {
  return {.owner = owner, .side = side, .kind = OrderKind::kMarket, .qty = {qty}};
}

class Book : public ::testing::Test {
 protected:
  OrderId submit(const OrderRequest& request) {
    out.clear();
    return book.submit(request, out);
  }
  template <class T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const Execution& e : out.executions) {
      if (const T* wanted = std::get_if<T>(&e)) found.push_back(*wanted);
    }
    return found;
  }
  RejectReason rejection() const { return all<Rejected>().at(0).reason; }

  OrderBook book{OrderRules{}};
  BookOutput out;
};

TEST_F(Book, an_order_that_does_not_cross_rests) {
  const OrderId id = submit(limit(kAnn, core::Side::kBuy, 100, 5));
  EXPECT_EQ(all<Accepted>().size(), 1U);
  EXPECT_TRUE(all<Fill>().empty());
  ASSERT_NE(book.find(id), nullptr);
  EXPECT_EQ(book.find(id)->left, core::Qty{5});
  ASSERT_EQ(out.changes.size(), 1U);
  EXPECT_EQ(out.changes[0].qty, core::Qty{5});
}

TEST_F(Book, the_better_price_is_filled_first_and_at_the_makers_price) {
  submit(limit(kBob, core::Side::kSell, 102, 5));
  const OrderId cheap = submit(limit(kBob, core::Side::kSell, 101, 5));
  submit(limit(kAnn, core::Side::kBuy, 105, 7));
  const auto fills = all<Fill>();
  ASSERT_EQ(fills.size(), 2U);
  EXPECT_EQ(fills[0].maker, cheap);
  EXPECT_EQ(fills[0].price, core::Price{101});
  EXPECT_EQ(fills[0].qty, core::Qty{5});
  EXPECT_EQ(fills[1].price, core::Price{102});
  EXPECT_EQ(fills[1].qty, core::Qty{2});
  EXPECT_EQ(fills[1].maker_left, core::Qty{3});
  EXPECT_EQ(fills[1].taker_left, core::Qty{0});
  EXPECT_EQ(fills[0].trade_id, 1U);
  EXPECT_EQ(fills[1].trade_id, 2U);
}

TEST_F(Book, at_one_price_the_older_order_is_filled_first) {
  const OrderId first = submit(limit(kBob, core::Side::kBuy, 100, 2));
  const OrderId second = submit(limit(kBob, core::Side::kBuy, 100, 2));
  const OrderId third = submit(limit(kBob, core::Side::kBuy, 100, 2));
  out.clear();
  ASSERT_EQ(book.cancel(second, kBob, out), CancelOutcome::kCanceled);
  submit(limit(kAnn, core::Side::kSell, 100, 3));
  const auto fills = all<Fill>();
  ASSERT_EQ(fills.size(), 2U);
  EXPECT_EQ(fills[0].maker, first);
  EXPECT_EQ(fills[1].maker, third);
  EXPECT_EQ(book.find(third)->left, core::Qty{1});
}

TEST_F(Book, what_a_limit_order_does_not_take_rests_at_its_price) {
  submit(limit(kBob, core::Side::kSell, 101, 5));
  const OrderId id = submit(limit(kAnn, core::Side::kBuy, 101, 8));
  EXPECT_EQ(book.find(id)->left, core::Qty{3});
  EXPECT_EQ(book.find(id)->qty, core::Qty{8});
  EXPECT_EQ(book.best(core::Side::kBuy)->price, core::Price{101});
  EXPECT_FALSE(book.best(core::Side::kSell));
}

TEST_F(Book, a_market_order_takes_level_by_level_and_never_rests) {
  submit(limit(kBob, core::Side::kSell, 101, 5));
  submit(limit(kBob, core::Side::kSell, 250, 5));
  const OrderId id = submit(market(kAnn, core::Side::kBuy, 20));
  EXPECT_EQ(all<Fill>().size(), 2U);
  ASSERT_EQ(all<Canceled>().size(), 1U);
  EXPECT_EQ(all<Canceled>()[0].left, core::Qty{10});
  EXPECT_EQ(all<Canceled>()[0].reason, CancelReason::kNoLiquidity);
  EXPECT_EQ(book.find(id), nullptr);
}

TEST_F(Book, an_ioc_cancels_what_it_cannot_take_within_its_limit) {
  submit(limit(kBob, core::Side::kSell, 101, 5));
  submit(limit(kBob, core::Side::kSell, 103, 5));
  submit(limit(kAnn, core::Side::kBuy, 102, 8, TimeInForce::kIoc));
  EXPECT_EQ(all<Fill>().size(), 1U);
  EXPECT_EQ(all<Canceled>().at(0).left, core::Qty{3});
  EXPECT_EQ(all<Canceled>()[0].reason, CancelReason::kImmediateOrCancel);
}

TEST_F(Book, a_fok_fills_whole_or_leaves_the_book_untouched) {
  submit(limit(kBob, core::Side::kSell, 101, 5));
  submit(limit(kBob, core::Side::kSell, 102, 5));
  submit(limit(kAnn, core::Side::kBuy, 101, 6, TimeInForce::kFok));
  EXPECT_TRUE(all<Fill>().empty());
  EXPECT_TRUE(out.changes.empty());
  EXPECT_EQ(all<Canceled>().at(0).reason, CancelReason::kFillOrKill);
  submit(limit(kAnn, core::Side::kBuy, 102, 10, TimeInForce::kFok));
  EXPECT_EQ(all<Fill>().size(), 2U);
  EXPECT_TRUE(all<Canceled>().empty());
}

TEST_F(Book, a_maker_only_order_is_refused_when_it_would_take) {
  submit(limit(kBob, core::Side::kSell, 101, 5));
  OrderRequest post = limit(kAnn, core::Side::kBuy, 101, 5);
  post.liquidity = Liquidity::kMakerOnly;
  submit(post);
  EXPECT_EQ(rejection(), RejectReason::kWouldTake);
  post.price = {100};
  const OrderId id = submit(post);
  EXPECT_NE(book.find(id), nullptr);
}

TEST_F(Book, impossible_requests_are_refused_with_a_reason) {
  book = OrderBook{OrderRules{.tick_size = {5}, .lot_size = {10}}};
  submit(limit(kAnn, core::Side::kBuy, 101, 10));
  EXPECT_EQ(rejection(), RejectReason::kBadPrice);
  submit(limit(kAnn, core::Side::kBuy, 0, 10));
  EXPECT_EQ(rejection(), RejectReason::kBadPrice);
  submit(limit(kAnn, core::Side::kBuy, -5, 10));
  EXPECT_EQ(rejection(), RejectReason::kBadPrice);
  submit(limit(kAnn, core::Side::kBuy, 100, 11));
  EXPECT_EQ(rejection(), RejectReason::kBadQty);
  submit(limit(kAnn, core::Side::kBuy, 100, 0));
  EXPECT_EQ(rejection(), RejectReason::kBadQty);
  submit(market(kAnn, core::Side::kSell, -10));
  EXPECT_EQ(rejection(), RejectReason::kBadQty);
  OrderRequest post = limit(kAnn, core::Side::kBuy, 100, 10, TimeInForce::kIoc);
  post.liquidity = Liquidity::kMakerOnly;
  submit(post);
  EXPECT_EQ(rejection(), RejectReason::kBadCombination);
  EXPECT_EQ(book.order_count(), 0U);
}

TEST_F(Book, only_the_owner_cancels_and_only_once) {
  const OrderId id = submit(limit(kAnn, core::Side::kBuy, 100, 5));
  out.clear();
  EXPECT_EQ(book.cancel(id, kBob, out), CancelOutcome::kNotOwner);
  EXPECT_TRUE(out.executions.empty());
  EXPECT_EQ(book.cancel(id, kAnn, out), CancelOutcome::kCanceled);
  EXPECT_EQ(all<Canceled>().at(0).left, core::Qty{5});
  EXPECT_EQ(book.cancel(id, kAnn, out), CancelOutcome::kUnknownOrder);
  EXPECT_EQ(book.cancel(OrderId{0}, kAnn, out), CancelOutcome::kUnknownOrder);
  EXPECT_EQ(book.cancel(OrderId{999}, kAnn, out), CancelOutcome::kUnknownOrder);
}

class SelfTradePrevention : public Book {
 protected:
  void SetUp() override {
    own = submit(limit(kAnn, core::Side::kSell, 100, 5));
    submit(limit(kBob, core::Side::kSell, 100, 5));
  }
  void buy(SelfTrade policy, TimeInForce tif = TimeInForce::kGtc) {
    OrderRequest request = limit(kAnn, core::Side::kBuy, 100, 5, tif);
    request.self_trade = policy;
    submit(request);
  }
  OrderId own;
};

TEST_F(SelfTradePrevention, expire_maker_cancels_the_resting_order_and_goes_on) {
  buy(SelfTrade::kCancelMaker);
  EXPECT_EQ(all<Canceled>().at(0).order, own);
  EXPECT_EQ(all<Canceled>()[0].reason, CancelReason::kSelfTrade);
  EXPECT_EQ(all<Fill>().at(0).maker_owner, kBob);
}

TEST_F(SelfTradePrevention, expire_taker_leaves_the_resting_order) {
  buy(SelfTrade::kCancelTaker);
  EXPECT_TRUE(all<Fill>().empty());
  EXPECT_TRUE(out.changes.empty());
  EXPECT_NE(book.find(own), nullptr);
  EXPECT_EQ(all<Canceled>().at(0).reason, CancelReason::kSelfTrade);
}

TEST_F(SelfTradePrevention, expire_both_cancels_the_two) {
  buy(SelfTrade::kCancelBoth);
  EXPECT_TRUE(all<Fill>().empty());
  EXPECT_EQ(all<Canceled>().size(), 2U);
  EXPECT_EQ(book.find(own), nullptr);
}

TEST_F(SelfTradePrevention, none_lets_them_trade) {
  buy(SelfTrade::kAllow);
  EXPECT_EQ(all<Fill>().at(0).maker, own);
}

TEST_F(SelfTradePrevention, a_fok_does_not_count_its_own_orders) {
  OrderRequest request = limit(kAnn, core::Side::kBuy, 100, 6, TimeInForce::kFok);
  submit(request);  // 10 are there, but only 5 of somebody else
  EXPECT_EQ(all<Canceled>().at(0).reason, CancelReason::kFillOrKill);
  EXPECT_NE(book.find(own), nullptr);
}

TEST_F(Book, the_crowd_may_trade_with_itself) {
  submit(limit(kCrowd, core::Side::kSell, 100, 5));
  submit(limit(kCrowd, core::Side::kBuy, 100, 5));
  EXPECT_EQ(all<Fill>().size(), 1U);
}

TEST_F(Book, a_level_whose_sum_would_not_fit_takes_no_more) {
  const auto huge = std::numeric_limits<std::int64_t>::max();
  submit(limit(kAnn, core::Side::kBuy, 100, huge));
  submit(limit(kBob, core::Side::kBuy, 100, 1));
  EXPECT_EQ(all<Canceled>().at(0).reason, CancelReason::kLevelFull);
  EXPECT_EQ(book.best(core::Side::kBuy)->qty, core::Qty{huge});
}

}  // namespace
}  // namespace tidemark::sim
