// kill -9 while the real program follows a live venue (`tidemark sim` in its place) with zones and chart patterns open:
// the next run goes on with each of them under the same id, begins none twice, and what stands in the database at the
// end is what one pass over the stored candles finds.

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include "api/chart_pattern_series.hpp"
#include "api/zone_series.hpp"
#include "storage/store.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark::chaos {
namespace {

using core::Timeframe;
using storage::ChartPatternRecord;
using storage::Store;
using storage::ZoneRecord;

constexpr int kRuns = 3;
constexpr std::uint32_t kHistory = 1430;  ///< minutes: a day is asked for
const std::vector<std::string> kSymbols{"BTCUSDT", "ETHUSDT"};

storage::SeriesKey series_of(const std::string& symbol, Timeframe timeframe = Timeframe::k1m) {
  return {"binance", symbol, timeframe};
}

/// What is open in the database, by id and by identity.
struct Open {
  std::set<std::string> zones;
  std::set<std::pair<std::string, core::Timestamp>> patterns;
};

class Kill9Findings : public ::testing::Test {
 protected:
  /// A second of ours is a minute of the venue's. Its candles run ahead of our clock by as much, which validation is
  /// told to take: an hour of it is a minute for the whole test.
  void SetUp() override {
    venue_ = std::make_unique<test::Process>(
        std::vector<std::string>{"sim", "--port", "0", "--symbols", "BTCUSDT,ETHUSDT", "--speed", "60"}, home());
    ASSERT_TRUE(venue_->wait_for_output("is listening on")) << venue_->err();
    venue_port_ = test::port_of(venue_->out());
  }
  [[nodiscard]] std::string home() const { return folder_.path().string(); }
  [[nodiscard]] std::unique_ptr<test::Process> serve() const {
    const std::string host = "127.0.0.1:" + std::to_string(venue_port_);
    auto server = std::make_unique<test::Process>(
        std::vector<std::string>{"serve", "--source", "binance", "--port", "0", "--symbols", "BTCUSDT,ETHUSDT",
                                 "--store", database_, "--set", "venues.binance.rest_url=http://" + host, "--set",
                                 "venues.binance.stream_url=ws://" + host, "--set", "venues.history=1d", "--set",
                                 "validation.future_tolerance=1h"},
        home());
    EXPECT_TRUE(server->wait_for_output("source: ")) << server->err();
    return server;
  }
  [[nodiscard]] std::unique_ptr<Store> store() const {
    auto store = storage::open_store(database_, storage::OpenMode::kReadOnly);
    EXPECT_TRUE(store) << store.error().text();
    return store ? std::move(*store) : nullptr;
  }
  /// Open time of the newest stored minute; 0 until the history asked for is stored.
  [[nodiscard]] core::Timestamp newest() const {
    const auto page = store()->candles({.series = series_of("BTCUSDT"), .limit = kHistory});
    return page && page->candles.size() == kHistory ? page->candles.back().open_time : core::Timestamp{};
  }
  [[nodiscard]] Open open() const {
    Open open;
    const auto all = store();
    for (const std::string& symbol : kSymbols) {
      for (const Timeframe timeframe : core::kAllTimeframes) {
        const auto zones = all->zones({.series = series_of(symbol, timeframe), .statuses = {"active", "tested"}});
        for (const ZoneRecord& zone : zones.value_or(std::vector<ZoneRecord>{})) open.zones.insert(zone.id);
        const auto patterns = all->chart_patterns({.series = series_of(symbol, timeframe)});
        for (const ChartPatternRecord& one : patterns.value_or(std::vector<ChartPatternRecord>{})) {
          if (one.state == "forming" || one.outcome == "open") open.patterns.insert({one.pattern, one.began});
        }
      }
    }
    return open;
  }
  /// Lets the server run until the venue has said `minutes` further candles and they are stored, and something is open.
  void run(std::uint16_t port, int minutes) const {
    core::Timestamp begun;
    const auto done = [&](const std::string&) {
      const core::Timestamp now = newest();
      if (begun == core::Timestamp{}) begun = now;
      if (begun == core::Timestamp{} || now - begun < core::minutes(minutes)) return false;
      const Open found = open();
      return !found.zones.empty() && !found.patterns.empty();
    };
    ASSERT_TRUE(done(test::get_until(port, "/health", done))) << test::get(port, "/api/quarantine?limit=5");
  }

