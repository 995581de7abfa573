#include <algorithm>

#include "venues/simulated/generated_source.hpp"
#include "venues/simulated/replay_source.hpp"
#include "venues/simulated/venue.hpp"

namespace tidemark::venues::simulated {
namespace {

using binance::Market;

core::Result<std::unique_ptr<SimVenue>> make_generated(const SimVenueConfig& config) {
  std::vector<std::unique_ptr<simulated::Market>> markets;
  Exchanges exchanges;
  for (const Market kind : config.markets) {
    auto source = GeneratedSource::make(config, kind);
    if (!source) return core::forward_error(source);
    (kind == Market::kSpot ? exchanges.spot : exchanges.usdm) = &(*source)->exchange();
    markets.push_back(std::make_unique<simulated::Market>(kind, std::move(*source), config.start, config.seed));
  }
  return std::unique_ptr<SimVenue>{std::make_unique<Venue>(config, std::move(markets), exchanges)};
}

/// Perpetuals go to USD-M, everything else to spot.
Market market_of(const core::Instrument& instrument) {
  return instrument.market_type == core::MarketType::kCryptoPerpetual ? Market::kUsdm : Market::kSpot;
}

std::vector<core::InstrumentId> choose(const ReplaySource::Survey& survey, const SimVenueConfig& config, Market kind) {
  std::vector<core::InstrumentId> chosen;
  for (const auto& [id, candle] : survey.first) {
    const core::Instrument& instrument = survey.instruments.get(id);
    const bool wanted =
        config.symbols.empty() || std::ranges::find(config.symbols, instrument.symbol) != config.symbols.end();
    if (wanted && market_of(instrument) == kind) chosen.push_back(id);
  }
  return chosen;
}

core::Result<std::unique_ptr<SimVenue>> make_replay(const SimVenueConfig& config) {
  const file::EventSourceOptions options{.symbol = config.symbols.size() == 1 ? config.symbols.front() : "",
                                         .timeframe = config.replay_timeframe};
  auto survey = ReplaySource::survey(config.replay, options);
  if (!survey) return core::forward_error(survey);
  SimVenueConfig at_its_time = config;
  at_its_time.start = survey->begin;
  std::vector<std::unique_ptr<simulated::Market>> markets;
  for (const Market kind : config.markets) {
    const auto chosen = choose(*survey, config, kind);
    if (chosen.empty()) continue;
    auto source = ReplaySource::make(config.replay, options, *survey, chosen);
    if (!source) return core::forward_error(source);
    markets.push_back(std::make_unique<simulated::Market>(kind, std::move(*source), survey->begin, config.seed));
  }
  if (markets.empty()) {
    return core::fail(core::ErrorKind::kRefused, "nothing_to_replay", "none of its instruments was asked for",
                      config.replay.front());
  }
  return std::unique_ptr<SimVenue>{std::make_unique<Venue>(at_its_time, std::move(markets), Exchanges{})};
}

}  // namespace

core::Result<std::unique_ptr<SimVenue>> SimVenue::make(const SimVenueConfig& config) {
  return config.replay.empty() ? make_generated(config) : make_replay(config);
}

}  // namespace tidemark::venues::simulated
