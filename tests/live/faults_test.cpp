// Whatever goes wrong with the venue and the way to it: once it is over, trades, candles and books are those of a run
// that nothing disturbed, or the hole stands in the ledger. Faults are those of sim/faults, alone and mixed by seed.
// TIDEMARK_TEST_SEEDS says how many seeds (default 40 a market); TIDEMARK_TEST_SEED runs one alone.

#include <cstdlib>
#include <map>
#include <memory>

#include <gtest/gtest.h>

#include "sim/faults/fault_plan.hpp"
#include "tests/live/compare.hpp"
#include "tests/live/live_world.hpp"

namespace tidemark::test {
namespace {

using venues::binance::Market;

constexpr core::Duration kTrouble = core::seconds(100);
constexpr core::Duration kWhole = core::seconds(220);
const std::vector<std::string> kSymbols{"BTCUSDT", "ETHUSDT"};

std::string name_of(Market market) {
  return market == Market::kSpot ? "spot" : "usdm";
}

/// The calm world of a market and a market's seed, run once for all.
LiveWorld& calm_world(Market market, std::uint64_t seed) {
  static std::map<std::pair<Market, std::uint64_t>, std::unique_ptr<LiveWorld>> worlds;
  auto& world = worlds[{market, seed}];
  if (!world) {
    world = std::make_unique<LiveWorld>(
        LiveWorld::Options{.market = market, .symbols = kSymbols, .market_seed = seed, .config = quick_config(market)});
    world->keep_books();
    world->run_until(kWorldStart + kWhole);
  }
  return *world;
}

enum class Holes : std::uint8_t { kNone, kInLedger };  ///< what may be left

void expect_recovery(Market market, std::uint64_t market_seed, std::uint64_t seed, const sim::FaultPlan& plan,
                     Holes holes) {
  LiveWorld world{{.market = market,
                   .symbols = kSymbols,
                   .market_seed = market_seed,
                   .network_seed = seed,
                   .faults = plan,
                   .config = quick_config(market)}};
  world.keep_books();
  world.run_until(kWorldStart + kWhole);
  const bool skewed =
      std::ranges::any_of(plan.faults, [](const sim::Fault& fault) { return fault.kind == sim::FaultKind::kSkew; });
  for (const std::string& symbol : kSymbols) {
    EXPECT_EQ(compare(calm_world(market, market_seed), world, symbol, skewed ? Times::kIgnored : Times::kCompared), "")
        << symbol << " on " << name_of(market) << ", TIDEMARK_TEST_SEED=" << seed << ", faults " << to_text(plan);
    const bool whole = world.of(symbol).gaps.empty();
    EXPECT_TRUE(whole || holes == Holes::kInLedger) << symbol << ": what could be fetched was not";
  }
}

struct Alone {
  const char* name;
  const char* plan;
};
/// Every fault by itself, often enough to hurt, over when a hundred seconds have passed; none so long that the session
/// would have to give anything up.
constexpr Alone kAlone[] = {
    {"disconnect", "disconnect@20s:every=25s,quiet=100s"},
    {"cut", "cut@20s:every=15s,quiet=100s"},
    {"shutdown", "shutdown@20s:every=40s:by=5s,quiet=100s"},
    {"refuse", "cut@15s,refuse@15s-75s,quiet=100s"},
    {"stall", "stall@20s-60s,quiet=100s"},
    {"gap", "gap:p=0.02,quiet=100s"},
    {"duplicate", "duplicate:p=0.2,quiet=100s"},
    {"reorder", "reorder:p=0.1,quiet=100s"},
    {"malformed", "malformed:p=0.02,quiet=100s"},
    {"truncated", "truncated:p=0.02,quiet=100s"},
    {"junk", "junk:p=0.02,quiet=100s"},
    {"slow", "slow:p=0.7:by=3s,cut@30s,gap:p=0.01,quiet=100s"},
    {"swallow", "swallow:p=0.5,cut@30s,quiet=100s"},
    {"limit", "limit:p=0.3:by=5s,cut@30s,gap:p=0.01,quiet=100s"},
    {"ban", "ban@30s-40s:by=15s,cut@30s,quiet=100s"},
    {"error", "error:p=0.5:status=502,cut@30s,gap:p=0.01,quiet=100s"},
    {"stale", "stale:p=0.7:by=5s,gap:p=0.01,cut@40s,quiet=100s"},
    {"skew_ahead", "skew@20s-90s:by=3s,cut@40s,quiet=100s"},
    {"skew_behind", "skew@20s-90s:by=-3s,cut@40s,quiet=100s"},
};

class EachFault : public ::testing::TestWithParam<std::tuple<Market, Alone>> {};

TEST_P(EachFault, heals) {
  const auto& [market, fault] = GetParam();
  const auto plan = sim::parse_fault_plan(fault.plan);
  ASSERT_TRUE(plan) << plan.error().text();
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    sim::FaultPlan seeded = *plan;
    seeded.seed = seed;
    expect_recovery(market, 1 + seed % 2, seed, seeded, Holes::kNone);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EachFault,
                         ::testing::Combine(::testing::Values(Market::kSpot, Market::kUsdm),
                                            ::testing::ValuesIn(kAlone)),
                         [](const auto& each) {
                           return std::string{std::get<1>(each.param).name} + "_" + name_of(std::get<0>(each.param));
                         });

TEST(OtherSymbols, stay_live_while_the_link_of_one_is_cut) {
  std::size_t told_apart = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    LiveWorld::Options options{.symbols = {"BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"}};
    options.faults = sim::parse_fault_plan("cut@20s:p=0.5").value();
    options.faults.seed = seed;
    options.config.streams_per_link = 4;  // a link for each symbol
    LiveWorld world{options};
    world.run_until(kWorldStart + core::seconds(40));
    for (const venues::StreamStatus& status : world.session().streams()) {
      if (status.kind != venues::StreamKind::kTrades || status.reconnects != 0) continue;
      ++told_apart;
      const SymbolRecord& record = world.of(options.symbols[status.instrument.value]);
      EXPECT_TRUE(std::ranges::none_of(record.states,
                                       [](const auto& each) {
                                         return each.first > kWorldStart + core::seconds(12) &&
                                                each.second != core::FeedState::kLive;
                                       }))
          << options.symbols[status.instrument.value] << ", seed " << seed;
    }
  }
  EXPECT_GT(told_apart, 4U);
}

class MixedFaults : public ::testing::TestWithParam<Market> {};

TEST_P(MixedFaults, heal) {
  std::uint64_t first = 1;
  std::uint64_t count = 40;
  if (const char* seeds = std::getenv("TIDEMARK_TEST_SEEDS")) count = std::strtoull(seeds, nullptr, 10);
  if (const char* one = std::getenv("TIDEMARK_TEST_SEED")) {
    first = std::strtoull(one, nullptr, 10);
    count = 1;
  }
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    sim::FaultPlan plan;
    plan.seed = seed;
    plan.faults = sim::random_faults(seed, kTrouble);
    plan.quiet = kTrouble;
    expect_recovery(GetParam(), 1 + seed % 4, seed, plan, Holes::kInLedger);
  }
}

INSTANTIATE_TEST_SUITE_P(Markets, MixedFaults, ::testing::Values(Market::kSpot, Market::kUsdm),
                         [](const auto& market) { return name_of(market.param); });

}  // namespace
}  // namespace tidemark::test
