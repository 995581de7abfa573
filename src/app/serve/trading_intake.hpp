#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <variant>

#include "app/serve/shard.hpp"
#include "bus/queue_registry.hpp"
#include "bus/spsc_ring.hpp"
#include "core/clock.hpp"
#include "core/time.hpp"

namespace tidemark::app {

/// Here events of the market are missing.
struct MarketGap {};
using TradingItem = std::variant<engine::Output, SharedDepth, MarketGap>;

/// The market's events on their way to the account that trades: a ring from the dispatch thread to the trading thread,
/// and what is to be done when it is full. Charts and signals never wait for trading for long: from some moment on
/// events are missed, in one long gap rather than in many. What came before its end is let go by the account, too,
/// which goes on with the market as it is then.
class TradingIntake {
 public:
  struct Policy {
    bus::OverflowPolicy when_full{bus::OverflowPolicy::kBlock};  ///< kRefuse: events are missed
    /// How long the market waits for a busy account at most, from the ring being full until it is half empty.
    core::Duration patience{core::seconds(1)};
  };
  TradingIntake(Policy policy, const core::Clock& clock);

  // The dispatch thread.
  enum class Taken : std::uint8_t {
    kYes,
    kMissed,
    kFirstMissed,  ///< a gap begins
  };
  /// `wake` is called while it waits for room.
  template <class Wake>
  Taken push(TradingItem item, const Wake& wake);

  // The trading thread.
  [[nodiscard]] TradingItem* peek() { return ring_.peek(); }
  void release() { ring_.release(); }
  [[nodiscard]] bool empty() const { return ring_.empty(); }
  /// What is taken now came before events that are missing, and is of the past.
  [[nodiscard]] bool is_stale() const { return gaps_over_ != gaps_begun_.load(std::memory_order_acquire); }
  /// A MarketGap was taken. True: from here on everything comes again.
  bool end_gap();
  /// The store holds the account up: it takes nothing, and nobody waits for it.
  void set_held(bool held) { held_.store(held, std::memory_order_relaxed); }

  // Any thread.
  [[nodiscard]] bool is_held() const { return held_.load(std::memory_order_relaxed); }
  /// Since when events are missing that the account has not gone past.
  [[nodiscard]] std::optional<core::Timestamp> stale_since() const;
  /// From now on nobody waits for room, so that who gives events can end.
  void let_go() { letting_go_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool is_let_go() const { return letting_go_.load(std::memory_order_relaxed); }
  [[nodiscard]] bus::QueueStats stats() const;

 private:
  /// nullptr: there is no room.
  [[nodiscard]] TradingItem* claim();
  /// Nobody may wait for room any longer.
  [[nodiscard]] bool gives_up() const;
  void pause() const;
  [[nodiscard]] Taken miss();

  Policy policy_;
  const core::Clock& clock_;
  bus::SpscRing<TradingItem> ring_;

  // The dispatch thread's own.
  bool missing_{false};                       ///< what comes is missed
  std::optional<core::Duration> full_since_;  ///< no room, and the ring was not half empty since; monotonic

  std::uint64_t gaps_over_{0};  ///< the trading thread's own
  std::atomic<std::uint64_t> gaps_begun_{0};
  std::atomic<std::uint64_t> waits_{0};
  std::atomic<std::uint64_t> missed_{0};
  std::atomic<bool> held_{false};
  std::atomic<bool> letting_go_{false};
  mutable std::mutex mutex_;
  std::optional<core::Timestamp> stale_since_;  ///< guarded by mutex_
};

template <class Wake>
TradingIntake::Taken TradingIntake::push(TradingItem item, const Wake& wake) {
  TradingItem* slot = claim();
  while (slot == nullptr && !missing_ && !gives_up()) {
    wake();
    pause();
    slot = ring_.try_claim();
  }
  if (slot == nullptr) return miss();
  *slot = std::move(item);
  ring_.publish();
  wake();
  return Taken::kYes;
}

}  // namespace tidemark::app
