// WebSocket messages of Binance. The first byte chooses market and policy, the rest is the message.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "venues/binance/parser.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark;
  using namespace tidemark::venues::binance;
  if (size == 0) return 0;
  core::InstrumentTable instruments;
  const ParserOptions options{.market = (data[0] & 1U) != 0 ? Market::kUsdm : Market::kSpot,
                              .unknown_symbols = (data[0] & 2U) != 0 ? UnknownSymbols::kRefuse : UnknownSymbols::kAdd,
                              .added_scale = (data[0] & 4U) != 0 ? core::Scale{0, 18} : core::Scale{8, 8}};
  Parser parser{options, instruments};
  venues::EventBatch batch;
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  // Twice: the second pass meets warm buffers and a symbol that is known.
  for (int pass = 0; pass < 2; ++pass) {
    batch.clear();
    const auto outcome = parser.parse(text, core::Timestamp{1}, batch, "btcusdt@depth20");
    if (outcome.events != batch.size()) std::abort();
    if ((outcome.rule == ParseRule::kParsed) != (outcome.events > 0)) std::abort();
    if (name_of(outcome.rule).empty() || name_of(outcome.kind).empty()) std::abort();
  }
  return 0;
}
