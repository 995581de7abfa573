// Whatever goes wrong with the venue, the way to it and our own process: afterwards quantities, average price and
// profit are those of the exchange's own account, summed up from its own lists, and no order was placed twice. Faults
// are those of sim/faults, mixed by seed. TIDEMARK_TEST_SEEDS says how many seeds (default 25 a market);
// TIDEMARK_TEST_SEED runs one alone.

#include <cstdlib>

#include <gtest/gtest.h>

#include "sim/faults/fault_plan.hpp"
#include "tests/orders/order_world.hpp"
#include "tests/orders/venue_books.hpp"

namespace tidemark::test {
namespace {

using core::Side;
using venues::binance::Market;

constexpr core::Duration kTrouble = core::seconds(90);

/// Trades at random.
class Trader {
 public:
  Trader(OrderWorld& world, std::uint64_t seed) : world_{world}, rng_{seed} {}

  void act() {
    switch (rng_.below(10)) {
      case 0:
      case 1:
        return cancel_one();
      case 2:
        return world_.cancel_all();
      case 3:
        if (rng_.below(3) == 0) world_.restart();
        return;
      default:
        return place();
    }
  }
  core::Duration pause() { return core::milliseconds(static_cast<std::int64_t>(50 + rng_.below(1200))); }

 private:
  void place() {
    core::OrderRequest request;
    const std::int64_t lot = world_.instrument().lot_size.lots;
    const std::int64_t unit = core::kPow10[static_cast<std::size_t>(world_.instrument().scale.qty_decimals)] / 1000;
    request.side = rng_.chance(0.5) ? Side::kBuy : Side::kSell;
    request.qty = {(unit + static_cast<std::int64_t>(rng_.below(20)) * unit) / lot * lot};
    if (rng_.chance(0.4)) {
      world_.submit(request);
      return;
    }
    // The venue keeps the legs: what comes of them it says itself.
    if (rng_.chance(0.3) && (request.side == Side::kBuy || world_.market() == Market::kUsdm)) {
      world_.bracket(request, 1);
      return;
    }
    request.type = core::OrderType::kLimit;
    const std::int64_t tick = world_.instrument().tick_size.ticks;
    // Within a tenth of a percent of the last price: some are filled at once, some later, some never.
    const std::int64_t price = world_.last_price().ticks / 10'000 * (9'990 + static_cast<std::int64_t>(rng_.below(21)));
    request.limit = core::Price{price / tick * tick};
    if (rng_.chance(0.2)) request.time_in_force = core::TimeInForce::kIoc;
    world_.submit(request);
  }
  void cancel_one() {
    const auto open = world_.desk().orders().open();
    if (open.empty()) return;
    world_.cancel(open[rng_.below(open.size())].request.id);
  }

