#include "bus/queue_registry.hpp"

#include <atomic>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

namespace tidemark::bus {
namespace {

QueueRegistry::Probe named(std::string name) {
  return [name = std::move(name)] { return QueueStats{.name = name}; };
}

std::vector<std::string> names(const QueueRegistry& registry) {
  std::vector<std::string> all;
  for (const QueueStats& queue : registry.list()) all.push_back(queue.name);
  return all;
}

using Names = std::vector<std::string>;

TEST(QueueRegistry, lists_the_queues_that_live_in_order_of_registration) {
  QueueRegistry registry;
  EXPECT_TRUE(registry.list().empty());
  const auto b = registry.add(named("b"));
  {
    const auto a = registry.add(named("a"));
    EXPECT_EQ(names(registry), (Names{"b", "a"}));
  }
  EXPECT_EQ(names(registry), (Names{"b"}));
}

TEST(QueueRegistry, a_moved_registration_is_still_one) {
  QueueRegistry registry;
  std::optional<QueueRegistry::Registration> kept;
  {
    auto first = registry.add(named("a"));
    kept.emplace(std::move(first));
  }
  EXPECT_EQ(names(registry), (Names{"a"}));
  kept.reset();
  EXPECT_TRUE(registry.list().empty());
}

TEST(QueueRegistry, asks_the_queue_each_time) {
  QueueRegistry registry;
  std::uint64_t depth = 1;
  const auto queue = registry.add([&] { return QueueStats{.depth = depth}; });
  EXPECT_EQ(registry.list().front().depth, 1U);
  depth = 2;
  EXPECT_EQ(registry.list().front().depth, 2U);
}

// A probe reads what its queue owns: once the registration is gone it must not be called again.
TEST(QueueRegistry, no_probe_runs_after_its_registration_ended) {
  QueueRegistry registry;
  std::atomic<bool> done{false};
  std::atomic<bool> called_late{false};
  std::jthread reader{[&] {
    while (!done) (void)registry.list();
  }};
  for (int round = 0; round < 200; ++round) {
    std::atomic<bool> ended{false};
    {
      const auto queue = registry.add([&] {
        if (ended) called_late = true;
        return QueueStats{};
      });
      (void)registry.list();
    }
    ended = true;
  }
  done = true;
  reader.join();
  EXPECT_FALSE(called_late);
}

}  // namespace
}  // namespace tidemark::bus
