#include "app/serve/history_fill.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
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
    if (on_submit) on_submit();
    const std::size_t at = request.url.find("startTime=") + 10;
    const std::string start = request.url.substr(at, request.url.find('&', at) - at);
    callback(net::RestReply{
        status, {}, "[[" + start + R"(,"100","100","100","100","1",)" + start + R"(,"1",1,"1","1","0"]])"});
    return net::RestTicket{urls.size()};
  }
  void cancel(net::RestTicket) override {}

  std::atomic<int> status{200};
  std::vector<std::string> urls;
  std::function<void()> on_submit;
};

/// Set here, read on the thread of the fill.
class SharedClock final : public core::Clock {
 public:
  [[nodiscard]] core::Timestamp now() const override { return {now_ns_.load()}; }
  [[nodiscard]] core::Duration monotonic() const override { return {now_ns_.load()}; }
  void advance(core::Duration by) { now_ns_ += by.ns; }

 private:
  std::atomic<std::int64_t> now_ns_{kNow.ns};
};

class HistoryFillTest : public ::testing::Test {
 protected:
  HistoryFillTest() : path{folder.file("t.db")}, store{storage::open_store(path, storage::OpenMode::kCreate).value()} {
    btc = engine::testing::instrument("BTCUSDT");
    btc.venue = "binance";
  }
  HistoryFill make_fill() {
    return HistoryFill{{.store_path = path,
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
  }
  bool wait_until(const std::function<bool()>& done) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, std::chrono::seconds{20}, done);
  }
  /// Runs until so many timeframes were told of.
  void run_until(std::size_t said) {
    HistoryFill fill = make_fill();
    fill.put_instrument(btc);
    std::jthread thread{[&](const std::stop_token& stop) { fill.run(stop); }};
    EXPECT_TRUE(wait_until([&] { return outputs.size() >= said; }));
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
  SharedClock clock;
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

TEST_F(HistoryFillTest, asks_again_later_when_the_venue_does_not_answer) {
  int asked = 0;
  rest.status = 503;
  rest.on_submit = [&] {
    const std::lock_guard lock{mutex};
    ++asked;
    changed.notify_all();
  };
  HistoryFill fill = make_fill();
  fill.put_instrument(btc);
  std::jthread thread{[&](const std::stop_token& stop) { fill.run(stop); }};
  ASSERT_TRUE(wait_until([&] { return asked == 1; }));
  // It waits a minute before the second request and two before the third, which is answered.
  for (const int minutes : {1, 2}) {
    while (fill.stats().depth == 0) std::this_thread::yield();
    if (minutes == 2) rest.status = 200;
    clock.advance(core::minutes(minutes) - core::seconds(1));
    fill.interrupt();
    EXPECT_EQ(fill.stats().depth, 1U);
    clock.advance(core::seconds(1));
    fill.interrupt();
    ASSERT_TRUE(wait_until([&] { return asked > minutes; }));
  }
  EXPECT_TRUE(wait_until([&] { return outputs.size() == 7; }));
  thread.request_stop();
  fill.interrupt();
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
