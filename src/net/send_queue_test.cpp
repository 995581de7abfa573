#include "net/send_queue.hpp"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::net {
namespace {

using testing::ElementsAre;

SendQueue::Push push(SendQueue& queue, std::string text) {
  auto owner = std::make_shared<std::string>(std::move(text));
  const std::string_view bytes = *owner;
  return queue.push(std::move(owner), bytes);
}

SendQueue::Push push_latest(SendQueue& queue, std::string text, std::uint64_t topic) {
  auto owner = std::make_shared<std::string>(std::move(text));
  const std::string_view bytes = *owner;
  return queue.push_latest(std::move(owner), bytes, topic);
}

std::vector<std::string> write(SendQueue& queue, std::size_t max) {
  std::vector<std::string> out;
  queue.begin_write(max, [&](std::string_view bytes) { out.emplace_back(bytes); });
  queue.end_write();
  return out;
}

TEST(SendQueue, GivesPiecesInOrder) {
  SendQueue queue{{10, 100}};
  push(queue, "a");
  push(queue, "b");
  push(queue, "c");
  EXPECT_EQ(queue.bytes(), 3U);
  EXPECT_THAT(write(queue, 2), ElementsAre("a", "b"));
  EXPECT_THAT(write(queue, 2), ElementsAre("c"));
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.bytes(), 0U);
}

TEST(SendQueue, IsFullByCountAndByBytes) {
  SendQueue queue{{2, 10}};
  EXPECT_EQ(push(queue, "a"), SendQueue::Push::kQueued);
  EXPECT_EQ(push(queue, "0123456789"), SendQueue::Push::kFull);
  EXPECT_EQ(push(queue, "b"), SendQueue::Push::kQueued);
  EXPECT_EQ(push(queue, "c"), SendQueue::Push::kFull);
  EXPECT_THAT(write(queue, 9), ElementsAre("a", "b"));
}

TEST(SendQueue, AnEmptyQueueTakesAPieceOfAnySize) {
  SendQueue queue{{2, 10}};
  EXPECT_EQ(push(queue, std::string(50, 'x')), SendQueue::Push::kQueued);
}

TEST(SendQueue, TheLatestOfATopicReplacesTheOneBefore) {
  SendQueue queue{{10, 100}};
  push_latest(queue, "old", 1);
  push(queue, "kept");
  push_latest(queue, "other", 2);
  push_latest(queue, "new", 1);
  EXPECT_EQ(queue.conflated(), 1U);
  EXPECT_THAT(write(queue, 9), ElementsAre("kept", "other", "new"));
}

TEST(SendQueue, WhatIsBeingWrittenStays) {
  SendQueue queue{{10, 100}};
  push_latest(queue, "old", 1);
  queue.begin_write(1, [](std::string_view) {});
  push_latest(queue, "new", 1);
  EXPECT_EQ(queue.size(), 2U);
  queue.clear_waiting();
  EXPECT_EQ(queue.size(), 1U);
  queue.end_write();
  EXPECT_TRUE(queue.empty());
}

// Against a plain list: pieces that must stay are given in order, and of each topic the newest one not yet being
// written.
TEST(SendQueue, BehavesLikeAListOfStrings) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& steps) {
    SendQueue queue{{1000, 100'000}};
    std::vector<std::pair<int, std::string>> model;  // topic (0: kept), text
    int number = 0;
    for (const auto& [kind, topic_byte] : steps) {
      const int topic = 1 + topic_byte % 3;
      const std::string text = std::to_string(++number);
      if (kind % 4 == 0) {
        const auto taken = write(queue, 2);
        for (const std::string& t : taken) {
          RC_ASSERT(!model.empty() && model.front().second == t);
          model.erase(model.begin());
        }
      } else if (kind % 4 == 1) {
        push(queue, text);
        model.emplace_back(0, text);
      } else {
        push_latest(queue, text, static_cast<std::uint64_t>(topic));
        std::erase_if(model, [&](const auto& m) { return m.first == topic; });
        model.emplace_back(topic, text);
      }
    }
    std::vector<std::string> left;
    for (auto& m : model) left.push_back(m.second);
    RC_ASSERT(write(queue, 5000) == left);
    RC_ASSERT(queue.bytes() == 0U);
  }));
}

}  // namespace
}  // namespace tidemark::net
