
#include <gtest/gtest.h>

#include "core/testing/allocations.hpp"
#include "engine/decision_bank.hpp"
#include "engine/engine.hpp"
#include "engine/testing.hpp"
#include "engine/testing_market.hpp"

namespace tidemark::engine {
namespace {

TEST(EngineAllocation, once_warm_processing_asks_nothing_of_the_heap) {
  core::InstrumentTable table;
  const auto id = table.add(testing::instrument("BTCUSDT"));
  EngineConfig config;
  config.candlesticks.emplace();
  config.volume.emplace();
  config.structure.emplace();
  config.zones.emplace();
  config.indicators = analysis::parse_indicators("all").value();
  Engine engine{table, config};
  std::vector<Output> out;
  out.reserve(1024);

  core::BookSnapshot snapshot;
  snapshot.instrument = id;
  snapshot.last_update_id = 1;
  for (int i = 1; i <= 50; ++i) {
    snapshot.bids.push_back({{10'000 - i}, {1}});
    snapshot.asks.push_back({{10'000 + i}, {1}});
  }
  const core::Timestamp start = testing::at("2024-01-01T00:00Z");
  snapshot.times = {start, start};
  engine.process(snapshot, out);

  std::uint64_t book = 1;
  std::uint64_t trade_id = 0;
  std::size_t before = 0;
  constexpr int kWarm = 3 * 10'080;  // until every timeframe, the week included, has closed
  for (int minute = 0; minute < kWarm + 10'081; ++minute) {
    if (minute == kWarm) before = core::testing::allocations();
    const auto open = start + core::minutes(minute);
    const auto at = [&](int second) { return open + core::seconds(second); };
    const core::Event events[] = {
        testing::venue_candle(id, core::Timeframe::k1m, open, at(2), 10'000, core::CandleState::kForming),
        testing::trade(id, at(3), at(3), 10'000 + minute % 7, 2, ++trade_id),
        testing::heartbeat(at(30)),
        testing::closed(id, open, 10'000 + minute % 5),
    };
    for (const core::Event& event : events) {
      out.clear();
      engine.process(event, out);
    }
    // A delta owns its levels; making it is the sender's affair, so its allocations are not counted.
    const std::size_t outside = core::testing::allocations();
    core::BookDelta delta;
    delta.instrument = id;
    delta.times = {at(40), at(61)};
    delta.first_update_id = delta.last_update_id = ++book;
    delta.bids = {{{10'000 - 1 - minute % 50}, {minute % 3}}};
    const core::Event event{std::move(delta)};
    const std::size_t made = core::testing::allocations() - outside;
    out.clear();
    engine.process(event, out);
    if (minute >= kWarm) before += made;
  }
  EXPECT_GT(before, 0u);  // the counter counts
  EXPECT_EQ(core::testing::allocations() - before, 0u);
}

/// What was said of one closed candle, from its CandleOutput up to the next.
std::vector<std::vector<Output>> by_candle(const std::vector<Output>& said) {
  std::vector<std::vector<Output>> pieces;
  for (const Output& output : said) {
    if (std::holds_alternative<CandleOutput>(output)) pieces.emplace_back();
    if (!pieces.empty()) pieces.back().push_back(output);
  }
  return pieces;
}

TEST(DecisionBank, once_warm_deciding_asks_nothing_of_the_heap) {
  testing::Market market{7};
  auto config = testing::configuration();
  config.decision.reset();
  Engine engine{market.table, config};
  std::optional<DecisionConfig> decisions{std::in_place};
  decisions->settings.traces = decision::TracePolicy::kSignals;
  DecisionBank bank{decisions, market.table.get(market.id)};
  PauseGate gate{{}};
  decision::Workspace work;
  std::size_t made = 0;
  std::size_t signals = 0;
  int minute = 0;
  for (const auto& event : market.events(16'000)) {
    std::vector<Output> said;
    engine.process(event, said);
    if (!std::holds_alternative<core::VenueCandle>(event)) continue;
    std::size_t before = core::testing::allocations();
    std::size_t during = 0;
    for (auto& piece : by_candle(said)) {
      const CandleOutput candle = std::get<CandleOutput>(piece.front());
      piece.reserve(piece.size() + 8);
      Sink sink{piece, gate, market.id, engine.now(), work};
      before = core::testing::allocations();
      bank.observe(candle.timeframe, core::to_double(candle.candle, market.table.get(market.id).scale), 0, sink);
      if (candle.timeframe == core::Timeframe::k1m) bank.decide(core::Timeframe::k1m, candle.candle, sink);
      during += core::testing::allocations() - before;
      const auto spoke = testing::only<SignalOutput>(piece).size();
      signals += spoke;
      if (spoke > 0) during = 0;  // what is published stands on the heap
    }
    if (++minute > 12'000) made += during;
  }
  EXPECT_GT(signals, 0U);
  EXPECT_EQ(made, 0U);
}

}  // namespace
}  // namespace tidemark::engine
