#include "bus/waker.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace tidemark::bus {
namespace {

constexpr core::Duration kForever = core::minutes(1);  // a lost wake-up fails the test instead of hanging it

class CountingWaker final : public Waker {
 public:
  int woken{0};

 private:
  void wake() noexcept override { ++woken; }
};

TEST(Waker, wakes_once_per_arming) {
  CountingWaker waker;
  waker.notify();
  EXPECT_EQ(waker.woken, 0);
  waker.arm();
  waker.notify();
  waker.notify();
  EXPECT_EQ(waker.woken, 1);
  waker.arm();
  waker.disarm();
  waker.notify();
  EXPECT_EQ(waker.woken, 1);
}

TEST(Parker, does_not_sleep_when_ready) {
  Parker parker;
  EXPECT_TRUE(parker.wait([] { return true; }, kForever));
}

TEST(Parker, gives_up_at_the_timeout) {
  Parker parker{{.spins = 0, .yields = 0}};
  EXPECT_FALSE(parker.wait([] { return false; }, core::milliseconds(1)));
}

// A wake-up that was on its way while its wait() ended otherwise must not end the next wait() before its time.
TEST(Parker, sleeps_on_after_a_wake_up_that_was_not_for_it) {
  Parker parker{{.spins = 0, .yields = 0}};
  std::atomic<bool> ready{false};
  std::atomic<int> looks{0};
  std::thread other{[&] {
    while (looks.load() < 2) parker.notify();  // wakes without anything being ready
    ready.store(true);
    parker.notify();
  }};
  EXPECT_TRUE(parker.wait(
      [&] {
        ++looks;
        return ready.load();
      },
      kForever));
  other.join();
}

// Every turn passes through a sleep of one side: a single lost wake-up would end in the timeout.
TEST(Parker, ping_pong_of_two_threads_loses_no_wake_up) {
  constexpr int kTurns = 20'000;
  for (const IdleStrategy idle : {IdleStrategy{.spins = 0, .yields = 0}, IdleStrategy{}}) {
    Parker ping{idle};
    Parker pong{idle};
    std::atomic<int> turn{0};
    bool other_ok = true;
    std::thread other{[&] {
      for (int i = 1; i < 2 * kTurns; i += 2) {
        other_ok = other_ok && pong.wait([&] { return turn.load(std::memory_order_acquire) == i; }, kForever);
        turn.store(i + 1, std::memory_order_release);
        ping.notify();
      }
    }};
    bool ok = true;
    for (int i = 0; i < 2 * kTurns; i += 2) {
      turn.store(i + 1, std::memory_order_release);
      pong.notify();
      ok = ok && ping.wait([&] { return turn.load(std::memory_order_acquire) == i + 2; }, kForever);
    }
    other.join();
    EXPECT_TRUE(ok);
    EXPECT_TRUE(other_ok);
  }
}

}  // namespace
}  // namespace tidemark::bus
