#include "app/serve/feed_runner.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace tidemark::app {
namespace {

constexpr std::chrono::microseconds kBackPressurePause{50};
constexpr core::Duration kLongestNap = core::milliseconds(500);

}  // namespace

void FeedRunner::run(const std::stop_token& stop) {
  const FeedSink sink = [&](FeedItem& item) {
    if (!stop.stop_requested()) hand_over(item);
  };
  while (!stop.stop_requested()) {
    const core::Timestamp now = on_.clock.now();
    const std::uint64_t before = handed_over_;
    const auto next = on_.feed.deliver(now, sink);
    for (Shard* shard : on_.shards) shard->parker().notify();
    if (handed_over_ != before) last_event_ = now.ns;
    events_ = handed_over_;
    if (!next) return fail(next.error());
    if (!*next) {
      on_.logger.info(on_.feed.summary());
      break;
    }
    const core::Duration wait = std::min(**next - on_.clock.now(), kLongestNap);
    if (wait.ns <= 0) continue;
    on_.feed.wait(wait, stop, sink);
    for (Shard* shard : on_.shards) shard->parker().notify();
  }
  ended_ = true;
  on_.feed.finish(on_.clock.now(), [&](FeedItem& item) { hand_over(item); });
  if (on_.recorder != nullptr && !recording_failed_) {
    if (auto status = on_.recorder->sync(); !status) fail(status.error());
  }
}

void FeedRunner::hand_over(FeedItem& item) {
  record(item);
  ++handed_over_;
  if (const auto* instrument = std::get_if<core::Instrument>(&item)) {
    ++instruments_;
    on_.on_instrument(*instrument);
  } else if (const auto* state = std::get_if<EngineState>(&item)) {
    push(*on_.shards[shard_of(state->instrument, on_.shards.size())], item);
    return;
  } else if (const auto shard = shard_of(std::get<core::Event>(item), on_.shards.size())) {
    push(*on_.shards[*shard], item);
    return;
  }
  for (Shard* shard : on_.shards) {
    FeedItem copy = item;
    push(*shard, copy);
  }
}

api::FeedLink FeedRunner::link(const std::string& kind, core::Timestamp since) const {
  api::FeedLink link{.venue = kind, .stream = "all", .since = since};
  link.state = ended_ ? core::FeedState::kClosed : core::FeedState::kLive;
  link.symbols = instruments_;
  link.messages = events_;
  if (const std::int64_t last = last_event_; last != 0) link.last_message_at = core::Timestamp{last};
  return link;
}

void FeedRunner::push(Shard& shard, FeedItem& item) {
  FeedItem* slot = shard.input().try_claim();
  while (slot == nullptr) {
    // Waits even when stopping: what is recorded must also be processed, and the shards outlive this thread.
    shard.parker().notify();
    std::this_thread::sleep_for(kBackPressurePause);
    slot = shard.input().try_claim();
  }
  std::swap(*slot, item);  // the slot's old vectors come back with their capacity
  shard.input().publish();
}

void FeedRunner::record(const FeedItem& item) {
  if (on_.recorder == nullptr || recording_failed_) return;
  if (auto status = on_.recorder->put(item); !status) {
    recording_failed_ = true;
    fail(status.error());
  }
}

void FeedRunner::fail(const core::Error& error) {
  on_.logger.error(error.text(), {{"part", std::string_view{"feed"}}});
  on_.on_failure(error);
}

}  // namespace tidemark::app
