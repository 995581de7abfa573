#include "venues/binance/symbol_index.hpp"

#include <string>

#include <gtest/gtest.h>

#include "venues/binance/symbols.hpp"

namespace tidemark::venues::binance {
namespace {

TEST(SymbolIndex, FindsThousandsOfSymbolsAndNothingElse) {
  SymbolIndex index;
  for (std::uint32_t i = 0; i < 5'000; ++i) index.put("S" + std::to_string(i) + "USDT", core::InstrumentId{i});
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    ASSERT_EQ(index.find("S" + std::to_string(i) + "USDT"), core::InstrumentId{i});
  }
  EXPECT_EQ(index.find("S5000USDT"), std::nullopt);
  EXPECT_EQ(index.find(""), std::nullopt);
}

TEST(SymbolIndex, SymbolsLongerThanTwoWordsAreLeftToTheTable) {
  SymbolIndex index;
  const std::string longest(16, 'A');
  index.put(longest, core::InstrumentId{1});
  index.put(longest + "B", core::InstrumentId{2});
  EXPECT_EQ(index.find(longest), core::InstrumentId{1});
  EXPECT_EQ(index.find(longest + "B"), std::nullopt);
}

// Found by the REST fuzzer: sixteen NULs are the key of an unused slot.
TEST(SymbolIndex, NulBytesAreNoSymbol) {
  SymbolIndex index;
  index.put("BTCUSDT", core::InstrumentId{3});
  for (std::size_t size = 1; size <= 16; ++size) EXPECT_EQ(index.find(std::string(size, '\0')), std::nullopt);
  EXPECT_EQ(index.find(std::string("BTCUSDT\0", 8)), std::nullopt);
  index.put(std::string(8, '\0'), core::InstrumentId{4});
  EXPECT_EQ(index.find(std::string(8, '\0')), std::nullopt);
}

TEST(SymbolResolver, LongSymbolsResolveThroughTheTable) {
  core::InstrumentTable instruments;
  SymbolResolver resolver{{.unknown_symbols = UnknownSymbols::kAdd}, instruments};
  const std::string symbol = "1000000VERYLONGMEMEUSDT";
  const auto first = resolver.resolve(symbol);
  const auto second = resolver.resolve(symbol);
  ASSERT_TRUE(first && second);
  EXPECT_EQ((*first)->id, (*second)->id);
  EXPECT_EQ(instruments.size(), 1U);
}

TEST(SymbolResolver, FollowsChangedFacts) {
  core::InstrumentTable instruments;
  SymbolResolver resolver{{.unknown_symbols = UnknownSymbols::kAdd}, instruments};
  const auto id = (*resolver.resolve("BTCUSDT"))->id;
  auto facts = instruments.get(id);
  facts.scale = {1, 3};
  instruments.update(id, facts);
  EXPECT_EQ((*resolver.resolve("BTCUSDT"))->scale, (core::Scale{1, 3}));
}

}  // namespace
}  // namespace tidemark::venues::binance
