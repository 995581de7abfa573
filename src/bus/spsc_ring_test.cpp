#include "bus/spsc_ring.hpp"

#include <deque>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/event.hpp"

namespace tidemark::bus {
namespace {

TEST(SpscRing, gives_back_what_it_took_in_order) {
  SpscRing<int> ring{4};
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(ring.try_push(round * 10 + i));
    EXPECT_FALSE(ring.try_push(99));
    EXPECT_EQ(ring.depth(), 4U);
    for (int i = 0; i < 4; ++i) {
      int out = -1;
      EXPECT_TRUE(ring.try_pop(out));
      EXPECT_EQ(out, round * 10 + i);
    }
    int out = -1;
    EXPECT_FALSE(ring.try_pop(out));
  }
  EXPECT_EQ(ring.pushed(), 40U);
  EXPECT_EQ(ring.popped(), 40U);
}

TEST(SpscRing, capacity_is_rounded_up_to_a_power_of_two) {
  EXPECT_EQ(SpscRing<int>{0}.capacity(), 2U);
  EXPECT_EQ(SpscRing<int>{2}.capacity(), 2U);
  EXPECT_EQ(SpscRing<int>{5}.capacity(), 8U);
  EXPECT_EQ(SpscRing<int>{1024}.capacity(), 1024U);
}

TEST(SpscRing, a_claimed_slot_is_not_seen_before_it_is_published) {
  SpscRing<int> ring{2};
  int* slot = ring.try_claim();
  ASSERT_NE(slot, nullptr);
  *slot = 5;
  EXPECT_EQ(ring.peek(), nullptr);
  EXPECT_EQ(ring.try_claim(), slot);
  ring.publish();
  ASSERT_NE(ring.peek(), nullptr);
  EXPECT_EQ(*ring.peek(), 5);
  EXPECT_EQ(*ring.peek(), 5);  // peeking takes nothing
  ring.release();
  EXPECT_EQ(ring.peek(), nullptr);
}

TEST(SpscRing, slots_keep_the_memory_of_what_was_in_them) {
  SpscRing<core::BookDelta> ring{2};
  const core::BookLevel* memory = nullptr;
  for (int i = 0; i < 10; ++i) {
    core::BookDelta* slot = ring.try_claim();
    ASSERT_NE(slot, nullptr);
    slot->bids.clear();
    const bool first_slot = i % 2 == 0;
    if (first_slot && i > 0) {
      EXPECT_GE(slot->bids.capacity(), 100U);
    }
    slot->bids.resize(100);
    if (i == 0) memory = slot->bids.data();
    if (first_slot) {
      EXPECT_EQ(slot->bids.data(), memory);
    }
    ring.publish();
    ASSERT_NE(ring.peek(), nullptr);
    ring.release();
  }
}

TEST(SpscRing, drain_stops_at_its_limit) {
  SpscRing<int> ring{256};
  for (int i = 0; i < 200; ++i) ring.try_push(i);
  std::vector<int> seen;
  const auto note = [&](int& v) { seen.push_back(v); };
  EXPECT_EQ(ring.drain(note, 70), 70U);
  EXPECT_EQ(ring.depth(), 130U);
  EXPECT_EQ(ring.drain(note, 1000), 130U);
  EXPECT_EQ(ring.drain(note, 1000), 0U);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
}

TEST(SpscRing, high_water_is_the_largest_depth) {
  SpscRing<int> ring{16};
  int out = 0;
  for (int i = 0; i < 9; ++i) ring.try_push(i);
  while (ring.try_pop(out)) {
  }
  for (int i = 0; i < 5; ++i) ring.try_push(i);
  EXPECT_EQ(ring.high_water(), 9U);
  while (ring.try_pop(out)) {
  }
  for (int i = 0; i < 16; ++i) ring.try_push(i);
  EXPECT_EQ(ring.high_water(), 16U);
}

TEST(SpscRing, counts_the_elements_that_found_no_room_and_not_their_tries) {
  SpscRing<int> ring{2};
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(ring.try_push(i));
  EXPECT_EQ(ring.full(), 0U);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ring.try_claim(), nullptr);
  EXPECT_EQ(ring.full(), 1U);
  (void)ring.peek();
  ring.release();
  EXPECT_TRUE(ring.try_push(2));
  EXPECT_FALSE(ring.try_push(3));
  EXPECT_EQ(ring.full(), 2U);
}

TEST(SpscRing, behaves_like_a_bounded_queue_under_any_use) {
  const bool holds = rc::check([](const std::vector<bool>& pushes) {
    SpscRing<std::string> ring{4};
    std::deque<std::string> reference;
    int next = 0;
    std::uint64_t highest = 0;
    for (const bool push : pushes) {
      if (push) {
        const std::string value = std::to_string(next++);
        const bool taken = ring.try_push(value);
        RC_ASSERT(taken == (reference.size() < 4));
        if (taken) reference.push_back(value);
      } else {
        std::string out;
        RC_ASSERT(ring.try_pop(out) == !reference.empty());
        if (!reference.empty()) {
          RC_ASSERT(out == reference.front());
          reference.pop_front();
        }
      }
      highest = std::max<std::uint64_t>(highest, reference.size());
      RC_ASSERT(ring.depth() == reference.size());
      RC_ASSERT(ring.high_water() <= highest);
    }
    RC_ASSERT(highest <= 1 || ring.high_water() == highest);
  });
  EXPECT_TRUE(holds);
}

// Two real threads; run under ThreadSanitizer too (preset tsan).
TEST(SpscRing, two_threads_lose_and_reorder_nothing) {
  struct Element {
    std::uint64_t number{0};
    std::vector<std::uint64_t> payload;
  };
  constexpr std::uint64_t kCount = 200'000;
  for (const std::size_t capacity : {2U, 64U, 4096U}) {
    SpscRing<Element> ring{capacity};
    std::thread producer{[&] {
      for (std::uint64_t i = 0; i < kCount;) {
        Element* slot = ring.try_claim();
        if (slot == nullptr) {
          std::this_thread::yield();
          continue;
        }
        slot->number = i;
        slot->payload.assign(i % 5, i);
        ring.publish();
        ++i;
      }
    }};
    std::uint64_t expected = 0;
    std::uint64_t sum = 0;
    bool in_order = true;
    while (expected < kCount) {
      const std::size_t got = ring.drain(
          [&](Element& e) {
            in_order = in_order && e.number == expected && e.payload.size() == expected % 5;
            for (const std::uint64_t v : e.payload) sum += v;
            ++expected;
          },
          100);
      if (got == 0) std::this_thread::yield();
    }
    producer.join();
    std::uint64_t wanted = 0;
    for (std::uint64_t i = 0; i < kCount; ++i) wanted += i * (i % 5);
    EXPECT_TRUE(in_order);
    EXPECT_EQ(sum, wanted);
    EXPECT_EQ(ring.pushed(), kCount);
    EXPECT_EQ(ring.popped(), kCount);
    EXPECT_LE(ring.high_water(), ring.capacity());
  }
}

}  // namespace
}  // namespace tidemark::bus
