#include "app/decision_run.hpp"

#include <utility>
#include <vector>

namespace tidemark::app {

void run_decisions(engine::EngineConfig config, const core::Instrument& instrument, core::Timeframe base,
                   std::span<const core::Candle> candles, const std::function<void(const engine::Output&)>& take) {
  config.indicators.clear();
  config.chart_patterns.reset();
  config.base_timeframe = base;
  config.source = engine::CandleSource::kVenueCandles;
  config.forming = engine::FormingCandles::kSuppress;
  core::InstrumentTable table;
  const core::InstrumentId id = table.add(instrument);
  engine::Engine engine{table, std::move(config)};
  std::vector<engine::Output> said;
  for (const core::Candle& candle : candles) {
    core::VenueCandle event{.instrument = id, .timeframe = base, .candle = candle};
    const core::Timestamp end = candle.open_time + core::duration_of(base);
    event.times = {end, end};
    said.clear();
    engine.process(event, said);
    for (const engine::Output& output : said) {
      const bool wanted = std::holds_alternative<engine::ConfluenceOutput>(output) ||
                          std::holds_alternative<engine::DecisionOutput>(output) ||
                          std::holds_alternative<engine::SignalOutput>(output);
      if (wanted) take(output);
    }
  }
}

}  // namespace tidemark::app
