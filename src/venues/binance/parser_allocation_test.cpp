// Once warm, parsing allocates nothing: counted by replacing the global allocation functions of this test program.
#include <string>

#include <gtest/gtest.h>

#include "core/testing/allocations.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark::venues::binance {
namespace {

TEST(ParserAllocation, NoneOnceWarmWhateverTheMixOfKinds) {
  core::InstrumentTable instruments;
  Parser parser{{.market = Market::kUsdm, .unknown_symbols = UnknownSymbols::kAdd}, instruments};
  EventBatch batch;
  const std::string messages[] = {
      R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1,"s":"BTCUSDT","p":"58665.00","q":"0.043","f":1,"l":1,"T":2,"m":false}})",
      R"({"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[["1.5","2"],["1.4","2"],["1.3","2"]],"a":[["2.5","1"]]})",
      R"({"e":"bookTicker","u":1,"s":"ETHUSDT","b":"1","B":"1","a":"2","A":"1","T":1})",
      R"({"stream":"btcusdt@depth5","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[["1.5","2"]],"a":[["2.5","1"],["2.6","1"]]}})",
      R"({"e":"kline","E":1,"s":"BTCUSDT","k":{"t":1,"i":"1m","o":"1","c":"1","h":"1","l":"1","v":"1","n":1,"x":true,"V":"1"}})",
      R"([{"e":"markPriceUpdate","E":1,"s":"BTCUSDT","p":"1.5"},{"e":"markPriceUpdate","E":1,"s":"ETHUSDT","p":"1.5"}])",
      R"({"e":"aggTrade","E":1,"s":"BTCUSDT","p":"x","q":"1","f":1,"l":1,"T":2,"m":false})",
      R"({"result":null,"id":1})",
  };
  const auto feed = [&] {
    for (const auto& message : messages) {
      batch.clear();
      (void)parser.parse(message, core::Timestamp{1}, batch);
    }
  };
  for (int i = 0; i < 3; ++i) feed();
  const std::uint64_t before = core::testing::allocations();
  for (int i = 0; i < 100; ++i) feed();
  EXPECT_EQ(core::testing::allocations() - before, 0U);
}

}  // namespace
}  // namespace tidemark::venues::binance
