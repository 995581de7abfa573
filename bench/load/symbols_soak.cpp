// A thousand symbols on all timeframes through everything but the sockets: feed, engine shard, dispatcher, API, store.
// Each symbol first gets its past (closed minutes, enough to fill memory), then ten messages a second: five trades,
// four book deltas, the venue's forming candle. Prints memory and processor time by the way; the figures to show are
// less than 1 GB and less than one core. Arguments: symbols (1000), seconds (90), minutes of past (1500).

#include <atomic>
#include <cstdio>
#include <string>
#include <vector>

#include "app/engine_setup.hpp"
#include "core/rng.hpp"
#include "load/river.hpp"
#include "ops/config.hpp"
#include "ops/process_stats.hpp"

namespace tidemark::load {
namespace {

struct Options {
  std::uint32_t symbols{1000};
  int seconds{90};
  int past_minutes{1500};
};

constexpr std::int64_t kMessagesPerSecond = 10;

/// The past, then ten messages a second of every symbol, evenly spread.
class Crowd final : public app::Feed {
 public:
  Crowd(const Options& options, core::Timestamp now)
      : options_{options}, begin_{core::open_time_of(now, core::Timeframe::k1m)} {
    for (std::uint32_t i = 0; i < options.symbols; ++i) {
      core::Instrument made;
      made.venue = "sim";
      made.symbol = "SYM" + std::to_string(i) + "USDT";
      made.scale = {2, 5};
      table_.add(made);
    }
    state_.resize(options.symbols);
  }

  core::Result<std::optional<core::Timestamp>> deliver(core::Timestamp now, const app::FeedSink& sink) override {
    if (!announced_) announce(sink);
    if (past_ < options_.past_minutes) {
      deliver_past(now, sink);
      live_from_ = now;
      return std::optional{now};
    }
    const std::int64_t per_second = kMessagesPerSecond * options_.symbols;
    const std::int64_t due = (now - live_from_).ns / (1'000'000'000 / per_second);
    for (; told_ < due; ++told_) message(told_, now, sink);
    return std::optional{now + core::milliseconds(1)};
  }
  [[nodiscard]] const core::InstrumentTable& instruments() const override { return table_; }
  [[nodiscard]] std::string summary() const override { return "the crowd is done"; }
  [[nodiscard]] bool live() const { return past_ >= options_.past_minutes; }
  [[nodiscard]] std::int64_t messages() const { return told_; }

 private:
  struct State {
    std::int64_t price{100'000};
    std::uint64_t trade{0};
    std::uint64_t update{1};
  };

  void announce(const app::FeedSink& sink) {
    announced_ = true;
    for (const core::Instrument& instrument : table_.all()) send(instrument, sink);
    for (const core::Instrument& instrument : table_.all()) {
      send(core::Event{core::FeedStatus{instrument.id, {begin_, begin_}, core::FeedState::kLive}}, sink);
    }
  }

  void deliver_past(core::Timestamp now, const app::FeedSink& sink) {
    const core::Timestamp open = begin_ - core::minutes(options_.past_minutes - past_);
    for (std::uint32_t i = 0; i < options_.symbols; ++i) {
      core::VenueCandle candle;
      candle.instrument = {i};
      candle.times = {open + core::minutes(1), now};
      candle.candle = candle_at(open, state_[i]);
      send(core::Event{candle}, sink);
    }
    ++past_;
  }

  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(rng_.below(static_cast<std::uint64_t>(high - low + 1)));
  }

  core::Candle candle_at(core::Timestamp open, State& state) {
    state.price += between(-20, 20);
    core::Candle c;
    c.open_time = open;
    c.open = c.close = {state.price};
    c.high = {state.price + 15};
    c.low = {state.price - 15};
    c.volume = {between(1, 1'000'000)};
    return c;
  }

  void message(std::int64_t number, core::Timestamp now, const app::FeedSink& sink) {
    const auto i = static_cast<std::uint32_t>(number % options_.symbols);
    const std::int64_t turn = number / options_.symbols % kMessagesPerSecond;
    State& state = state_[i];
    if (turn == 0) {
      core::VenueCandle candle;
      candle.instrument = {i};
      candle.times = {now, now};
      candle.state = core::CandleState::kForming;
      candle.candle = candle_at(core::open_time_of(now, core::Timeframe::k1m), state);
      send(core::Event{candle}, sink);
    } else if (turn < 6) {
      ++state.trade;
      send(core::Event{core::Trade{{i}, {now, now}, {state.price}, {1000}, core::Side::kBuy, state.trade, state.trade}},
           sink);
    } else if (state.update == 1) {
      core::BookSnapshot book;
      book.instrument = {i};
      book.times = {now, now};
      book.last_update_id = state.update++;
      for (std::int64_t level = 1; level <= 500; ++level) {
        book.bids.push_back({{state.price - level}, {1000}});
        book.asks.push_back({{state.price + level}, {1000}});
      }
      send(core::Event{std::move(book)}, sink);
    } else {
      core::BookDelta delta;
      delta.instrument = {i};
      delta.times = {now, now};
      delta.first_update_id = delta.last_update_id = state.update++;
      for (int level = 0; level < 5; ++level) {
        delta.bids.push_back({{90'000 - between(1, 200)}, {between(1, 5000)}});
        delta.asks.push_back({{110'000 + between(1, 200)}, {between(1, 5000)}});
      }
      send(core::Event{std::move(delta)}, sink);
    }
  }

  static void send(app::FeedItem item, const app::FeedSink& sink) { sink(item); }

  Options options_;
  core::Timestamp begin_;
  core::Timestamp live_from_;
  core::InstrumentTable table_;
  core::Rng rng_{7};
  std::vector<State> state_;
  bool announced_{false};
  std::atomic<int> past_{0};
  std::atomic<std::int64_t> told_{0};
};

void report(const char* when) {
  const ops::ProcessStats stats = ops::read_process_stats();
  constexpr double kMb = 1e6;
  std::printf("%s memory %.0f MB, at most %.0f MB\n", when, static_cast<double>(stats.rss_bytes) / kMb,
              static_cast<double>(stats.rss_peak_bytes) / kMb);
  std::fflush(stdout);
}

void run(const Options& options) {
  Crowd crowd{options, ops::SystemClock{}.now()};
  River river{crowd, app::engine_config_of(ops::Config{}).value(), "symbols-soak"};
  river.start();
  while (!crowd.live() || river.waiting() > 100) pause_until(now_ns() + 200'000'000);
  report("with its past:");
  for (int second = 10; second <= options.seconds; second += 10) {
    const core::Duration cpu = ops::read_process_stats().cpu;
    const std::int64_t messages = crowd.messages();
    pause_until(now_ns() + 10'000'000'000);
    std::printf("%4d s: %.0f messages/s, %.0f %% of a core; ", second,
                static_cast<double>(crowd.messages() - messages) / 10,
                static_cast<double>((ops::read_process_stats().cpu - cpu).ns) / 1e9 / 10 * 100);
    report("");
  }
}

}  // namespace
}  // namespace tidemark::load

int main(int argc, char** argv) {
  tidemark::load::Options options;
  if (argc > 1) options.symbols = static_cast<std::uint32_t>(std::atoi(argv[1]));
  if (argc > 2) options.seconds = std::atoi(argv[2]);
  if (argc > 3) options.past_minutes = std::atoi(argv[3]);
  tidemark::load::run(options);
}
