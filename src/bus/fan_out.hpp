#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "bus/subscription.hpp"

namespace tidemark::bus {

/// A topic: one producer thread, several consumers at their own pace, each behind its own bounded queue with its own
/// policy. A blocking subscriber holds up the producer, and so the others, when its queue is full: choose it only where
/// loss is worse than delay. Subscribers are added before the producer starts, or by the producer's thread.
template <class T>
class FanOut {
 public:
  using Filter = std::function<bool(const T&)>;

  /// Takes the subscription; the reference stays valid as long as the fan-out. Without a filter all elements go in.
  template <class S>
  S& add(std::unique_ptr<S> subscription, Filter wants = {}) {
    S& reference = *subscription;
    entries_.push_back({std::move(subscription), std::move(wants)});
    return reference;
  }

  /// The producer. True when every queue that wanted it took it without loss.
  bool publish(const T& value) {
    bool complete = true;
    for (Entry& entry : entries_) {
      if (entry.wants && !entry.wants(value)) continue;
      const PushResult result = entry.queue->push(value);
      complete = complete && (result == PushResult::kPushed || result == PushResult::kCoalesced);
    }
    return complete;
  }

  /// Any thread: closes all queues; consumers drain what they have.
  void close() {
    for (Entry& entry : entries_) entry.queue->close();
  }

  [[nodiscard]] std::vector<QueueStats> stats() const {
    std::vector<QueueStats> all;
    for (const Entry& entry : entries_) all.push_back(entry.queue->stats());
    return all;
  }

 private:
  struct Entry {
    std::unique_ptr<Subscription<T>> queue;
    Filter wants;
  };
  std::vector<Entry> entries_;
};

}  // namespace tidemark::bus
