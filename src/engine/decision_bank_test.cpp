#include "engine/decision_bank.hpp"

#include <functional>
#include <map>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "engine/testing.hpp"
#include "engine/testing_market.hpp"

namespace tidemark::engine {
namespace {

using testing::at;
using testing::configuration;
using testing::Market;
using testing::only;

std::vector<Output> run(Engine& engine, const std::vector<core::Event>& events) {
  std::vector<Output> out;
  for (const auto& event : events) engine.process(event, out);
  return out;
}

TEST(DecisionBank, one_decision_per_closed_minute_and_the_confluence_of_each_chart) {
  Market market{3};
  Engine engine{market.table, configuration()};
  const auto out = run(engine, market.events(600));
  const auto decisions = only<DecisionOutput>(out);
  EXPECT_EQ(decisions.size(), 600U);
  for (const auto& one : decisions) EXPECT_EQ(one.trace->known_at, one.known_at);
  std::array<std::size_t, core::kTimeframeCount> charts{};
  for (const auto& one : only<ConfluenceOutput>(out)) ++charts[core::index_of(one.timeframe)];
  // Ten hours from midnight: 600 minutes, 120 of 5m, 40 of 15m, 20 of 30m, 10 hours, 2 of 4h; no day.
  EXPECT_EQ(charts, (std::array<std::size_t, core::kTimeframeCount>{600, 120, 40, 20, 10, 2, 0, 0}));
}

TEST(DecisionBank, the_state_of_the_market_is_said_whenever_candles_have_closed) {
  Market market{3};
  Engine engine{market.table, configuration()};
  const auto out = run(engine, market.events(3000));
  const auto states = only<MarketStateOutput>(out);
  ASSERT_EQ(states.size(), 3000U);
  // Fifty hours: the hour has no regime yet (114 candles), of 30m only 100, of 15m 200.
  EXPECT_EQ(states.back().state.regime->timeframe, core::Timeframe::k15m);
  std::map<std::pair<core::Timeframe, std::uint32_t>, bool> live;
  for (const auto& zone : only<ZoneOutput>(out)) {
    live[{zone.timeframe, zone.id}] =
        zone.status == analysis::zones::ZoneStatus::kActive || zone.status == analysis::zones::ZoneStatus::kTested;
  }
  const auto holding = std::ranges::count_if(live, [](const auto& one) { return one.second; });
  EXPECT_GT(holding, 0);
  EXPECT_EQ(states.back().state.live_zones, static_cast<std::uint32_t>(holding));
}

TEST(DecisionBank, signals_open_and_end_and_each_has_its_trace) {
  Market market{3};
  Engine engine{market.table, configuration()};
  const auto out = run(engine, market.events(20'000));
  std::map<std::uint64_t, decision::SignalStatus> signals;
  for (const auto& one : only<SignalOutput>(out)) {
    const decision::Signal& signal = *one.signal;
    const auto known = signals.find(signal.number);
    if (signal.status == decision::SignalStatus::kOpen) {
      EXPECT_EQ(known, signals.end());
      EXPECT_GT(signal.risk(), 0);
    } else {
      ASSERT_NE(known, signals.end());
      EXPECT_EQ(known->second, decision::SignalStatus::kOpen);
      EXPECT_EQ(signal.ended, one.known_at);
    }
    signals[signal.number] = signal.status;
  }
  ASSERT_GT(signals.size(), 3U);
  std::size_t traces = 0;
  for (const auto& one : only<DecisionOutput>(out)) traces += one.trace->signal ? 1U : 0U;
  EXPECT_EQ(traces, signals.size());
}

TEST(DecisionBank, without_traces_of_all_only_those_of_signals_are_said) {
  Market market{3};
  auto config = configuration();
  config.decision->settings.traces = decision::TracePolicy::kSignals;
  Engine engine{market.table, config};
  const auto out = run(engine, market.events(3000));
  for (const auto& one : only<DecisionOutput>(out)) EXPECT_EQ(one.trace->verdict, decision::Verdict::kSignal);
}

/// Decisions whose trace nobody asks for are not thought through to the end; it must not show.
TEST(DecisionBank, what_is_left_unsaid_changes_no_signal_and_no_trace_of_one) {
  Market market{3};
  const auto events = market.events(20'000);
  auto brief = configuration();
  brief.decision->settings.traces = decision::TracePolicy::kSignals;
  brief.decision->reports = ConfluenceReports::kSuppress;
  Engine a{market.table, configuration()};
  Engine b{market.table, brief};
  auto all = run(a, events);
  const std::size_t said = std::erase_if(all, [](const Output& output) {
    const auto* decided = std::get_if<DecisionOutput>(&output);
    return std::holds_alternative<ConfluenceOutput>(output) || std::holds_alternative<MarketStateOutput>(output) ||
           (decided != nullptr && !decided->trace->signal);
  });
  EXPECT_GT(said, 20'000U);
  auto few = run(b, events);
  ASSERT_GT(only<SignalOutput>(few).size(), 3U);
  ASSERT_EQ(few.size(), all.size());
  // A trace names the configuration, which is another one.
  for (std::vector<Output>* outputs : {&all, &few}) {
    for (Output& output : *outputs) {
      auto* decided = std::get_if<DecisionOutput>(&output);
      if (decided == nullptr) continue;
      decision::Trace trace = *decided->trace;
      trace.configuration = 0;
      decided->trace = std::make_shared<const decision::Trace>(trace);
    }
  }
  EXPECT_EQ(testing::bytes_of(few), testing::bytes_of(all));
}

/// What decisions make nothing of is not looked for when they alone listen; it must not show. Candlestick patterns of a
/// minute are of that kind, but for the side that those of longer candles are held against.
TEST(DecisionBank, heard_by_decisions_alone_the_findings_are_fewer_and_signals_and_traces_the_same) {
  const auto is_said_to_traders = [](const Output& output) {
    return std::holds_alternative<DecisionOutput>(output) || std::holds_alternative<SignalOutput>(output);
  };
  for (const std::uint64_t seed : {3U, 8U}) {
    Market market{seed};
    const auto events = market.events(20'000);
    auto everyone = configuration();
    everyone.decision->settings.traces = decision::TracePolicy::kSignals;
    everyone.decision->reports = ConfluenceReports::kSuppress;
    auto alone = everyone;
    alone.audience = Audience::kDecisions;
    Engine a{market.table, everyone};
    Engine b{market.table, alone};
    auto all = run(a, events);
    auto few = run(b, events);
    EXPECT_LT(only<StructureOutput>(few).size(), only<StructureOutput>(all).size() / 2);
    for (const auto& one : only<PatternOutput>(few)) ASSERT_GE(one.timeframe, core::Timeframe::k5m);
    for (const auto& one : only<ZoneOutput>(few)) ASSERT_GE(one.timeframe, core::Timeframe::k5m);
    for (const auto& one : only<VolumeOutput>(few)) ASSERT_GE(one.timeframe, core::Timeframe::k5m);
    for (const auto& one : only<StructureOutput>(few)) ASSERT_TRUE(decision::TimeframeEvidence::keeps(one.kind));
    for (auto* outputs : {&all, &few}) std::erase_if(*outputs, std::not_fn(is_said_to_traders));
    ASSERT_GT(only<SignalOutput>(few).size(), 3U);
    EXPECT_EQ(testing::bytes_of(few), testing::bytes_of(all)) << seed;
  }
}

TEST(DecisionBank, a_snapshot_of_what_decisions_alone_hear_is_of_no_other_use) {
  Market market{11};
  const auto events = market.events(6000);
  auto alone = configuration();
  alone.audience = Audience::kDecisions;
  Engine one{market.table, alone};
  (void)run(one, {events.begin(), events.begin() + 9000});
  core::ByteWriter writer;
  ASSERT_TRUE(one.snapshot(market.id, writer));
  Engine two{market.table, alone};
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(two.restore(market.id, reader));
  const std::vector<core::Event> rest{events.begin() + 9000, events.end()};
  EXPECT_EQ(testing::bytes_of(run(one, rest)), testing::bytes_of(run(two, rest)));
  Engine other{market.table, configuration()};
  core::ByteReader again{writer.bytes()};
  EXPECT_EQ(other.restore(market.id, again).error().code, "snapshot_configuration");
}

/// Weights that follow what became of signals: derived anew after every twentieth that ended, of those that had ended
/// before (walk-forward), summing to 1, and every trace says what it was decided with.
TEST(DecisionBank, measured_weights_follow_outcomes_and_say_so) {
  Market market{3};
  auto config = configuration();
  config.decision->settings.weight_mode = decision::WeightMode::kMeasured;
  Engine engine{market.table, config};
  const auto out = run(engine, market.events(30'000));
  std::uint32_t ended = 0;
  std::uint32_t derived_from = 0;
  std::set<std::uint64_t> configurations;
  for (const Output& output : out) {
    if (const auto* said = std::get_if<SignalOutput>(&output)) ended += said->signal->ended ? 1U : 0U;
    const auto* taken = std::get_if<DecisionOutput>(&output);
    if (taken == nullptr) continue;
    const decision::Weights& weights = taken->trace->weights;
    ASSERT_NEAR(std::accumulate(weights.share.begin(), weights.share.end(), 0.0), 1, 1e-9);
    ASSERT_LE(weights.outcomes, ended);
    ASSERT_EQ(weights.outcomes % decision::OutcomeWeights::kEvery, 0U);
    ASSERT_EQ(weights.source == decision::WeightSource::kMeasured, weights.outcomes > 0);
    configurations.insert(taken->trace->configuration);
    derived_from = weights.outcomes;
  }
  ASSERT_GE(ended, decision::OutcomeWeights::kEvery);
  EXPECT_GE(derived_from, decision::OutcomeWeights::kEvery);
  EXPECT_GT(configurations.size(), 1U) << "other weights are another configuration";
}

TEST(DecisionBank, weights_of_a_symbol_are_those_of_its_decisions) {
  Market market{3};
  auto config = configuration();
  config.decision->weights = {{"BTCUSDT", decision::FactorType::kFibonacci, 1},
                              {"ETHUSDT", decision::FactorType::kRsi, 9}};
  Engine engine{market.table, config};
  const auto decisions = only<DecisionOutput>(run(engine, market.events(5)));
  const decision::Weights& weights = decisions.back().trace->weights;
  EXPECT_EQ(weights.source, decision::WeightSource::kConfigured);
  // 1 in place of 0.25 of a sum of 1.05.
  EXPECT_DOUBLE_EQ(weights.of(decision::FactorType::kFibonacci), 1 / 1.80);
}

TEST(DecisionBank, while_signals_are_paused_there_are_none) {
  Market market{3};
  Engine engine{market.table, configuration()};
  std::vector<Output> out;
  std::size_t paused = 0;
  for (const auto& event : market.events(8000)) {
    if (std::holds_alternative<core::Quote>(event)) {
      // The feed breaks before every candle.
      engine.process(core::FeedStatus{market.id, core::times_of(event), core::FeedState::kStale}, out);
    }
    engine.process(event, out);
  }
  for (const auto& one : only<DecisionOutput>(out)) {
    paused += one.trace->gates.front().passed ? 0U : 1U;
  }
  EXPECT_EQ(paused, 8000U);
  EXPECT_TRUE(only<SignalOutput>(out).empty());
}

/// History that is fetched at once must not look fresh, and is no time to trade.
TEST(DecisionBank, candles_received_late_teach_the_same_and_give_no_signal) {
  Market market{3};
  const auto events = market.events(6000);
  std::vector<core::Event> late;
  for (const auto& event : events) {
    const auto* candle = std::get_if<core::VenueCandle>(&event);
    if (candle == nullptr) continue;
    core::VenueCandle later = *candle;
    later.times.received = at("2024-02-01T00:00Z");
    late.emplace_back(later);
  }
  Engine a{market.table, configuration()};
  Engine b{market.table, configuration()};
  const auto on_time = only<DecisionOutput>(run(a, events));
  const auto said = run(b, late);
  const auto too_late = only<DecisionOutput>(said);
  EXPECT_TRUE(only<SignalOutput>(said).empty());
  ASSERT_EQ(on_time.size(), too_late.size());
  for (std::size_t i = 0; i < on_time.size(); ++i) {
    EXPECT_EQ(too_late[i].trace->data, decision::DataState::kLate);
    EXPECT_EQ(too_late[i].trace->score, on_time[i].trace->score);
    EXPECT_EQ(too_late[i].trace->confluence, on_time[i].trace->confluence);
  }
}

// spec/03-analysis.md: works the same with supply/demand switched off.
TEST(DecisionBank, without_zones_the_charts_name_the_same_prices) {
  Market one{5};
  Market two{5};
  auto without = configuration();
  without.zones.reset();
  Engine a{one.table, configuration()};
  Engine b{two.table, without};
  const auto with_zones = only<ConfluenceOutput>(run(a, one.events(4000)));
  const auto no_zones = only<ConfluenceOutput>(run(b, two.events(4000)));
  ASSERT_EQ(with_zones.size(), no_zones.size());
  std::size_t helped = 0;
  for (std::size_t i = 0; i < with_zones.size(); ++i) {
    const decision::Confluence& x = *with_zones[i].confluence;
    const decision::Confluence& y = *no_zones[i].confluence;
    ASSERT_EQ(x.zones.size(), y.zones.size());
    for (const auto& zone : x.zones) {
      const auto same = std::ranges::find_if(
          y.zones, [&](const auto& other) { return other.price == zone.price && other.side == zone.side; });
      ASSERT_NE(same, y.zones.end());
      EXPECT_EQ(zone.score.without_zones(), same->score.total);
      helped += zone.score.total > same->score.total ? 1U : 0U;
    }
  }
  EXPECT_GT(helped, 0U);
}

TEST(DecisionBank, restored_it_goes_on_as_if_never_stopped) {
  Market market{11};
  const auto events = market.events(6000);
  Engine one{market.table, configuration()};
  (void)run(one, {events.begin(), events.begin() + 9000});
  core::ByteWriter writer;
  ASSERT_TRUE(one.snapshot(market.id, writer));
  Engine two{market.table, configuration()};
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(two.restore(market.id, reader));
  EXPECT_EQ(reader.remaining(), 0U);
  const std::vector<core::Event> rest{events.begin() + 9000, events.end()};
  EXPECT_EQ(testing::bytes_of(run(one, rest)), testing::bytes_of(run(two, rest)));
}

}  // namespace
}  // namespace tidemark::engine
