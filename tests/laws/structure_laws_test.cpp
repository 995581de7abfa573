// The laws of tests/laws, for the analyzers that say events: structure in each of its readings, and zones. On every
// awkward market, and on three real ones of more than 20,000 candles each (skipped without them).
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "analysis/structure/structure.hpp"
#include "analysis/zones/zones.hpp"
#include "core/rng.hpp"
#include "tests/laws/real_markets.hpp"
#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {
namespace {

using analysis::structure::Event;
using analysis::structure::Kind;
using analysis::structure::Moment;
using analysis::structure::Structure;
using analysis::structure::StructureSettings;
using analysis::zones::BreakoutLevel;
using analysis::zones::ZoneEvent;
using analysis::zones::Zones;
using analysis::zones::ZoneSettings;

template <class Settings>
struct Named {
  std::string name;
  Settings settings;
};

/// What the laws need to know of an analyzer.
struct OfStructure {
  using Analyzer = Structure;
  using Said = Event;
  static constexpr const char* kName = "structure";

  /// About half of them.
  static constexpr auto kSomeKinds = analysis::structure::kinds_of(Kind::kSwing, Kind::kTrend, Kind::kLiquidityPool,
                                                                   Kind::kOrderBlock, Kind::kSession, Kind::kFibonacci);

  static std::vector<Named<StructureSettings>> settings() {
    StructureSettings all;
    all.fractals = analysis::structure::FractalEvents::kPublish;
    all.break_by = analysis::structure::BreakBy::kWick;
    all.gaps.mitigation = analysis::structure::Mitigation::kHalf;
    all.gaps.open_max = all.blocks.open_max = all.liquidity.open_max = 3;
    all.levels.levels_max = 4;
    all.abc.open_max = 1;
    return {{"tidemark", {}},
            {"smart_money", StructureSettings::smart_money(5, 0)},
            {"lux_algo", StructureSettings::lux_algo(5)},
            {"few", all},
            {"some_kinds", {.kinds = kSomeKinds}}};
  }
  static std::vector<Moment> moments(const Event& event) { return {event.from, event.at}; }
  static std::vector<double> prices(const Event& event) { return {event.top, event.bottom, event.price}; }
  static std::vector<double> numbers(const Event& event) { return {event.measure, event.confidence}; }
  static std::string text(const Event& event) {
    return std::string{analysis::structure::kKindNames[static_cast<std::size_t>(event.kind)]} + " " +
           std::string{analysis::structure::kStateNames[static_cast<std::size_t>(event.state)]} + " of " +
           std::to_string(event.id) + " at " + std::to_string(event.at.index);
  }
};

struct OfZones {
  using Analyzer = Zones;
  using Said = ZoneEvent;
  static constexpr const char* kName = "zones";

  static std::vector<Named<ZoneSettings>> settings() {
    const ZoneSettings loose{.consolidation_threshold = 1.5,
                             .body_size_threshold = 1,
                             .max_base_range = 2,
                             .min_base_candles = 1,
                             .move_threshold = 1,
                             .min_move_candles = 1,
                             .breakout_confirmation = BreakoutLevel::kFractal,
                             .widening = 0.1,
                             .max_zones_per_timeframe = 5,
                             .zone_expiry_hours = 24,
                             .min_life_candles = 10,
                             .break_confirmation_bars = 1,
                             .flip_confirmation_bars = 2};
    return {{"specification", {}},
            {"crypto", analysis::zones::market_defaults(core::MarketType::kCryptoSpot)},
            {"loose", loose}};
  }
  static std::vector<Moment> moments(const ZoneEvent& event) {
    std::vector<Moment> all{event.zone.base_from,  event.zone.base_to, event.zone.impulse_from,
                            event.zone.impulse_to, event.zone.created, event.zone.updated};
    if (event.test) all.push_back(event.test->at);
    return all;
  }
  static std::vector<double> prices(const ZoneEvent& event) { return {event.zone.top, event.zone.bottom, event.price}; }
  static std::vector<double> numbers(const ZoneEvent& event) {
    const auto& z = event.zone;
    return {z.strength,
            z.magnitude,
            z.momentum,
            z.tightness,
            z.volume_ratio,
            z.volume,
            event.test ? event.test->rejection_strength : 0};
  }
  static std::string text(const ZoneEvent& event) {
    return std::string{analysis::zones::kZoneEventKindNames[static_cast<std::size_t>(event.kind)]} + " zone " +
           std::to_string(event.zone.id) + " at " + std::to_string(event.known.index);
  }
};

template <class Of>
class EventLaws : public ::testing::Test {
 public:
  using Analyzer = typename Of::Analyzer;
  using Said = typename Of::Said;

