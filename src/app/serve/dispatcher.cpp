#include "app/serve/dispatcher.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tidemark::app {
namespace {

constexpr std::size_t kBatch = 2048;

core::Timestamp known_at(const engine::Output& output) {
  if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) return candle->known_at;
  return {};
}

}  // namespace

Dispatcher::Dispatcher(Dependencies dependencies, std::string source)
    : on_{std::move(dependencies)},
      store_{{on_.writer, on_.clock, on_.commit_interval, on_.commit_rows, on_.backlog_rows}, std::move(source)},
      began_{on_.clock.now()},
      outputs_{on_.metrics.counter("tidemark_outputs_total", "Outputs of the engine passed on")},
      input_depth_{on_.metrics.gauge("tidemark_queue_depth", "Items waiting in a queue", {{"queue", "feed"}})},
      output_depth_{on_.metrics.gauge("tidemark_queue_depth", "Items waiting in a queue", {{"queue", "outputs"}})},
      events_{on_.metrics.gauge("tidemark_events", "Events the engine has processed since start")},
      latency_{on_.metrics.latency("tidemark_received_to_published_seconds",
                                   "From an event's receipt to its candle being handed to the API")} {}

void Dispatcher::put_instrument(const core::Instrument& instrument) {
  const std::lock_guard lock{arrivals_mutex_};
  arrivals_.push_back(instrument);
  arrived_.store(true, std::memory_order_release);
}

void Dispatcher::put_outputs(std::vector<engine::Output> outputs) {
  {
    const std::lock_guard lock{arrivals_mutex_};
    std::ranges::move(outputs, std::back_inserter(arrived_outputs_));
    arrived_.store(true, std::memory_order_release);
  }
  parker_.notify();
}

void Dispatcher::take_arrivals() {
  if (!arrived_.load(std::memory_order_acquire)) return;
  std::vector<core::Instrument> arrivals;
  std::vector<engine::Output> outputs;
  {
    const std::lock_guard lock{arrivals_mutex_};
    arrivals.swap(arrivals_);
    outputs.swap(arrived_outputs_);
    arrived_.store(false, std::memory_order_relaxed);
  }
  for (const core::Instrument& instrument : arrivals) {
    on_.api.put_instrument(instrument);
    store_.feed().put_instrument(instrument);
    if (on_.trading != nullptr) on_.trading->put_instrument(instrument);
  }
  for (const engine::Output& output : outputs) pass_on(output);
}

std::size_t Dispatcher::drain(Shard& shard) {
  std::size_t done = 0;
  for (; done < kBatch; ++done) {
    ShardOutput* item = shard.output().peek();
    if (item == nullptr) break;
    // An instrument is announced before its first event enters a ring, so it is here before its first output is.
    take_arrivals();
    if (auto* state = std::get_if<EngineState>(item)) {
      store_.feed().add(std::move(*state));
    } else if (auto* depth = std::get_if<SharedDepth>(item)) {
      if (on_.trading != nullptr) on_.trading->offer(std::move(*depth));
    } else {
      pass_on(std::get<engine::Output>(*item));
    }
    shard.output().release();
  }
  outputs_.add(done);
  return done;
}

void Dispatcher::pass_on(const engine::Output& output) {
  // Only what is received while we run has a latency: a played file and the generated past are of another time.
  if (const core::Timestamp known = known_at(output); known >= began_) latency_.record((on_.clock.now() - known).ns);
  on_.api.publish(output);
  if (const auto* found = std::get_if<engine::FindingOutput>(&output);
      found != nullptr && found->finding.code == core::FindingCode::kCrossedBook && on_.on_book_thrown_away) {
    on_.on_book_thrown_away(found->finding.instrument);
  }
  store_.feed().add(output);
  if (on_.alerts != nullptr) on_.alerts->offer(output);
  if (on_.trading != nullptr) on_.trading->offer(output);
}

void Dispatcher::publish_queues() {
  std::size_t input = 0;
  std::size_t output = 0;
  std::uint64_t events = 0;
  for (Shard* shard : shards_) {
    input += shard->input().depth();
    output += shard->output().depth();
    events += shard->events();
  }
  input_depth_.set(static_cast<double>(input));
  output_depth_.set(static_cast<double>(output));
  events_.set(static_cast<double>(events));
}

void Dispatcher::run(const std::stop_token& stop) {
  const auto ready = [&] {
    return stop.stop_requested() || arrived_.load(std::memory_order_acquire) ||
           std::ranges::any_of(shards_, [](Shard* s) { return !s->output().empty(); });
  };
  while (true) {
    std::size_t done = 0;
    take_arrivals();
    for (Shard* shard : shards_) done += drain(*shard);
    store_.hand_over();
    if (const core::Duration now = on_.clock.monotonic(); now - told_at_ >= on_.commit_interval) {
      told_at_ = now;
      publish_queues();
    }
    if (done != 0) continue;
    if (stop.stop_requested()) break;
    parker_.wait(ready, on_.commit_interval);
  }
  take_arrivals();
  outcome_ = store_.finish();
  publish_queues();
}

}  // namespace tidemark::app
