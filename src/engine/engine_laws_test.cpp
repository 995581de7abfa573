#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/engine.hpp"
#include "engine/testing.hpp"

namespace tidemark::engine {
namespace {

using core::CandleState;
using core::Timeframe;

/// A stream of everything for two instruments: trades with and without lost ids, candles (some bad, some missing, some
/// twice), books that join and do not, quotes, feed troubles and heartbeats, over some hours.
class Scene {
 public:
  explicit Scene(std::uint64_t seed) : rng_{seed} {
    for (const char* symbol : {"BTCUSDT", "ETHUSDT"}) table.add(testing::instrument(symbol));
    now_ = testing::at("2024-01-07T20:00Z") + core::seconds(static_cast<std::int64_t>(rng_.below(7200)));
    for (int i = 0; i < 1500; ++i) step();
  }

  core::InstrumentTable table;
  std::vector<core::Event> events;

 private:
  struct State {
    std::int64_t price{10'000};
    std::uint64_t trade_id{1};
    std::uint64_t book_id{100};
    core::Timestamp candle_due;
  };

  void step() {
    now_ = now_ + core::milliseconds(static_cast<std::int64_t>(rng_.below(rng_.chance(0.02) ? 300'000 : 8'000)));
    const auto index = static_cast<std::size_t>(rng_.below(2));
    const core::InstrumentId id{static_cast<std::uint32_t>(index)};
    State& state = states_[index];
    state.price = std::max<std::int64_t>(100, state.price + static_cast<std::int64_t>(rng_.below(41)) - 20);
    // Only the second instrument has venue candles, so that both sources are seen.
    if (index == 1 && rng_.chance(0.4)) return add_candle(id, state);
    const double what = rng_.uniform();
    if (what < 0.5) {
      add_trade(id, state);
    } else if (what < 0.7) {
      add_book(id, state);
    } else if (what < 0.95) {
      events.emplace_back(testing::heartbeat(now_));
    } else {
      const auto feed = static_cast<core::FeedState>(rng_.below(7));
      events.emplace_back(core::FeedStatus{id, {{}, now_}, feed});
    }
  }

  void add_trade(core::InstrumentId id, State& state) {
    if (rng_.chance(0.05)) state.trade_id += rng_.below(5);
    if (rng_.chance(0.05) && state.trade_id > 3) state.trade_id -= 2;
    const auto price = rng_.chance(0.02) ? 0 : state.price;
    const auto delay = core::milliseconds(static_cast<std::int64_t>(rng_.below(3000)));
    events.emplace_back(testing::trade(id, now_ - delay, now_, price, 5, state.trade_id++));
  }

  void add_candle(core::InstrumentId id, State& state) {
    const auto open = core::open_time_of(now_, Timeframe::k1m);
    if (open > state.candle_due && rng_.chance(0.9)) {
      state.candle_due = open;
      auto event = testing::closed(id, open - core::minutes(1), state.price);
      event.times = {now_, now_};
      if (rng_.chance(0.05)) event.candle.high = {1};
      events.emplace_back(event);
      if (rng_.chance(0.05)) events.emplace_back(event);
      return;
    }
    events.emplace_back(testing::venue_candle(id, Timeframe::k1m, open, now_, state.price, CandleState::kForming));
  }

  void add_book(core::InstrumentId id, State& state) {
    if (rng_.chance(0.2)) {
      core::BookSnapshot snapshot;
      snapshot.instrument = id;
      snapshot.times = {now_, now_};
      snapshot.last_update_id = state.book_id - rng_.below(3);
      snapshot.bids = {{{state.price - 1}, {5}}, {{state.price - 2}, {5}}};
      snapshot.asks = {{{state.price + 1}, {5}}};
      events.emplace_back(std::move(snapshot));
      return;
    }
    core::BookDelta delta;
    delta.instrument = id;
    delta.times = {now_, now_};
    delta.first_update_id = state.book_id + (rng_.chance(0.1) ? 2 : 1);
    state.book_id += 1 + rng_.below(3);
    delta.last_update_id = std::max(state.book_id, delta.first_update_id);
    state.book_id = delta.last_update_id;
    delta.bids = {
        {{state.price - static_cast<std::int64_t>(rng_.below(5))}, {static_cast<std::int64_t>(rng_.below(3))}}};
    events.emplace_back(std::move(delta));
  }

