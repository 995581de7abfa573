// Expected states from the table of order_states.hpp, which is the field's usual machine (spec: trading, "Orders,
// brokers"; FIX 4.4 volume 4, "Order State Change Matrices", without its pending states).

#include "trading/orders/order_registry.hpp"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "trading/orders/order_states.hpp"
#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::OrderEventKind;
using core::OrderState;
using core::Side;
using testing::at;
using testing::fill;
using testing::filled;
using testing::limit;
using testing::report;

class Registry : public ::testing::Test {
 protected:
  std::expected<core::OrderEvent, ReportFault> apply(const BrokerReport& r) { return registry_.apply(r, events_); }

  OrderRegistry registry_;
  std::vector<core::OrderEvent> events_;
  core::OrderRequest buy_ = limit(7, Side::kBuy, 10, 5000);
};

TEST_F(Registry, an_order_lives_from_new_to_filled_and_every_step_is_an_event) {
  EXPECT_EQ(registry_.admit(buy_, at(0), events_), Admission::kTaken);
  EXPECT_EQ(registry_.open().size(), 1U);
  ASSERT_TRUE(apply(report(OrderEventKind::kAccepted, 7)));
  ASSERT_TRUE(apply(filled(fill(1, buy_, 4, 5000))));
  EXPECT_EQ(registry_.find({7})->left(), core::Qty{6});
  ASSERT_TRUE(apply(filled(fill(2, buy_, 6, 4999))));
  EXPECT_TRUE(registry_.open().empty());
  EXPECT_EQ(registry_.find({7})->state, OrderState::kFilled);

  ASSERT_EQ(events_.size(), 4U);
  const std::array before{OrderState::kNew, OrderState::kNew, OrderState::kAccepted, OrderState::kPartiallyFilled};
  const std::array after{OrderState::kNew, OrderState::kAccepted, OrderState::kPartiallyFilled, OrderState::kFilled};
  for (std::size_t i = 0; i < events_.size(); ++i) {
    EXPECT_EQ(events_[i].sequence, i + 1);
    EXPECT_EQ(events_[i].before, before[i]);
    EXPECT_EQ(events_[i].after, after[i]);
  }
  EXPECT_EQ(events_[3].fill->price, core::Price{4999});
}

TEST_F(Registry, asking_twice_is_asking_once) {
  EXPECT_EQ(registry_.admit(buy_, at(0), events_), Admission::kTaken);
  EXPECT_EQ(registry_.admit(buy_, at(9), events_), Admission::kKnown);
  EXPECT_EQ(registry_.admit(limit(7, Side::kBuy, 10, 5001), at(9), events_), Admission::kIdTaken);
  ASSERT_TRUE(apply(report(OrderEventKind::kCanceled, 7)));
  EXPECT_EQ(registry_.admit(buy_, at(10), events_), Admission::kKnown) << "also when it is over";
  EXPECT_EQ(events_.size(), 2U);
}

TEST_F(Registry, what_a_broker_says_twice_or_wrongly_changes_nothing) {
  registry_.admit(buy_, at(0), events_);
  ASSERT_TRUE(apply(report(OrderEventKind::kAccepted, 7)));
  ASSERT_TRUE(apply(filled(fill(1, buy_, 4, 5000))));
  const auto refused = [&](const BrokerReport& r) { return apply(r).error(); };
  EXPECT_EQ(refused(filled(fill(1, buy_, 4, 5000))), ReportFault::kRepeated);
  EXPECT_EQ(refused(report(OrderEventKind::kAccepted, 7)), ReportFault::kRepeated);
  EXPECT_EQ(refused(filled(fill(2, buy_, 7, 5000))), ReportFault::kOverfill);
  EXPECT_EQ(refused(report(OrderEventKind::kRejected, 7)), ReportFault::kOutOfTurn);
  EXPECT_EQ(refused(report(OrderEventKind::kFilled, 7)), ReportFault::kMalformed);
  EXPECT_EQ(refused(filled(fill(2, limit(7, Side::kSell, 10, 5000), 1, 5000))), ReportFault::kMalformed);
  EXPECT_EQ(refused(report(OrderEventKind::kAccepted, 8)), ReportFault::kUnknownOrder);
  BrokerReport amended = report(OrderEventKind::kAmended, 7);
  amended.qty = core::Qty{4};
  EXPECT_EQ(refused(amended), ReportFault::kMalformed) << "nothing would be left";
  ASSERT_TRUE(apply(report(OrderEventKind::kExpired, 7)));
  EXPECT_EQ(refused(filled(fill(3, buy_, 1, 5000))), ReportFault::kOutOfTurn);
  EXPECT_EQ(registry_.find({7})->filled, core::Qty{4});
  EXPECT_EQ(events_.size(), 4U);
}