  test::TemporaryFolder folder_;
  std::string database_ = folder_.file("findings.db");
  std::unique_ptr<test::Process> venue_;
  std::uint16_t venue_port_{0};
};

/// Everything stored of a minute series, and what one pass over its candles finds.
struct Both {
  core::Timestamp newest;  ///< open time of the newest stored candle
  std::vector<api::SeenZone> stored_zones;
  std::vector<api::SeenZone> zones;
  std::map<std::pair<core::Timestamp, std::string>, ChartPatternRecord> stored_patterns;
  std::map<std::pair<core::Timestamp, std::string>, ChartPatternRecord> patterns;
};

void read_both(Store& store, const std::string& symbol, Both& both) {
  constexpr std::uint32_t kAll = 1'000'000;
  const auto series = series_of(symbol);
  const auto known = store.instruments();
  ASSERT_TRUE(known);
  const auto instrument = std::ranges::find(*known, symbol, &core::Instrument::symbol);
  ASSERT_NE(instrument, known->end());
  const auto page = store.candles({.series = series, .limit = kAll});
  ASSERT_TRUE(page);
  std::vector<core::CandleF> candles;
  for (const core::Candle& candle : page->candles) candles.push_back(core::to_double(candle, page->scale));
  ASSERT_GT(candles.size(), 1400U);
  both.newest = candles.back().open_time;
  both.zones =
      api::computed_zones(*instrument, Timeframe::k1m, candles, *analysis::zones::settings_of(*instrument, {}));
  const api::SeriesRef ref{*instrument, api::SeriesRef::Kind::kStored, Timeframe::k1m};
  for (const auto& seen : api::computed_chart_patterns(ref, candles, {})) {
    both.patterns[{seen.pattern.began, seen.pattern.pattern}] = seen.pattern;
  }
  auto zones = store.zones({.series = series, .limit = kAll});
  ASSERT_TRUE(zones);
  for (const ZoneRecord& zone : *zones) both.stored_zones.push_back({zone, *store.zone_tests(zone.id)});
  const auto patterns = store.chart_patterns({.series = series, .limit = kAll});
  ASSERT_TRUE(patterns);
  for (const auto& one : *patterns) both.stored_patterns[{one.began, one.pattern}] = one;
}

void expect_same(const api::SeenZone& stored, const api::SeenZone& found) {
  SCOPED_TRACE("zone " + found.zone.id);
  ZoneRecord there = stored.zone;
  // When the engine knew is its own; and measures it hands on in single precision.
  there.known_at = found.zone.known_at;
  constexpr double kSingle = 1e-5;
  for (double ZoneRecord::* measure : {&ZoneRecord::strength, &ZoneRecord::magnitude, &ZoneRecord::momentum,
                                       &ZoneRecord::volume_ratio, &ZoneRecord::atr, &ZoneRecord::volume}) {
    EXPECT_NEAR(there.*measure, found.zone.*measure, kSingle * std::max(1.0, found.zone.*measure));
    there.*measure = found.zone.*measure;
  }
  EXPECT_EQ(there, found.zone);
  ASSERT_EQ(stored.tests.size(), found.tests.size());
  for (std::size_t i = 0; i < found.tests.size(); ++i) EXPECT_EQ(stored.tests[i], found.tests[i]);
}

std::string text_of(const ChartPatternRecord& p) {
  return p.pattern + " " + p.direction + " " + p.state + " " + p.reason + ", " + std::to_string(p.completion) +
         " %, began " + core::format_iso(p.began) + ", " + core::format_iso(p.start) + " to " +
         core::format_iso(p.end) + ", target " + p.target.value_or("none") + ", invalid at " +
         p.invalidation.value_or("none") + ", out at " + p.breakout_price.value_or("none") + ", " + p.outcome +
         " after " + std::to_string(p.outcome_candles) + ", reliability " + std::to_string(p.reliability) + ", " +
         p.regime + ", " + p.anchors + ", " + p.boundaries;
}

/// But what other timeframes add to the confidence, and when the engine knew.
void expect_same(ChartPatternRecord stored, const ChartPatternRecord& found) {
  stored.known_at = found.known_at;
  stored.confidence = found.confidence;
  stored.strength = found.strength;
  stored.metadata = found.metadata;
  EXPECT_EQ(text_of(stored), text_of(found));
  EXPECT_EQ(stored, found);
}

TEST_F(Kill9Findings, open_zones_and_chart_patterns_go_on_under_their_ids_and_as_one_pass_finds_them) {
  Open before;
  for (int run_number = 0; run_number < kRuns; ++run_number) {
    SCOPED_TRACE("run " + std::to_string(run_number));
    const auto server = serve();
    const std::uint16_t port = test::port_of(server->out());
    ASSERT_NO_FATAL_FAILURE(run(port, 4));
    // What was open is still open, or has ended under its id; nothing has got another one.
    for (const std::string& id : before.zones) EXPECT_TRUE(store()->zone(id)) << id;
    const bool last = run_number + 1 == kRuns;
    server->signal(last ? SIGINT : SIGKILL);
    EXPECT_EQ(server->wait().exit_code, last ? 0 : 128 + SIGKILL);
    before = open();
    EXPECT_FALSE(before.zones.empty());
    EXPECT_FALSE(before.patterns.empty());
  }
  const auto all = store();
  for (const std::string& symbol : kSymbols) {
    SCOPED_TRACE(symbol);
    Both both;
    ASSERT_NO_FATAL_FAILURE(read_both(*all, symbol, both));
    EXPECT_GT(both.zones.size(), 10U);
    EXPECT_GT(both.patterns.size(), 10U);
    std::map<std::string, api::SeenZone> stored;
    for (const auto& one : both.stored_zones) stored[one.zone.id] = one;
    EXPECT_LE(stored.size(), both.zones.size());
    for (const auto& found : both.zones) {
      if (found.zone.updated == both.newest) continue;
      ASSERT_TRUE(stored.contains(found.zone.id)) << found.zone.id;
      expect_same(stored[found.zone.id], found);
    }
    for (const auto& [key, one] : both.stored_patterns) EXPECT_TRUE(both.patterns.contains(key)) << text_of(one);
    for (const auto& [key, found] : both.patterns) {
      const auto place = both.stored_patterns.find(key);
      // The server may have been stopped between a candle and what it made known.
      if (found.updated == both.newest) continue;
      if (place == both.stored_patterns.end()) {
        ADD_FAILURE() << "not stored: " << text_of(found);
      } else {
        expect_same(place->second, found);
      }
    }
  }
}

}  // namespace
}  // namespace tidemark::chaos
