// Bytes of Binance market-data messages to core events: what the feed threads do for every message. The messages are
// the documented forms at their usual size; a depthUpdate has 20 + 20 levels.
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "core/instrument.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark::venues::binance {
namespace {

constexpr std::string_view kAggTrade =
    R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1723161255343,"s":"BTCUSDT","a":3735683259,)"
    R"("p":"61837.63000000","q":"0.02000000","f":3735683259,"l":3735683261,"T":1723161255342,"m":true,"M":true}})";

constexpr std::string_view kSpotBookTicker =
    R"({"stream":"btcusdt@bookTicker","data":{"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000",)"
    R"("a":"61837.64000000","A":"1.54698000"}})";

constexpr std::string_view kUsdmBookTicker =
    R"({"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5123107839020,"s":"BTCUSDT","b":"61800.20",)"
    R"("B":"2.507","a":"61800.30","A":"2.510","T":1723161256313,"E":1723161256313}})";

std::string depth_update(int levels) {
  std::string text =
      R"({"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":50093239189,)"
      R"("u":50093239202,"b":[)";
  const auto side = [&](int first_cent, int step) {
    for (int i = 0; i < levels; ++i) {
      if (i != 0) text += ',';
      text += "[\"61" + std::to_string(100000 + first_cent + step * i).substr(1, 3) + "." +
              std::to_string(1000 + (i * 37) % 100).substr(2) + "000000\",\"" + std::to_string(i % 4) + "." +
              std::to_string(10000 + (i * 7919) % 10000).substr(1) + "0000\"]";
    }
  };
  side(73700, -11);
  text += R"(],"a":[)";
  side(83700, 11);
  text += "]}}";
  return text;
}

/// A parser that knows BTCUSDT at the scale of its exchangeInfo.
struct Warm {
  core::InstrumentTable instruments;
  EventBatch batch;
  Parser parser;

  explicit Warm(Market market) : parser{ParserOptions{.market = market}, instruments} {
    core::Instrument instrument;
    instrument.venue = venue_of(market);
    instrument.symbol = "BTCUSDT";
    instrument.scale = {2, 5};
    instruments.add(instrument);
  }
};

void run(benchmark::State& state, Market market, const std::string& text) {
  Warm warm{market};
  std::string padded = text;
  padded.reserve(text.size() + Parser::kPadding);
  const std::string_view view{padded.data(), padded.size()};
  for (auto _ : state) {
    warm.batch.clear();
    const auto outcome = warm.parser.parse_padded(view, core::Timestamp{1}, warm.batch);
    if (outcome.rule != ParseRule::kParsed) state.SkipWithError("refused");
    benchmark::DoNotOptimize(warm.batch.begin());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void agg_trade(benchmark::State& state) {
  run(state, Market::kSpot, std::string{kAggTrade});
}
void spot_book_ticker(benchmark::State& state) {
  run(state, Market::kSpot, std::string{kSpotBookTicker});
}
void usdm_book_ticker(benchmark::State& state) {
  run(state, Market::kUsdm, std::string{kUsdmBookTicker});
}
void depth_update(benchmark::State& state) {
  run(state, Market::kSpot, depth_update(static_cast<int>(state.range(0))));
}

BENCHMARK(agg_trade);
BENCHMARK(spot_book_ticker);
BENCHMARK(usdm_book_ticker);
BENCHMARK(depth_update)->Arg(20)->Arg(100);

}  // namespace
}  // namespace tidemark::venues::binance
