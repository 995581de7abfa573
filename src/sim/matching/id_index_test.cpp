#include "sim/matching/id_index.hpp"

#include <unordered_map>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::sim {
namespace {

TEST(IdIndex, knows_nothing_of_absent_ids) {
  const IdIndex index;
  EXPECT_FALSE(index.find(0));
  EXPECT_FALSE(index.find(7));
}

TEST(IdIndex, behaves_like_a_map_under_any_use) {
  // Reference: std::unordered_map. Ids are drawn so that many share a home cell (multiples of the table's size).
  const bool holds = rc::check([] {
    const auto steps = *rc::gen::container<std::vector<std::pair<std::uint8_t, std::uint8_t>>>(
        300, rc::gen::pair(rc::gen::arbitrary<std::uint8_t>(), rc::gen::arbitrary<std::uint8_t>()));
    IdIndex index;
    std::unordered_map<std::uint64_t, std::uint32_t> reference;
    std::uint32_t slot = 0;
    for (const auto& [a, b] : steps) {
      const std::uint64_t id = 1 + (a % 8U) * 1024U + b % 16U + (b % 3U == 0 ? 1015U : 0U);
      if (reference.contains(id)) {
        index.erase(id);
        reference.erase(id);
      } else {
        index.insert(id, slot);
        reference.emplace(id, slot++);
      }
      RC_ASSERT(index.size() == reference.size());
      for (const auto& [known, at] : reference) RC_ASSERT(index.find(known) == at);
      RC_ASSERT(index.find(id).has_value() == reference.contains(id));
    }
  });
  EXPECT_TRUE(holds);
}

TEST(IdIndex, keeps_everything_when_it_grows) {
  IdIndex index;
  for (std::uint32_t i = 1; i <= 10'000; ++i) index.insert(i * 1024ULL, i);
  for (std::uint32_t i = 1; i <= 10'000; ++i) EXPECT_EQ(index.find(i * 1024ULL), i);
}

}  // namespace
}  // namespace tidemark::sim
