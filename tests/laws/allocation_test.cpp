// Counts every allocation of this program, to hold update() and peek() to none.
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "analysis/candlesticks/detector.hpp"
#include "analysis/catalogue.hpp"
#include "tests/laws/rows.hpp"
#include "tests/laws/scenarios.hpp"

namespace {

// A replaced operator new can only count in a global.
std::atomic<std::size_t> g_allocations{0};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void* counted(std::size_t size) {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc{};
}

}  // namespace

// NOLINTBEGIN(clang-analyzer-cplusplus.NewDelete): the analyzer does not see that these are the allocator
void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
// NOLINTEND(clang-analyzer-cplusplus.NewDelete)

namespace tidemark::laws {
namespace {

class Allocations : public ::testing::TestWithParam<std::string> {};

TEST_P(Allocations, none_after_construction) {
  for (const auto& spec : parameter_sets(*analysis::find_indicator(GetParam()))) {
    const auto candles = random_walk(2, 300);
    std::vector<analysis::Column> columns(spec.info->outputs.size(), analysis::Column(candles.size()));
    const std::vector<std::span<double>> places(columns.begin(), columns.end());
    std::vector<double> values(columns.size());
    const auto indicator = spec.make();

    const std::size_t before = g_allocations.load();
    for (const auto& candle : candles) {
      static_cast<void>(indicator->peek(candle, values));
      indicator->update(candle, values);
    }
    indicator->update_all(candles, places);
    EXPECT_EQ(g_allocations.load(), before) << spec.text();
  }
}

TEST(Allocations, none_for_candlestick_patterns) {
  const auto candles = random_walk(2, 300);
  std::vector<analysis::candlesticks::PatternHits> hits(candles.size());
  analysis::candlesticks::PatternDetector detector;

  const std::size_t before = g_allocations.load();
  for (const auto& candle : candles) {
    static_cast<void>(detector.peek(candle));
    static_cast<void>(detector.update(candle));
  }
  detector.update_all(candles, hits);
  EXPECT_EQ(g_allocations.load(), before);
}

TEST(AllocationCounter, counts) {
  const std::size_t before = g_allocations.load();
  const std::vector<double> something(100);
  EXPECT_EQ(g_allocations.load(), before + 1) << something.size();
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Allocations, ::testing::ValuesIn(row_ids()),
                         row_name<::testing::TestParamInfo<std::string>>);

}  // namespace
}  // namespace tidemark::laws
