#include "app/serve/trading_intake.hpp"

#include <chrono>
#include <thread>
#include <utility>

namespace tidemark::app {
namespace {

constexpr std::size_t kItems = 16'384;
constexpr std::chrono::microseconds kBackPressurePause{50};

}  // namespace

TradingIntake::TradingIntake(Policy policy, const core::Clock& clock) : policy_{policy}, clock_{clock}, ring_{kItems} {}

TradingItem* TradingIntake::claim() {
  if (missing_) {
    // One long gap rather than many: the market goes on when half of what waits is done.
    if (ring_.depth() > ring_.capacity() / 2) return nullptr;
    *ring_.try_claim() = MarketGap{};
    ring_.publish();
    missing_ = false;
  }
  TradingItem* slot = ring_.try_claim();
  if (slot != nullptr) {
    if (full_since_ && ring_.depth() <= ring_.capacity() / 2) full_since_.reset();
    return slot;
  }
  waits_.fetch_add(1, std::memory_order_relaxed);
  if (!full_since_) full_since_ = clock_.monotonic();
  return nullptr;
}

bool TradingIntake::gives_up() const {
  if (policy_.when_full != bus::OverflowPolicy::kRefuse || is_let_go()) return false;
  return is_held() || clock_.monotonic() - *full_since_ >= policy_.patience;
}

void TradingIntake::pause() const {
  std::this_thread::sleep_for(kBackPressurePause);
}

TradingIntake::Taken TradingIntake::miss() {
  missed_.fetch_add(1, std::memory_order_relaxed);
  if (std::exchange(missing_, true)) return Taken::kMissed;
  full_since_.reset();
  const std::lock_guard lock{mutex_};
  gaps_begun_.fetch_add(1, std::memory_order_release);
  stale_since_ = clock_.now();
  return Taken::kFirstMissed;
}

bool TradingIntake::end_gap() {
  const std::lock_guard lock{mutex_};
  if (++gaps_over_ != gaps_begun_.load(std::memory_order_relaxed)) return false;
  stale_since_.reset();
  return true;
}

std::optional<core::Timestamp> TradingIntake::stale_since() const {
  const std::lock_guard lock{mutex_};
  return stale_since_;
}

bus::QueueStats TradingIntake::stats() const {
  return {.name = "trading",
          .owner = "trading",
          .unit = "market events",
          .policy = policy_.when_full,
          .capacity = ring_.capacity(),
          .depth = ring_.depth(),
          .high_water = ring_.high_water(),
          .full = waits_.load(std::memory_order_relaxed),
          .lost = missed_.load(std::memory_order_relaxed),
          .coalesced = 0};
}

}  // namespace tidemark::app
