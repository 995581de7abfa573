#include "venues/simulated/generated_source.hpp"

#include <limits>

namespace tidemark::venues::simulated {

core::Result<std::unique_ptr<GeneratedSource>> GeneratedSource::make(const SimVenueConfig& config,
                                                                     binance::Market market) {
  auto listings = config.symbols.empty() ? core::Result<std::vector<sim::Listing>>{sim::default_listings()}
                                         : sim::listings_for(config.symbols);
  if (!listings) return core::forward_error(listings);
  // Its accounts have eight decimals, its smallest orders and its margin are in USDT.
  for (const sim::Listing& listing : *listings) {
    if (!listing.spec.cross) continue;
    return core::fail(core::ErrorKind::kInvalidArgument, "unknown_symbol",
                      listing.spec.symbol +
                          " is not listed here: this venue's symbols are quoted in USDT (the built-in "
                          "exchange of `serve --source sim` has it)");
  }
  const sim::ExchangeConfig exchange{.seed = config.seed,
                                     .start = config.start,
                                     .listings = std::move(*listings),
                                     .history = config.history,
                                     .latency = {.base = {}, .jitter_mean = {}},
                                     .flow = market == binance::Market::kSpot ? 0ULL : 1ULL,
                                     .prints = sim::Prints::kKept};
  if (auto status = sim::check(exchange); !status) return core::forward_error(status);
  return std::unique_ptr<GeneratedSource>{new GeneratedSource{exchange}};
}

Past GeneratedSource::past(core::InstrumentId id) const {
  const auto candles = exchange_.history(id, std::numeric_limits<std::size_t>::max());
  return {{candles.begin(), candles.end()}, exchange_.market(id).forming_candle()};
}

}  // namespace tidemark::venues::simulated
