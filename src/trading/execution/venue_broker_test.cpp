// Expected behavior from the specification (trading, "Orders, brokers": after a reconnect or restart, orders, fills and
// positions are reconciled with the venue before anything new) and, for the books, from the venue in the test, which
// keeps its own account with plain sums.

#include "trading/execution/venue_broker.hpp"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "trading/desk.hpp"
#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using testing::at;
using testing::kBtc;
using testing::kRules;
using testing::limit;
using testing::market;
using Kind = VenueRequest::Kind;

/// A desk over a venue.
struct Account {
  Account() {
    usd = portfolio.add_currency("USD");
    EXPECT_TRUE(portfolio.add_instrument(kBtc, kRules.scale, usd));
    portfolio.mark(kBtc, {10'000});
    desk.add_instrument(kBtc, kRules);
  }
  std::vector<VenueRequest> requests() {
    std::vector<VenueRequest> out;
    broker.take_requests(out);
    return out;
  }
  OrderState state_of(std::uint64_t id) const { return desk.orders().find({id})->state; }

  Portfolio portfolio{PositionMode::kNetting};
  CurrencyId usd;
  RiskGate gate{{}, {}};
  VenueBroker broker;
  Desk desk{broker, portfolio, gate};
};

class VenueBrokerTest : public ::testing::Test, protected Account {};

TEST_F(VenueBrokerTest, nothing_goes_out_before_the_account_was_reconciled) {
  desk.submit(market(1, Side::kBuy, 1), at(0));
  desk.settle();
  EXPECT_EQ(state_of(1), OrderState::kRejected);
  EXPECT_EQ(desk.orders().find({1})->reason, OrderReason::kNotReady);

  broker.on_up(at(1));
  ASSERT_EQ(requests().front().kind, Kind::kAccount);
  desk.submit(market(2, Side::kBuy, 1), at(1));
  desk.settle();
  EXPECT_EQ(state_of(2), OrderState::kRejected) << "connected is not reconciled";
  EXPECT_TRUE(requests().empty());

  EXPECT_TRUE(desk.reconcile({.at = at(2), .orders = {}, .fills = {}, .positions = {}}).empty());
  broker.ready(at(2));
  desk.submit(market(3, Side::kBuy, 1), at(2));
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, Kind::kSubmit);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{3});
}

