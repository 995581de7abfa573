#include "app/serve/history_fill.hpp"

#include <condition_variable>
#include <thread>

#include <gtest/gtest.h>

#include "engine/testing.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark::app {
namespace {

using core::Timeframe;
using engine::testing::at;

const core::Timestamp kNow = at("2026-11-26T12:34:00Z");

/// Answers klines with one closed candle at the asked start, at the price 100 (source-apis.md 1).
class FakeRest final : public net::RestClient {
 public:
  void run(std::stop_token) override {}
  core::Result<net::RestTicket> submit(net::RestRequest request, Callback callback) override {
    urls.push_back(request.url);
    const std::size_t at = request.url.find("startTime=") + 10;
    const std::string start = request.url.substr(at, request.url.find('&', at) - at);
    callback(net::RestReply{
        status, {}, "[[" + start + R"(,"100","100","100","100","1",)" + start + R"(,"1",1,"1","1","0"]])"});
    return net::RestTicket{urls.size()};
  }
  void cancel(net::RestTicket) override {}

  int status{200};
  std::vector<std::string> urls;
};

class HistoryFillTest : public ::testing::Test {
 protected:
  HistoryFillTest() : path{folder.file("t.db")}, store{storage::open_store(path, storage::OpenMode::kCreate).value()} {
    btc = engine::testing::instrument("BTCUSDT");
    btc.venue = "binance";
  }
  /// Runs until so many timeframes were told of, or, with 0, until the first request was answered.
  void run_until(std::size_t said) {
    HistoryFill fill{{.store_path = path,
                      .venues = venues,
                      .clock = clock,
                      .logger = ops::null_logger(),
                      .rest = rest,
                      .say =
                          [this](std::vector<engine::Output> more) {
                            const std::lock_guard lock{mutex};
                            outputs.push_back(std::move(more));
                            changed.notify_all();
                          },
                      .delay = {}}};
    fill.put_instrument(btc);
    std::jthread thread{[&](const std::stop_token& stop) { fill.run(stop); }};
    std::unique_lock lock{mutex};
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds{20}, [&] { return outputs.size() >= said; }));
    lock.unlock();
    thread.request_stop();
    fill.interrupt();
  }
  void put(Timeframe timeframe, core::Timestamp from, int candles) {
    storage::CandleBatch batch{btc, timeframe, "test", {}};
    for (int i = 0; i < candles; ++i) {
      auto candle = engine::testing::closed(btc.id, from, 100).candle;
      candle.open_time = from + core::Duration{core::duration_of(timeframe).ns * i};
      batch.candles.push_back(candle);
    }
    ASSERT_TRUE(store->put_candles(batch));
  }

  test::TemporaryFolder folder;
  std::string path;
  std::unique_ptr<storage::Store> store;
  core::ManualClock clock{kNow};
  ops::VenuesConfig venues;
  FakeRest rest;
  core::Instrument btc;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::vector<engine::Output>> outputs;
};

TEST_F(HistoryFillTest, fetches_one_page_of_each_longer_timeframe_up_to_now) {
  run_until(7);
  ASSERT_EQ(rest.urls.size(), 7U);
  EXPECT_EQ(rest.urls[3].substr(0, 77),
            "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=17");
  EXPECT_NE(rest.urls[3].find("endTime=" + std::to_string(at("2026-11-26T12:00:00Z").ns / 1'000'000 - 1)),
            std::string::npos)
      << "the hour under way is not history";
  const auto said = engine::testing::candles(outputs[3], Timeframe::k1h, core::CandleState::kClosed);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].candle.open_time, at("2026-11-26T12:00:00Z") - core::hours(1000));
  EXPECT_EQ(said[0].known_at, kNow);
}

TEST_F(HistoryFillTest, ends_before_our_own_first_whole_candle_and_leaves_full_series_alone) {
  put(Timeframe::k5m, at("2026-11-24T12:30:00Z"), 300);
  put(Timeframe::k15m, at("2026-11-26T09:00:00Z"), 5);
  run_until(6);
  ASSERT_EQ(rest.urls.size(), 6U) << "5m has enough";
  EXPECT_NE(rest.urls[0].find("interval=15m"), std::string::npos);
  EXPECT_NE(rest.urls[0].find("endTime=" + std::to_string(at("2026-11-26T09:00:00Z").ns / 1'000'000 - 1)),
            std::string::npos);
}

}  // namespace
}  // namespace tidemark::app
