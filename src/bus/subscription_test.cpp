#include <map>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "bus/coalescing_subscription.hpp"
#include "bus/dropping_subscription.hpp"
#include "bus/ring_subscription.hpp"

namespace tidemark::bus {
namespace {

struct Keyed {
  int key{0};
  int value{0};

  bool operator==(const Keyed&) const = default;
};

constexpr auto kKeyOf = [](const Keyed& k) { return k.key; };
using Coalescing = CoalescingSubscription<Keyed, decltype(kKeyOf)>;
const QueueLabel kLabel{"test", "nobody"};
constexpr core::Duration kForever = core::minutes(1);

TEST(RingSubscription, drops_and_counts_the_newest_when_told_to) {
  Parker consumer;
  RingSubscription<int> queue{kLabel, 2, OverflowPolicy::kDropNewest, consumer};
  EXPECT_EQ(queue.push(1), PushResult::kPushed);
  EXPECT_EQ(queue.push(2), PushResult::kPushed);
  EXPECT_EQ(queue.push(3), PushResult::kDropped);
  const QueueStats stats = queue.stats();
  EXPECT_EQ(stats.depth, 2U);
  EXPECT_EQ(stats.pushed, 2U);
  EXPECT_EQ(stats.dropped, 1U);
  EXPECT_EQ(stats.full, 1U);
  EXPECT_EQ(stats.high_water, 2U);
  int out = 0;
  EXPECT_TRUE(queue.pop(out));
  EXPECT_EQ(out, 1);
}

TEST(RingSubscription, refuses_after_close_but_gives_out_what_it_has) {
  Parker consumer;
  RingSubscription<int> queue{kLabel, 4, OverflowPolicy::kBlock, consumer};
  queue.push(1);
  queue.close();
  EXPECT_EQ(queue.push(2), PushResult::kClosed);
  int out = 0;
  EXPECT_TRUE(queue.pop(out));
  EXPECT_EQ(out, 1);
  EXPECT_FALSE(queue.pop(out));
}

TEST(RingSubscription, closing_frees_a_blocked_producer) {
  Parker consumer;
  RingSubscription<int> queue{kLabel, 2, OverflowPolicy::kBlock, consumer};
  queue.push(1);
  queue.push(2);
  PushResult result = PushResult::kPushed;
  std::thread producer{[&] { result = queue.push(3); }};
  // Wait for the producer to meet the full queue.
  EXPECT_TRUE(consumer.wait([&] { return queue.stats().full > 0; }, kForever));
  queue.close();
  producer.join();
  EXPECT_EQ(result, PushResult::kClosed);
}

TEST(RingSubscription, a_blocking_queue_loses_nothing_however_slow_the_consumer) {
  constexpr std::uint64_t kCount = 100'000;
  for (const std::size_t capacity : {2U, 32U, 1024U}) {
    Parker parker;
    RingSubscription<std::uint64_t> queue{kLabel, capacity, OverflowPolicy::kBlock, parker};
    std::thread producer{[&] {
      for (std::uint64_t i = 1; i <= kCount; ++i) queue.push(i);
      queue.close();
    }};
    std::uint64_t expected = 1;
    bool ok = true;
    for (;;) {
      std::uint64_t got = 0;
      if (queue.pop(got)) {
        ok = ok && got == expected++;
        continue;
      }
      if (queue.closed() && queue.empty()) break;
      ok = ok && parker.wait([&] { return !queue.empty() || queue.closed(); }, kForever);
    }
    producer.join();
    EXPECT_TRUE(ok);
    EXPECT_EQ(expected, kCount + 1);
    EXPECT_EQ(queue.stats().popped, kCount);
    EXPECT_EQ(queue.stats().dropped, 0U);
  }
}

TEST(DroppingSubscription, keeps_the_newest) {
  Parker consumer;
  DroppingSubscription<int> queue{kLabel, 3, consumer};
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(queue.push(i), i <= 3 ? PushResult::kPushed : PushResult::kDropped);
  int out = 0;
  for (const int expected : {3, 4, 5}) {
    EXPECT_TRUE(queue.pop(out));
    EXPECT_EQ(out, expected);
  }
  EXPECT_FALSE(queue.pop(out));
  const QueueStats stats = queue.stats();
  EXPECT_EQ(stats.pushed, 5U);
  EXPECT_EQ(stats.dropped, 2U);
  EXPECT_EQ(stats.popped, 3U);
  EXPECT_EQ(stats.high_water, 3U);
}

TEST(DroppingSubscription, what_arrives_between_two_threads_is_in_order_and_accounted_for) {
  constexpr std::uint64_t kCount = 100'000;
  Parker parker;
  DroppingSubscription<std::uint64_t> queue{kLabel, 16, parker};
  std::thread producer{[&] {
    for (std::uint64_t i = 1; i <= kCount; ++i) queue.push(i);
    queue.close();
  }};
  std::uint64_t last = 0;
  std::uint64_t received = 0;
  bool ok = true;
  for (;;) {
    std::uint64_t got = 0;
    if (queue.pop(got)) {
      ok = ok && got > last;
      last = got;
      ++received;
      continue;
    }
    if (queue.closed() && queue.empty()) break;
    ok = ok && parker.wait([&] { return !queue.empty() || queue.closed(); }, kForever);
  }
  producer.join();
  EXPECT_TRUE(ok);
  EXPECT_EQ(last, kCount);  // the newest always gets through
  EXPECT_EQ(received + queue.stats().dropped, kCount);
}

TEST(CoalescingSubscription, the_newest_of_a_key_takes_the_place_of_the_pending_one) {
  Parker consumer;
  Coalescing queue{kLabel, 4, kKeyOf, consumer};
  EXPECT_EQ(queue.push({1, 10}), PushResult::kPushed);
  EXPECT_EQ(queue.push({2, 20}), PushResult::kPushed);
  EXPECT_EQ(queue.push({1, 11}), PushResult::kCoalesced);
  Keyed out;
  EXPECT_TRUE(queue.pop(out));
  EXPECT_EQ(out, (Keyed{1, 11}));
  EXPECT_EQ(queue.push({1, 12}), PushResult::kPushed);  // no longer pending: a place of its own
  EXPECT_TRUE(queue.pop(out));
  EXPECT_EQ(out, (Keyed{2, 20}));
  EXPECT_TRUE(queue.pop(out));
  EXPECT_EQ(out, (Keyed{1, 12}));
  EXPECT_EQ(queue.stats().coalesced, 1U);
}

TEST(CoalescingSubscription, more_keys_than_room_drop_the_oldest_pending) {
  Parker consumer;
  Coalescing queue{kLabel, 2, kKeyOf, consumer};
  queue.push({1, 1});
  queue.push({2, 2});
  EXPECT_EQ(queue.push({3, 3}), PushResult::kDropped);
  EXPECT_EQ(queue.push({1, 4}), PushResult::kDropped);  // key 1 went, so this is new and drops key 2
  Keyed out;
  EXPECT_TRUE(queue.pop(out));
  EXPECT_EQ(out, (Keyed{3, 3}));
  EXPECT_TRUE(queue.pop(out));
  EXPECT_EQ(out, (Keyed{1, 4}));
  EXPECT_EQ(queue.stats().dropped, 2U);
}

TEST(CoalescingSubscription, after_a_drain_the_consumer_knows_the_last_value_of_every_key) {
  const bool holds = rc::check([](const std::vector<std::pair<std::uint8_t, bool>>& steps) {
    Parker consumer;
    Coalescing queue{kLabel, 8, kKeyOf, consumer};
    std::map<int, int> sent;
    std::map<int, int> seen;
    int value = 0;
    Keyed out;
    for (const auto& [key, pop] : steps) {
      queue.push({key % 8, ++value});
      sent[key % 8] = value;
      if (pop && queue.pop(out)) seen[out.key] = out.value;
    }
    while (queue.pop(out)) seen[out.key] = out.value;
    RC_ASSERT(seen == sent);
    const QueueStats stats = queue.stats();
    RC_ASSERT(stats.dropped == 0);
    RC_ASSERT(stats.pushed + stats.coalesced == steps.size());
    RC_ASSERT(stats.popped == stats.pushed);
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace tidemark::bus
