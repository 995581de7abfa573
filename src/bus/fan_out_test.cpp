#include "bus/fan_out.hpp"

#include <thread>

#include <gtest/gtest.h>

#include "bus/coalescing_subscription.hpp"
#include "bus/dropping_subscription.hpp"
#include "bus/queue_registry.hpp"
#include "bus/ring_subscription.hpp"

namespace tidemark::bus {
namespace {

TEST(FanOut, every_subscriber_gets_what_it_wants_under_its_own_policy) {
  Parker parker;
  FanOut<int> topic;
  auto& all =
      topic.add(std::make_unique<RingSubscription<int>>(QueueLabel{"t", "all"}, 8, OverflowPolicy::kBlock, parker));
  auto& even = topic.add(std::make_unique<DroppingSubscription<int>>(QueueLabel{"t", "even"}, 2, parker),
                         [](const int& v) { return v % 2 == 0; });
  const auto one_key = [](const int&) { return 0; };
  auto& latest = topic.add(
      std::make_unique<CoalescingSubscription<int, decltype(one_key)>>(QueueLabel{"t", "latest"}, 1, one_key, parker));
  for (int i = 1; i <= 4; ++i) EXPECT_TRUE(topic.publish(i));
  EXPECT_TRUE(topic.publish(5));
  EXPECT_FALSE(topic.publish(6));  // a third even number does not fit two places
  int out = 0;
  for (int i = 1; i <= 6; ++i) {
    EXPECT_TRUE(all.pop(out));
    EXPECT_EQ(out, i);
  }
  EXPECT_TRUE(even.pop(out));
  EXPECT_EQ(out, 4);
  EXPECT_TRUE(latest.pop(out));
  EXPECT_EQ(out, 6);
  EXPECT_FALSE(latest.pop(out));
  EXPECT_EQ(topic.stats()[1].dropped, 1U);
}

TEST(FanOut, three_consumers_on_their_own_threads_see_one_order) {
  constexpr std::uint64_t kCount = 50'000;
  FanOut<std::uint64_t> topic;
  std::array<Parker, 3> parkers;
  std::array<Subscription<std::uint64_t>*, 3> queues{};
  for (std::size_t i = 0; i < 3; ++i) {
    queues[i] = &topic.add(std::make_unique<RingSubscription<std::uint64_t>>(
        QueueLabel{"t", std::to_string(i)}, std::size_t{64} << i, OverflowPolicy::kBlock, parkers[i]));
  }
  std::array<std::uint64_t, 3> sums{};
  std::vector<std::thread> consumers;
  for (std::size_t i = 0; i < 3; ++i) {
    consumers.emplace_back([&, i] {
      std::uint64_t last = 0;
      std::uint64_t got = 0;
      for (;;) {
        if (queues[i]->pop(got)) {
          if (got == last + 1) sums[i] += got;
          last = got;
        } else if (queues[i]->closed() && queues[i]->empty()) {
          return;
        } else {
          parkers[i].wait([&] { return !queues[i]->empty() || queues[i]->closed(); }, core::minutes(1));
        }
      }
    });
  }
  for (std::uint64_t i = 1; i <= kCount; ++i) topic.publish(i);
  topic.close();
  for (std::thread& t : consumers) t.join();
  for (const std::uint64_t sum : sums) EXPECT_EQ(sum, kCount * (kCount + 1) / 2);
}

TEST(QueueRegistry, lists_the_queues_that_live) {
  Parker parker;
  QueueRegistry registry;
  RingSubscription<int> ring{{"engine.0", "storage"}, 4, OverflowPolicy::kBlock, parker};
  const auto first = registry.add(ring);
  {
    DroppingSubscription<int> dropping{{"engine.0", "log"}, 3, parker};
    const auto second = registry.add(dropping);
    ring.push(1);
    const auto all = registry.list();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].owner, "storage");
    EXPECT_EQ(all[0].depth, 1U);
    EXPECT_EQ(all[0].policy, OverflowPolicy::kBlock);
    EXPECT_EQ(all[1].owner, "log");
    EXPECT_EQ(all[1].capacity, 3U);
  }
  EXPECT_EQ(registry.list().size(), 1U);
  auto moved = QueueRegistry::Registration{registry.add(ring)};
  EXPECT_EQ(registry.list().size(), 2U);
}

TEST(OverflowPolicy, has_names_for_people) {
  EXPECT_EQ(name_of(OverflowPolicy::kBlock), "block");
  EXPECT_EQ(name_of(OverflowPolicy::kCoalesceLatest), "coalesce_latest");
}

}  // namespace
}  // namespace tidemark::bus