  OrderWorld& world_;
  core::Rng rng_;
};

void learn_price(OrderWorld& world) {
  const char* path =
      world.market() == Market::kSpot ? "/api/v3/ticker/price?symbol=BTCUSDT" : "/fapi/v1/ticker/price?symbol=BTCUSDT";
  const auto json = net::parse_json(world.get(path));
  if (!json || json->find("price") == nullptr) return;  // by fault
  world.mark({core::parse_decimal(*json->find("price")->text(), world.instrument().scale.price_decimals).value});
}

/// Everything open is canceled, what is held is sold or bought back, and both accounts are asked. A ban of the last
/// second may last for minutes.
void wind_up(OrderWorld& world) {
  constexpr core::Duration kPatience = core::minutes(10);
  world.run_until(kOrdersStart + kTrouble + core::seconds(10));
  ASSERT_TRUE(world.run_while_not([&] { return world.is_ready(); }, kPatience));
  world.cancel_all();
  const auto nothing_open = [&] { return world.desk().orders().open().empty(); };
  ASSERT_TRUE(world.run_while_not(nothing_open, kPatience));
  for (int tries = 0; tries < 5 && world.position().lots != 0; ++tries) {
    core::OrderRequest close;
    close.side = world.position().lots > 0 ? Side::kSell : Side::kBuy;
    close.qty = {std::abs(world.position().lots)};
    world.submit(close);
    ASSERT_TRUE(world.run_while_not(nothing_open, kPatience));
    world.run_for(core::seconds(3));
  }
  world.ask_account();
  world.run_for(core::seconds(30));
}

/// Fees in BNB as they were counted here: each once and whole, worth what it was said to be.
core::Money expect_bnb_fees(OrderWorld& world, const VenueBooks& books, const std::string& what) {
  core::Money worth;
  core::Money charged;
  std::size_t unvalued = 0;
  for (const core::Fill& fill : world.kept().all_fills) {
    if (!fill.charged || fill.charged->asset != "BNB") continue;
    charged += fill.charged->amount;
    worth += fill.fee;
    const bool known = fill.fee_worth == core::FeeWorth::kKnown;
    if (!known) ++unvalued;
    EXPECT_EQ(fill.fee.units, known ? fill.charged->amount.units * 600 : 0) << what;
    EXPECT_EQ(fill.kept.lots, 0) << what;
  }
  EXPECT_EQ(charged, books.bnb_fees) << what;
  EXPECT_EQ(venue_balance(world, "BNB"), core::parse_money("50").value() - books.bnb_fees) << what;
  EXPECT_LE(unvalued, world.kept().asked_worth / 7) << what;
  return worth;
}

void expect_same_books(OrderWorld& world, const std::string& what) {
  const VenueBooks books = venue_books(world);
  EXPECT_TRUE(world.differences().empty()) << what;
  EXPECT_EQ(books.open + books.waiting, 0U) << what;
  EXPECT_GT(books.trades, 0U) << what;
  EXPECT_EQ(world.kept().all_fills.size(), books.trades) << what;
  std::size_t placed = 0;
  for (const auto& [id, order] : world.kept().orders) {
    EXPECT_FALSE(core::is_open(order.state)) << what << ", order " << id;
    const bool never_there = order.filled.lots == 0 && order.reason && order.state == core::OrderState::kRejected;
    if (!never_there) ++placed;
  }
  // Canceled before they were sent, some of them.
  EXPECT_GE(placed, books.orders - books.again)
      << what << ": an order was placed twice, or one that is said to be lost was placed";
  const trading::Position& position = world.position();
  const std::uint8_t decimals = world.instrument().scale.qty_decimals;
  EXPECT_EQ(core::notional_of({1}, {position.lots}, {0, decimals}), books.bought - books.sold - books.kept) << what;
  const core::Money deposit = core::parse_money("50000").value();
  const core::Money cash = world.kept().books.cash(world.kept().currency);
  const bool spot = world.market() == Market::kSpot;
  const core::Money bnb_worth = spot ? expect_bnb_fees(world, books, what) : core::Money{};
  EXPECT_EQ(cash, deposit - books.paid + books.received - books.quote_fees - bnb_worth) << what;
  if (spot) {
    // What the account paid for the BNB is still there: it is whoever's the BNB was.
    EXPECT_EQ(venue_balance(world, "USDT"), core::parse_money("100000").value() + cash - deposit + bnb_worth) << what;
    const core::Money earned = position.realized - position.fees;
    if (position.lots == 0) {
      EXPECT_EQ(earned, cash - deposit) << what;
    }
    // What was rounded up is there, and nobody's.
    EXPECT_EQ(venue_balance(world, "BTC"), core::parse_money("1").value() + books.bought - books.sold - books.base_fees)
        << what;
  } else if (position.lots == 0) {
    EXPECT_EQ(venue_balance(world, "USDT"), core::parse_money("100000").value() + cash - deposit) << what;
    EXPECT_EQ(position.realized - position.fees, cash - deposit) << what;
  }
}

struct Account {
  const char* name;
  Market market{Market::kSpot};
  sim::FeeAsset fees{sim::FeeAsset::kReceived};
};

void run(const Account& account, std::uint64_t seed) {
  sim::FaultPlan plan;
  plan.seed = seed;
  plan.faults = sim::random_faults(seed, kTrouble);
  plan.quiet = kTrouble;
  OrderWorld world{{.market = account.market,
                    .market_seed = 1 + seed % 4,
                    .network_seed = seed,
                    .faults = plan,
                    .fees = account.fees}};
  while (!world.has_price()) {
    world.run_for(core::milliseconds(100));
    learn_price(world);
  }
  Trader trader{world, seed};
  while (world.now() < kOrdersStart + kTrouble) {
    world.run_for(trader.pause());
    learn_price(world);
    trader.act();
  }
  const std::string what = "TIDEMARK_TEST_SEED=" + std::to_string(seed) + ", faults " + to_text(plan);
  wind_up(world);
  if (!::testing::Test::HasFatalFailure()) expect_same_books(world, what);
  if (account.fees == sim::FeeAsset::kBnb) {
    EXPECT_GT(venue_books(world).bnb_fees, core::Money{}) << what;
  }
  if (::testing::Test::HasFailure()) ADD_FAILURE() << what;
}

class OrderFaults : public ::testing::TestWithParam<Account> {};

TEST_P(OrderFaults, leave_the_venue_s_own_books) {
  std::uint64_t first = 1;
  std::uint64_t count = 25;
  if (const char* seeds = std::getenv("TIDEMARK_TEST_SEEDS")) count = std::strtoull(seeds, nullptr, 10);
  if (const char* one = std::getenv("TIDEMARK_TEST_SEED")) {
    first = std::strtoull(one, nullptr, 10);
    count = 1;
  }
  for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed) run(GetParam(), seed);
}

INSTANTIATE_TEST_SUITE_P(Accounts, OrderFaults,
                         ::testing::Values(Account{"spot"}, Account{"spot_bnb", Market::kSpot, sim::FeeAsset::kBnb},
                                           Account{"usdm", Market::kUsdm}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace tidemark::test
