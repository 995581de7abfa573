// Messages of WebSocket clients, one a line, between publications. Whatever they say, the hub's own messages are JSON.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "api/stream_hub.hpp"
#include "net/json_reader.hpp"

namespace {

using namespace tidemark;

class Loop final : public net::IoLoop {
 public:
  void post(std::move_only_function<void()> task) override { tasks.push_back(std::move(task)); }
  void every(core::Duration, std::function<void()> task) override { periodic = std::move(task); }
  void run() {
    for (auto& task : std::exchange(tasks, {})) task();
    periodic();
  }
  std::vector<std::move_only_function<void()>> tasks;
  std::function<void()> periodic;
};

class Session final : public net::WsSession {
 public:
  std::uint64_t id() const override { return 1; }
  void send(net::SharedFrame frame, net::FrameKind, std::uint64_t) override {
    if (!net::parse_json(frame->payload())) std::abort();
  }
  void close(net::WsClose, std::string_view) override {}
  void cut() override {}
  std::size_t queued() const override { return 0; }
  net::Backlog backlog() const override { return state; }
  net::Backlog state{net::Backlog::kLow};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  core::ManualClock clock{core::Timestamp::from_ms(1'704'067'200'000)};
  api::LiveState live{{.candles_per_series = 8, .trades_per_instrument = 4}};
  live.put_instrument({.venue = "sim", .symbol = "BTCUSDT"});
  std::atomic<std::size_t> clients{0};
  api::AlertFeed alerts{4};
  api::TradingFeed trading{4};
  api::StreamHub hub{{.live = live,
                      .alerts = alerts,
                      .trading = trading,
                      .clock = clock,
                      .options = {.replay_messages = 4},
                      .describe_system = [] { return std::string{"{}"}; },
                      .facts = [](const core::Instrument&) { return api::MarketFacts{}; }},
                     clients};
  Loop loop;
  hub.attach(loop);
  Session session;
  hub.on_open(session, {});
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  for (std::int64_t n = 0; !rest.empty() && n < 64; ++n) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    hub.on_message(session, rest.substr(0, end));
    session.state = static_cast<net::Backlog>(end % 3);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    core::Candle candle;
    candle.open_time = core::Timestamp::from_ms(1'704'067'200'000 + n * 60'000);
    for (const engine::Output& output :
         {engine::Output{engine::CandleOutput{{0}, {}, core::CandleState::kClosed, candle, clock.now()}},
          engine::Output{core::Trade{}}, engine::Output{core::FeedStatus{}}}) {
      live.apply(output);
      hub.notify(output);
    }
    alerts.put({R"({"id":"a"})", clock.now()});
    hub.notify_alert();
    trading.put({api::SaidTrading::Kind::kChange, "{}", clock.now()});
    hub.notify_trading();
    clock.advance(core::milliseconds(40));
    loop.run();
  }
  hub.on_close(session);
  return 0;
}
