// A venue's stream as the feed thread lives it: a server on loopback sends aggTrade messages of a combined stream
// (about 210 bytes each, one frame a message) as fast as it can; the client reads, parses and runs them through the
// engine with every indicator. items_per_second is by the CPU time of the client's thread alone: messages a second a
// core can take. The kernel's part of receiving is in it; the server has a thread of its own. per_read: messages a read
// brought.
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/clock.hpp"
#include "engine/engine.hpp"
#include "net/testing/raw_server.hpp"
#include "net/ws_client.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark {
namespace {

constexpr std::size_t kMessages = 300'000;
constexpr std::int64_t kTradesPerSecond = 5'000;
constexpr core::Timestamp kStart = core::Timestamp::from_s(1'704'067'200);  // 2024-01-01
constexpr std::int64_t kFirstId = 3'735'000'000;

/// Trades that go on by their ids, five thousand a second of market time, with a price that wanders.
std::string agg_trade(std::int64_t n) {
  const std::string time = std::to_string(kStart.ms() + n * 1000 / kTradesPerSecond);
  const std::string id = std::to_string(kFirstId + n);
  const std::string price = "618" + std::to_string(10 + n % 80) + "." + std::to_string(10 + n % 90) + "000000";
  return R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":)" + time + R"(,"s":"BTCUSDT","a":)" + id +
         R"(,"p":")" + price + R"(","q":"0.0)" + std::to_string(1000 + n % 9000) + R"(000","f":)" + id + R"(,"l":)" +
         id + R"(,"T":)" + time + R"(,"m":)" + (n % 2 == 0 ? "true" : "false") + R"(,"M":true}})";
}

std::string encoded_stream() {
  std::string bytes;
  for (std::size_t n = 0; n < kMessages; ++n) {
    bytes += net::test::server_frame(0x81, agg_trade(static_cast<std::int64_t>(n)));
  }
  return bytes;
}

enum class Stage : std::int64_t { kReceive, kParse, kPipeline };

/// What the feed and engine threads do with a message, on one thread.
class Consumer final : public net::WsEvents {
 public:
  Consumer(Stage stage, core::ManualClock& clock) : stage_{stage}, clock_{clock} {
    core::Instrument instrument;
    instrument.venue = "binance";
    instrument.symbol = "BTCUSDT";
    instrument.scale = {2, 8};
    instruments_.add(instrument);
    engine::EngineConfig config;
    config.indicators = analysis::parse_indicators("all").value();
    engine_.emplace(instruments_, std::move(config));
  }

  void on_open(core::Timestamp) override {}
  void on_text(std::string_view text, core::Timestamp received) override {
    ++messages;
    clock_.advance({1'000'000'000 / kTradesPerSecond});
    if (stage_ == Stage::kReceive) return;
    batch_.clear();
    parser_.parse_padded(text, received, batch_);
    events += batch_.size();
    if (stage_ == Stage::kParse) return;
    for (const core::Event& event : batch_) {
      outputs_.clear();
      engine_->process(event, outputs_);
      for (const engine::Output& output : outputs_) {
        candles += std::holds_alternative<engine::CandleOutput>(output) ? 1U : 0U;
        findings += std::holds_alternative<engine::FindingOutput>(output) ? 1U : 0U;
      }
    }
  }
  void on_closed(const core::Error&, core::Timestamp) override { closed = true; }

  std::size_t messages{0};
  std::size_t events{0};
  std::size_t candles{0};
  std::size_t findings{0};
  bool closed{false};

 private:
  Stage stage_;
  core::ManualClock& clock_;
  core::InstrumentTable instruments_;
  venues::binance::Parser parser_{{}, instruments_};
  venues::EventBatch batch_;
  std::optional<engine::Engine> engine_;
  std::vector<engine::Output> outputs_;
};

void receive_agg_trades(benchmark::State& state) {
  const auto stage = static_cast<Stage>(state.range(0));
  const std::string stream = encoded_stream();
  net::test::RawServer server{[&](net::test::Socket& socket) {
    net::test::accept_websocket(socket);
    socket.send(stream);
    (void)socket.take_rest();
  }};
  std::size_t messages = 0;
  std::size_t candles = 0;
  std::size_t turns = 0;
  for (auto _ : state) {
    state.PauseTiming();
    {
      core::ManualClock clock{kStart};
      net::ClientLoop loop{clock};
      const auto client = net::WsClient::make(loop, {}).value();
      Consumer consumer{stage, clock};
      state.ResumeTiming();
      const auto connection = client->open({server.url("ws"), {}}, consumer);
      for (; consumer.messages < kMessages && !consumer.closed; ++turns) loop.run_for(core::milliseconds(100));
      state.PauseTiming();
      const std::size_t expected_events = stage == Stage::kReceive ? 0 : kMessages;
      const bool whole = !consumer.closed && consumer.events == expected_events && consumer.findings == 0;
      if (!whole) state.SkipWithError("messages were lost");
      messages += consumer.messages;
      candles += consumer.candles;
    }
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
  state.counters["per_turn"] = static_cast<double>(messages) / static_cast<double>(turns);
  state.counters["candles"] = static_cast<double>(candles);
  state.counters["bytes_per_message"] = static_cast<double>(stream.size()) / kMessages;
}
BENCHMARK(receive_agg_trades)
    ->ArgName("stage")
    ->Arg(static_cast<std::int64_t>(Stage::kReceive))
    ->Arg(static_cast<std::int64_t>(Stage::kParse))
    ->Arg(static_cast<std::int64_t>(Stage::kPipeline))
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tidemark