TEST_F(VenueBrokerTest, a_cancel_asked_for_while_the_line_is_down_is_sent_when_it_is_back) {
  broker.ready(at(0));
  desk.submit(limit(1, Side::kBuy, 5, 9'000), at(0));
  requests();
  broker.on_down();
  desk.cancel({1}, at(1));
  EXPECT_TRUE(requests().empty());
  broker.on_up(at(2));
  const auto asked = requests();
  ASSERT_EQ(asked.size(), 1U);
  ASSERT_EQ(asked[0].known.size(), 1U);
  EXPECT_EQ(asked[0].known[0].id, core::ClientOrderId{1});
  const VenueOrder open{.id = {1}, .instrument = kBtc, .state = OrderState::kAccepted, .filled = {0}, .reason = {}};
  EXPECT_TRUE(desk.reconcile({.at = at(2), .orders = {open}, .fills = {}, .positions = {}}).empty());
  broker.ready(at(2));
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, Kind::kCancel);
}

TEST_F(VenueBrokerTest, what_the_venue_never_heard_of_is_lost_and_what_it_took_off_is_canceled) {
  broker.ready(at(0));
  desk.submit(limit(1, Side::kBuy, 5, 9'000), at(0));
  desk.submit(limit(2, Side::kBuy, 5, 9'000), at(0));
  broker.on_report(testing::report(core::OrderEventKind::kAccepted, 2));
  desk.settle();
  EXPECT_TRUE(desk.reconcile({.at = at(3), .orders = {}, .fills = {}, .positions = {}}).empty());
  EXPECT_EQ(state_of(1), OrderState::kRejected);
  EXPECT_EQ(desk.orders().find({1})->reason, OrderReason::kLost);
  EXPECT_EQ(state_of(2), OrderState::kCanceled);
}

TEST_F(VenueBrokerTest, what_cannot_be_put_right_is_named) {
  broker.ready(at(0));
  const VenueOrder foreign{.id = {77}, .instrument = kBtc, .state = OrderState::kAccepted, .filled = {}, .reason = {}};
  const VenuePosition held{.instrument = kBtc, .side = core::PositionSide::kNet, .lots = 4};
  const auto found = desk.reconcile({.at = at(1), .orders = {foreign}, .fills = {}, .positions = {{held}}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].kind, Difference::Kind::kUnknownOrder);
  EXPECT_EQ(found[0].order, core::ClientOrderId{77});
  EXPECT_EQ(found[1].kind, Difference::Kind::kPosition);
  EXPECT_EQ(found[1].there, 4);
}

/// A venue behind a line that loses, repeats and breaks.
class FaultyVenue {
 public:
  explicit FaultyVenue(Account& account) : account_{account} {}

  void carry() {
    for (const VenueRequest& request : account_.requests()) {
      if (request.kind == Kind::kAccount || *rc::gen::inRange(0, 5) == 0) continue;  // lost on the way
      if (request.kind == Kind::kSubmit) take(request.order);
      if (request.kind == Kind::kCancel) cancel(request.order.id);
    }
  }
  void trade() {
    for (auto& [id, order] : orders_) {
      if (!core::is_open(order.state) || *rc::gen::inRange(0, 3) != 0) continue;
      const std::int64_t lots = *rc::gen::inRange<std::int64_t>(1, requests_[id].qty.lots - order.filled.lots + 1);
      fills_.push_back(testing::fill(next_fill_++, requests_[id], lots, *rc::gen::inRange<std::int64_t>(9'000, 11'000),
                                     {7'000'000'000'000'000}, at(1)));
      order.filled.lots += lots;
      const bool all = order.filled == requests_[id].qty;
      order.state = all ? OrderState::kFilled : OrderState::kPartiallyFilled;
      say(testing::filled(fills_.back()));
    }
  }
  [[nodiscard]] VenueAccount account() const {
    VenueAccount all{.at = at(9), .orders = {}, .fills = fills_, .positions = {{{kBtc, {}, lots()}}}};
    for (const auto& [id, order] : orders_) all.orders.push_back(order);
    return all;
  }
  [[nodiscard]] std::int64_t lots() const {
    std::int64_t sum = 0;
    for (const core::Fill& fill : fills_) sum += core::sign_of(fill.side) * fill.qty.lots;
    return sum;
  }
  /// Cents times thousandths are units of 10^-5; the fee of each fill is 0.007.
  [[nodiscard]] core::Money cash() const {
    core::Money sum;
    for (const core::Fill& fill : fills_) {
      sum.units -= core::Int128{core::sign_of(fill.side)} * fill.price.ticks * fill.qty.lots * 10'000'000'000'000;
      sum.units -= 7'000'000'000'000'000;
    }
    return sum;
  }

 private:
  void take(const core::OrderRequest& request) {
    const std::uint64_t id = request.id.value;
    requests_[id] = request;
    orders_[id] = {.id = request.id, .instrument = kBtc, .state = OrderState::kAccepted, .filled = {}, .reason = {}};
    say(testing::report(core::OrderEventKind::kAccepted, id));
  }
  void cancel(core::ClientOrderId id) {
    const auto found = orders_.find(id.value);
    if (found == orders_.end() || !core::is_open(found->second.state)) return;
    found->second.state = OrderState::kCanceled;
    found->second.reason = OrderReason::kRequested;
    BrokerReport report = testing::report(core::OrderEventKind::kCanceled, id.value);
    report.reason = OrderReason::kRequested;
    say(report);
  }
  void say(const BrokerReport& report) {
    BrokerReport told = report;
    told.filled = orders_[report.order.value].filled;
    for (int times = *rc::gen::inRange(0, 3); times > 0; --times) account_.broker.on_report(told);  // or never
  }

  Account& account_;
  std::map<std::uint64_t, core::OrderRequest> requests_;
  std::map<std::uint64_t, VenueOrder> orders_;
  std::vector<core::Fill> fills_;
  std::uint64_t next_fill_{1};
};

RC_GTEST_PROP(VenueBrokerLaws, after_any_faults_reconciling_leaves_the_venue_s_quantities_and_money, ()) {
  Account account;
  FaultyVenue venue{account};
  account.broker.ready(at(0));
  const int steps = *rc::gen::inRange(1, 40);
  std::uint64_t next = 1;
  for (int step = 0; step < steps; ++step) {
    const Side side = *rc::gen::element(Side::kBuy, Side::kSell);
    account.desk.submit(limit(next++, side, *rc::gen::inRange<std::int64_t>(1, 50), 10'000), at(step));
    if (*rc::gen::inRange(0, 4) == 0) account.desk.cancel({*rc::gen::inRange<std::uint64_t>(1, next)}, at(step));
    venue.carry();
    venue.trade();
    account.desk.settle();
    if (*rc::gen::inRange(0, 6) != 0) continue;
    account.broker.on_down();
    venue.trade();
    account.broker.on_up(at(step));
    RC_ASSERT(account.desk.reconcile(venue.account()).empty());
    account.broker.ready(at(step));
  }
  RC_ASSERT(account.desk.reconcile(venue.account()).empty());
  RC_ASSERT(account.portfolio.net_lots(kBtc) == venue.lots());
  RC_ASSERT(account.portfolio.cash(account.usd) == venue.cash());
  // A second time changes nothing.
  account.desk.clear_events();
  RC_ASSERT(account.desk.reconcile(venue.account()).empty());
  RC_ASSERT(account.desk.events().empty());
}

}  // namespace
}  // namespace tidemark::trading