TEST_F(Registry, forgets_only_what_has_long_been_over) {
  for (std::uint64_t id = 1; id <= OrderRegistry::kClosedKept + 1; ++id) {
    registry_.admit(limit(id, Side::kBuy, 1, 5000), at(0), events_);
    registry_.apply(report(OrderEventKind::kCanceled, id), events_).value();
    events_.clear();
  }
  EXPECT_EQ(registry_.find({1}), nullptr);
  EXPECT_NE(registry_.find({2}), nullptr);
  EXPECT_NE(registry_.find({OrderRegistry::kClosedKept + 1}), nullptr);
}

/// The state and quantities of every order, made of nothing but the events.
std::map<std::uint64_t, std::pair<OrderState, std::int64_t>> rebuilt(const std::vector<core::OrderEvent>& events) {
  std::map<std::uint64_t, std::pair<OrderState, std::int64_t>> orders;
  for (const auto& event : events) {
    auto& [state, left] = orders[event.order.value];
    if (event.kind != OrderEventKind::kSubmitted) RC_ASSERT(state == event.before);
    state = event.after;
    left += event.fill ? event.fill->qty.lots : 0;
  }
  return orders;
}

RC_GTEST_PROP(RegistryLaw, whatever_a_broker_says_the_events_tell_the_state_and_no_order_is_overfilled, ()) {
  OrderRegistry registry;
  std::vector<core::OrderEvent> events;
  const auto steps = *rc::gen::inRange(1, 120);
  for (int i = 0; i < steps; ++i) {
    const auto id = *rc::gen::inRange<std::uint64_t>(1, 6);
    if (*rc::gen::inRange(0, 4) == 0) {
      registry.admit(limit(id, Side::kBuy, *rc::gen::inRange<std::int64_t>(1, 6), 100), at(i), events);
      continue;
    }
    BrokerReport r = report(static_cast<OrderEventKind>(*rc::gen::inRange(0, 8)), id);
    r.fill = fill(*rc::gen::inRange<std::uint64_t>(1, 9), limit(id, Side::kBuy, 5, 100),
                  *rc::gen::inRange<std::int64_t>(0, 5), 100);
    r.qty = core::Qty{*rc::gen::inRange<std::int64_t>(0, 8)};
    const auto before = registry.find({id}) != nullptr ? std::optional{*registry.find({id})} : std::nullopt;
    if (!registry.apply(r, events) && before) RC_ASSERT(registry.find({id})->state == before->state);
  }
  for (std::size_t i = 0; i < events.size(); ++i) RC_ASSERT(events[i].sequence == i + 1);
  for (const auto& [id, order] : rebuilt(events)) {
    const core::Order* known = registry.find({id});
    RC_ASSERT(known != nullptr);
    RC_ASSERT(known->state == order.first);
    RC_ASSERT(known->filled.lots == order.second);
    RC_ASSERT(known->left().lots >= 0);
    RC_ASSERT((known->state == OrderState::kFilled) == (known->left().lots == 0));
  }
}

}  // namespace
}  // namespace tidemark::trading