  core::Rng rng_;
  core::Timestamp now_;
  std::array<State, 2> states_;
};

EngineConfig configuration() {
  EngineConfig config;
  config.candlesticks.emplace();
  config.volume.emplace();
  config.structure.emplace();
  config.zones.emplace();
  config.chart_patterns.emplace();
  config.decision.emplace();
  config.indicators = analysis::parse_indicators("all").value();
  config.validator.window = 32;
  config.validator.window_min = 8;
  return config;
}

std::vector<Output> run(Engine& engine, std::span<const core::Event> events) {
  std::vector<Output> out;
  for (const core::Event& event : events) engine.process(event, out);
  return out;
}

RC_GTEST_PROP(EngineLaws, the_same_events_give_the_same_bytes, (std::uint64_t seed)) {
  const Scene scene{seed};
  Engine one{scene.table, configuration()};
  Engine two{scene.table, configuration()};
  const auto a = run(one, scene.events);
  RC_ASSERT(a.size() > scene.events.size() / 4);
  RC_ASSERT(testing::bytes_of(a) == testing::bytes_of(run(two, scene.events)));
}

RC_GTEST_PROP(EngineLaws, events_to_come_change_nothing_already_said, (std::uint64_t seed)) {
  const Scene scene{seed};
  const auto cut = static_cast<std::size_t>(core::Rng{seed}.below(scene.events.size()));
  Engine one{scene.table, configuration()};
  Engine two{scene.table, configuration()};
  const auto whole = testing::bytes_of(run(one, scene.events));
  const auto part = testing::bytes_of(run(two, std::span{scene.events}.first(cut)));
  RC_ASSERT(part.size() <= whole.size());
  RC_ASSERT(std::ranges::equal(part, std::span{whole}.first(part.size())));
}

RC_GTEST_PROP(EngineLaws, restored_at_any_point_it_goes_on_as_if_never_stopped, (std::uint64_t seed)) {
  const Scene scene{seed};
  const auto cut = static_cast<std::size_t>(core::Rng{seed + 1}.below(scene.events.size()));
  const auto before = std::span{scene.events}.first(cut);
  const auto after = std::span{scene.events}.subspan(cut);
  Engine one{scene.table, configuration()};
  (void)run(one, before);
  Engine two{scene.table, configuration()};
  for (const core::Instrument& instrument : scene.table.all()) {
    core::ByteWriter writer;
    if (!one.snapshot(instrument.id, writer)) continue;
    core::ByteReader reader{writer.bytes()};
    RC_ASSERT(two.restore(instrument.id, reader).has_value());
    RC_ASSERT(reader.remaining() == 0u);
  }
  RC_ASSERT(testing::bytes_of(run(one, after)) == testing::bytes_of(run(two, after)));
  for (const core::Instrument& instrument : scene.table.all()) {
    core::ByteWriter end_one;
    core::ByteWriter end_two;
    RC_ASSERT(one.snapshot(instrument.id, end_one) == two.snapshot(instrument.id, end_two));
    RC_ASSERT(std::ranges::equal(end_one.bytes(), end_two.bytes()));
  }
}

RC_GTEST_PROP(EngineLaws, closed_candles_are_final_once_and_in_order, (std::uint64_t seed)) {
  const Scene scene{seed};
  Engine engine{scene.table, configuration()};
  std::array<std::array<core::Timestamp, core::kTimeframeCount>, 2> last{};
  for (const auto& c : testing::only<CandleOutput>(run(engine, scene.events))) {
    if (c.state != CandleState::kClosed) continue;
    core::Timestamp& previous = last[c.instrument.value][core::index_of(c.timeframe)];
    RC_ASSERT(c.candle.open_time > previous);
    RC_ASSERT(c.candle.low <= std::min(c.candle.open, c.candle.close));
    RC_ASSERT(c.candle.high >= std::max(c.candle.open, c.candle.close));
    RC_ASSERT(c.candle.low.ticks > 0);
    previous = c.candle.open_time;
  }
}

RC_GTEST_PROP(EngineLaws, nothing_is_known_before_it_was_received, (std::uint64_t seed)) {
  const Scene scene{seed};
  Engine engine{scene.table, configuration()};
  for (const core::Event& event : scene.events) {
    std::vector<Output> said;
    engine.process(event, said);
    for (const auto& c : testing::only<CandleOutput>(said)) RC_ASSERT(c.known_at == engine.now());
    for (const auto& b : testing::only<BookOutput>(said)) {
      RC_ASSERT(b.known_at == engine.now());
      if (b.state == BookState::kLive && b.best_bid.qty.lots > 0 && b.best_ask.qty.lots > 0) {
        RC_ASSERT(b.best_bid.price < b.best_ask.price);
      }
    }
  }
}

RC_GTEST_PROP(EngineLaws, damaged_snapshots_are_refused_or_harmless, (std::uint64_t seed)) {
  const Scene scene{seed};
  Engine one{scene.table, configuration()};
  (void)run(one, std::span{scene.events}.first(400));
  const core::InstrumentId id = scene.table.all().front().id;
  core::ByteWriter writer;
  RC_PRE(one.snapshot(id, writer));
  auto bytes = writer.take();
  core::Rng rng{seed};
  for (auto i = rng.below(3); i < 3; ++i) bytes[rng.below(bytes.size())] = static_cast<std::byte>(rng.below(256));
  Engine two{scene.table, configuration()};
  core::ByteReader reader{bytes};
  if (two.restore(id, reader)) {
    (void)run(two, std::span{scene.events}.subspan(400));
  } else {
    RC_ASSERT(two.now() == core::Timestamp{});
  }
}

}  // namespace
}  // namespace tidemark::engine
