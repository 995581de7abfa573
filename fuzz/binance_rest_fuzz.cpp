// REST answers of Binance: the first line is the URL, the rest the body.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "venues/binance/parser.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark;
  using namespace tidemark::venues::binance;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  core::InstrumentTable instruments;
  Parser parser{{.market = Market::kSpot, .unknown_symbols = UnknownSymbols::kAdd, .added_scale = {8, 8}}, instruments};
  venues::EventBatch batch;
  const auto outcome = parser.parse_rest({text.substr(0, end), text.substr(end + 1), core::Timestamp{1}}, batch);
  if (outcome.events != batch.size()) std::abort();
  if (is_refusal(outcome.rule) && outcome.events != 0) std::abort();
  for (const auto& instrument : instruments.all()) {
    if (instrument.scale.price_decimals > core::kDecimalsMax || instrument.tick_size.ticks <= 0) std::abort();
  }
  return 0;
}
