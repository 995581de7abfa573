#include "app/serve/shard.hpp"

#include <chrono>
#include <thread>
#include <utility>

namespace tidemark::app {
namespace {

// Together about 25 MB a shard, a quarter of what all rings may take: several seconds of a busy market.
constexpr std::size_t kInputItems = 32'768;
constexpr std::size_t kOutputItems = 65'536;
constexpr std::size_t kBatch = 1024;
constexpr core::Duration kNap = core::milliseconds(200);
constexpr std::chrono::microseconds kBackPressurePause{50};

}  // namespace

Shard::Shard(const engine::EngineConfig& config, Hashing hashing, bus::Parker& downstream)
    : engine_{table_, config}, input_{kInputItems}, output_{kOutputItems}, downstream_{downstream}, hashing_{hashing} {}

void Shard::run(const std::stop_token& stop) {
  const auto ready = [&] { return !input_.empty() || stop.stop_requested(); };
  while (true) {
    if (do_work() != 0) continue;
    if (stop.stop_requested()) return;
    parker_.wait(ready, kNap);
  }
}

std::size_t Shard::do_work() {
  std::size_t done = 0;
  for (; done < kBatch; ++done) {
    FeedItem* item = input_.peek();
    if (item == nullptr) break;
    process(*item);
    input_.release();
  }
  if (done != 0) downstream_.notify();
  return done;
}

void Shard::process(FeedItem& item) {
  if (const auto* instrument = std::get_if<core::Instrument>(&item)) {
    apply(table_, *instrument);
    return;
  }
  outputs_.clear();
  engine_.process(std::get<core::Event>(item), outputs_);
  events_.fetch_add(1, std::memory_order_relaxed);
  pass_on();
}

void Shard::pass_on() {
  for (const engine::Output& output : outputs_) {
    if (hashing_ == Hashing::kOn) hash_.add(output);
    engine::Output* slot = output_.try_claim();
    while (slot == nullptr) {
      downstream_.notify();
      std::this_thread::sleep_for(kBackPressurePause);
      slot = output_.try_claim();
    }
    *slot = output;
    output_.publish();
  }
}

}  // namespace tidemark::app