  /// Runs `law(settings, candles)` on every market with every setting.
  template <class Law>
  static void on_all(const std::vector<Scenario>& markets, Law law) {
    for (const auto& [name, settings] : Of::settings()) {
      for (const Scenario& market : markets) {
        SCOPED_TRACE(name + " on " + market.name);
        law(settings, market.candles);
      }
    }
  }
  template <class Settings>
  static std::vector<Said> said(const Settings& settings, std::span<const core::CandleF> candles) {
    Analyzer analyzer{settings};
    std::vector<Said> all;
    analyzer.update_all(candles, all);
    return all;
  }
  static std::vector<std::byte> bytes_of(const Analyzer& analyzer) {
    core::ByteWriter writer;
    analyzer.snapshot(writer);
    return writer.take();
  }
  /// The first `size` of what was said must be the same.
  static void expect_prefix(const std::vector<Said>& part, const std::vector<Said>& whole) {
    ASSERT_LE(part.size(), whole.size());
    const auto [here, there] = std::ranges::mismatch(part, whole);
    if (here != part.end()) ADD_FAILURE() << Of::text(*here) << " became " << Of::text(*there);
  }
};

using Analyzers = ::testing::Types<OfStructure, OfZones>;
struct AnalyzerNames {
  template <class Of>
  static std::string GetName(int) {  // NOLINT(readability-identifier-naming): GoogleTest's word
    return Of::kName;
  }
};
TYPED_TEST_SUITE(EventLaws, Analyzers, AnalyzerNames);

/// What is said of a prefix is a prefix of what is said of the whole, and each event is said at its known, about what
/// lies no later.
template <class Of>
void hold_prefix_law(const std::vector<Scenario>& markets, std::size_t prefixes) {
  using Laws = EventLaws<Of>;
  Laws::on_all(markets, [prefixes](const auto& settings, const std::vector<core::CandleF>& candles) {
    typename Of::Analyzer analyzer{settings};
    std::vector<typename Of::Said> whole;
    for (std::size_t i = 0; i < candles.size(); ++i) {
      const std::size_t before = whole.size();
      analyzer.update(candles[i], whole);
      for (std::size_t e = before; e < whole.size(); ++e) {
        ASSERT_EQ(whole[e].known.index, static_cast<std::int64_t>(i)) << Of::text(whole[e]);
        ASSERT_EQ(whole[e].known.time, candles[i].open_time) << Of::text(whole[e]);
        for (const Moment& moment : Of::moments(whole[e])) {
          ASSERT_LE(moment.index, whole[e].known.index) << Of::text(whole[e]);
          ASSERT_EQ(moment.time, candles[static_cast<std::size_t>(moment.index)].open_time) << Of::text(whole[e]);
        }
      }
    }
    const std::size_t step = candles.size() / prefixes + 1;
    for (std::size_t size = step; size < candles.size(); size += step) {
      const auto part = Laws::said(settings, std::span{candles}.first(size));
      Laws::expect_prefix(part, whole);
      const bool complete =
          part.size() == whole.size() || whole[part.size()].known.index >= static_cast<std::int64_t>(size);
      EXPECT_TRUE(complete) << "something was known in " << size << " candles that was not said";
    }
  });
}

TYPED_TEST(EventLaws, what_was_said_does_not_change_when_candles_follow) {
  hold_prefix_law<TypeParam>(scenarios(), 20);
}

TYPED_TEST(EventLaws, what_was_said_of_real_markets_does_not_change_when_candles_follow) {
  const auto markets = real_markets();
  if (markets.empty()) GTEST_SKIP() << "no real markets: set TIDEMARK_SHARED";
  for (const Scenario& market : markets) ASSERT_GE(market.candles.size(), 20'000U) << market.name;
  hold_prefix_law<TypeParam>(markets, 6);
}

TYPED_TEST(EventLaws, batch_equals_stream_in_any_chunking) {
  this->on_all(scenarios(), [](const auto& settings, const std::vector<core::CandleF>& candles) {
    const auto expected = EventLaws<TypeParam>::said(settings, candles);
    for (const std::size_t chunk : {1U, 2U, 3U, 5U, 7U, 13U, 100U}) {
      typename TypeParam::Analyzer analyzer{settings};
      std::vector<typename TypeParam::Said> all;
      for (std::size_t from = 0; from < candles.size(); from += chunk) {
        const std::size_t size = std::min<std::size_t>(chunk, candles.size() - from);
        analyzer.update_all(std::span{candles}.subspan(from, size), all);
      }
      EXPECT_EQ(all, expected) << "chunks of " << chunk;
    }
  });
}

/// Stops at `stops` places, and goes on from the snapshot.
template <class Of>
void hold_snapshot_law(const std::vector<Scenario>& markets, const std::vector<std::size_t>& stops) {
  using Laws = EventLaws<Of>;
  Laws::on_all(markets, [&stops](const auto& settings, const std::vector<core::CandleF>& candles) {
    for (const std::size_t stop : stops) {
      if (stop > candles.size()) continue;
      typename Of::Analyzer first{settings};
      std::vector<typename Of::Said> said;
      first.update_all(std::span{candles}.first(stop), said);
      const auto bytes = Laws::bytes_of(first);
      core::ByteReader reader{bytes};
      typename Of::Analyzer second{settings};
      ASSERT_TRUE(second.restore(reader)) << stop;
      EXPECT_EQ(reader.remaining(), 0U);
      EXPECT_EQ(Laws::bytes_of(second), bytes) << stop;
      const auto rest = std::span{candles}.subspan(stop);
      std::vector<typename Of::Said> one;
      std::vector<typename Of::Said> other;
      first.update_all(rest, one);
      second.update_all(rest, other);
      EXPECT_EQ(one, other) << stop;
    }
  });
}

TYPED_TEST(EventLaws, a_restored_analyzer_goes_on_as_if_it_had_never_stopped) {
  hold_snapshot_law<TypeParam>(scenarios(), {0, 1, 2, 3, 9, 15, 16, 40, 123, 200});
}

TYPED_TEST(EventLaws, restored_anywhere_in_a_real_market) {
  auto markets = real_markets();
  if (markets.empty()) GTEST_SKIP() << "no real markets: set TIDEMARK_SHARED";
  for (Scenario& market : markets) market.candles.resize(6'000);
  core::Rng rng{5};
  std::vector<std::size_t> stops;
  for (int i = 0; i < 8; ++i) stops.push_back(static_cast<std::size_t>(rng.uniform() * 6'000));
  hold_snapshot_law<TypeParam>(markets, stops);
}

TYPED_TEST(EventLaws, everything_said_is_finite) {
  auto markets = scenarios();
  std::ranges::copy(real_markets(), std::back_inserter(markets));
  this->on_all(markets, [](const auto& settings, const std::vector<core::CandleF>& candles) {
    for (const auto& event : EventLaws<TypeParam>::said(settings, candles)) {
      for (const double value : TypeParam::prices(event)) ASSERT_TRUE(std::isfinite(value)) << TypeParam::text(event);
      for (const double value : TypeParam::numbers(event)) ASSERT_TRUE(std::isfinite(value)) << TypeParam::text(event);
    }
  });
}

TEST(StructureKinds, one_is_said_the_same_whichever_others_are_wanted) {
  using Laws = EventLaws<OfStructure>;
  core::Rng rng{12};
  Laws::on_all(scenarios(), [&rng](StructureSettings settings, const std::vector<core::CandleF>& candles) {
    settings.kinds = analysis::structure::kAllKinds;
    const auto all = Laws::said(settings, candles);
    // Those that come with others are said, too.
    settings.kinds = static_cast<analysis::structure::KindSet>(rng.below(settings.kinds + 1U));
    const auto of_wanted = [&settings](std::vector<Event> events) {
      std::erase_if(events, [&](const Event& e) { return !analysis::structure::has_kind(settings.kinds, e.kind); });
      return events;
    };
    EXPECT_EQ(of_wanted(Laws::said(settings, candles)), of_wanted(all)) << settings.kinds;
  });
}

TYPED_TEST(EventLaws, a_flat_market_says_nothing_of_its_prices) {
  // Sessions and previous highs are facts of the calendar; everything else needs prices that move.
  std::vector<core::CandleF> flat = random_walk(3, 400);
  for (auto& c : flat) c.open = c.high = c.low = c.close = 42.5;
  for (const auto& [name, settings] : TypeParam::settings()) {
    for (const auto& event : this->said(settings, flat)) {
      if constexpr (std::is_same_v<TypeParam, OfStructure>) {
        using analysis::structure::Kind;
        const bool of_calendar = event.kind == Kind::kSession || event.kind == Kind::kPreviousHighLow;
        // Where equal highs are fractals, each of a flat market's candles is one.
        if (name == "smart_money") continue;
        EXPECT_TRUE(of_calendar) << name << ": " << TypeParam::text(event);
      } else {
        ADD_FAILURE() << name << ": " << TypeParam::text(event);
      }
    }
  }
}

TYPED_TEST(EventLaws, prices_in_other_units_say_the_same) {
  // By a power of two, so that every rounding scales with it.
  auto markets = real_markets();
  for (Scenario& market : markets) market.candles.resize(5'000);
  markets.push_back({"random_walk", random_walk(9, 3'000)});
  for (const auto& [name, settings] : TypeParam::settings()) {
    for (const Scenario& market : markets) {
      SCOPED_TRACE(name + " on " + market.name);
      auto scaled = market.candles;
      for (auto& c : scaled) {
        for (double* price : {&c.open, &c.high, &c.low, &c.close}) *price *= 1024;
      }
      const auto here = this->said(settings, market.candles);
      const auto there = this->said(settings, scaled);
      ASSERT_EQ(here.size(), there.size());
      for (std::size_t i = 0; i < here.size(); ++i) {
        ASSERT_EQ(TypeParam::text(here[i]), TypeParam::text(there[i]));
        ASSERT_EQ(TypeParam::moments(here[i]), TypeParam::moments(there[i])) << TypeParam::text(here[i]);
        auto prices = TypeParam::prices(here[i]);
        for (double& price : prices) price *= 1024;
        ASSERT_EQ(prices, TypeParam::prices(there[i])) << TypeParam::text(here[i]);
      }
    }
  }
}

TYPED_TEST(EventLaws, what_is_not_finite_is_refused_and_leaves_no_trace) {
  const auto candles = random_walk(5, 200);
  for (const auto& [name, settings] : TypeParam::settings()) {
    const auto expected = this->said(settings, candles);
    for (const double poison : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                                -std::numeric_limits<double>::infinity(), 1e101}) {
      typename TypeParam::Analyzer analyzer{settings};
      std::vector<typename TypeParam::Said> all;
      for (const auto& candle : candles) {
        auto bad = candle;
        bad.low = poison;
        analyzer.update(bad, all);
        analyzer.update(candle, all);
      }
      EXPECT_EQ(all, expected) << name << " with " << poison;
    }
  }
}

TYPED_TEST(EventLaws, bytes_that_are_no_snapshot_of_these_settings_are_refused) {
  const auto all = TypeParam::settings();
  typename TypeParam::Analyzer analyzer{all[0].settings};
  std::vector<typename TypeParam::Said> said;
  analyzer.update_all(random_walk(6, 300), said);
  const auto bytes = this->bytes_of(analyzer);
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    core::ByteReader reader{std::span{bytes}.first(size)};
    typename TypeParam::Analyzer other{all[0].settings};
    EXPECT_FALSE(other.restore(reader)) << "cut at " << size;
  }
  core::ByteReader whole{bytes};
  typename TypeParam::Analyzer other{all[1].settings};
  EXPECT_FALSE(other.restore(whole));
}

TYPED_TEST(EventLaws, a_finding_keeps_its_id_through_its_life) {
  // Something is said to have formed before anything else is said of it, and once.
  auto markets = real_markets();
  for (Scenario& market : markets) market.candles.resize(8'000);
  markets.push_back({"random_walk", random_walk(11, 5'000)});
  this->on_all(markets, [](const auto& settings, const std::vector<core::CandleF>& candles) {
    std::map<std::pair<int, std::uint64_t>, int> formed;
    for (const auto& event : EventLaws<TypeParam>::said(settings, candles)) {
      if constexpr (std::is_same_v<TypeParam, OfStructure>) {
        using analysis::structure::Kind;
        using analysis::structure::State;
        const bool breaks = event.kind == Kind::kBreakOfStructure || event.kind == Kind::kChangeOfCharacter;
        const bool begins = event.state == State::kFormed || (breaks && event.state == State::kBroken);
        int& times = formed[{static_cast<int>(event.kind), event.id}];
        // With FirstCandle::kSwing the first candle is final at once.
        const bool first_candle = event.kind == Kind::kSwing && event.at.index == 0 && times == 0;
        if (begins || first_candle) ++times;
        ASSERT_EQ(times, 1) << TypeParam::text(event);
      } else {
        int& times = formed[{0, event.zone.id}];
        if (event.kind == analysis::zones::ZoneEventKind::kCreated) ++times;
        ASSERT_EQ(times, 1) << TypeParam::text(event);
      }
    }
  });
}

}  // namespace
}  // namespace tidemark::laws
