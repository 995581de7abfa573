#include "app/serve/seed_api.hpp"

#include <limits>

#include "core/timeframe.hpp"

namespace tidemark::app {
namespace {

/// A chart's first view; as 15m candles two days, which the change over 24 hours needs.
constexpr std::uint32_t kCandles = 300;

/// Holes that were not mended before the last stop.
core::Status seed_gaps(storage::Store& store, const core::Instrument& instrument, api::Api& api) {
  auto records = store.gaps(instrument.symbol, std::nullopt);
  if (!records && records.error().kind == core::ErrorKind::kNotFound) return {};
  if (!records) return core::forward_error(records);
  for (storage::GapRecord& record : *records) {
    const core::GapState state = record.gap.state;
    if (record.series.venue != instrument.venue) continue;
    if (state != core::GapState::kOpen && state != core::GapState::kRepairing) continue;
    record.gap.instrument = instrument.id;
    api.publish(record.gap);
  }
  return {};
}

core::Status seed_signal(storage::Store& store, const core::Instrument& instrument, api::Api& api) {
  auto signals = store.signals({.instrument = storage::InstrumentKey{instrument.venue, instrument.symbol}, .limit = 1});
  if (!signals && signals.error().kind == core::ErrorKind::kNotFound) return {};
  if (!signals) return core::forward_error(signals);
  if (!signals->empty()) api.remember(instrument.id, signals->front());
  return {};
}

core::Status seed_confluence(storage::Store& store, const storage::SeriesKey& series, core::InstrumentId id,
                             api::Api& api) {
  constexpr core::Timestamp kAnyTime{std::numeric_limits<std::int64_t>::max()};
  auto chart = store.confluence(series, kAnyTime);
  if (!chart && chart.error().kind == core::ErrorKind::kNotFound) return {};
  if (!chart) return core::forward_error(chart);
  if (*chart) api.remember(id, **chart);
  return {};
}

}  // namespace

core::Status seed_api(storage::Store& store, const std::vector<core::Instrument>& instruments, api::Api& api) {
  for (const core::Instrument& instrument : instruments) {
    if (auto status = seed_gaps(store, instrument, api); !status) return status;
    if (auto status = seed_signal(store, instrument, api); !status) return status;
    for (const core::Timeframe timeframe : core::kAllTimeframes) {
      auto page = store.candles({.series = {instrument.venue, instrument.symbol, timeframe}, .limit = kCandles});
      if (!page && page.error().kind == core::ErrorKind::kNotFound) break;
      if (!page) return core::forward_error(page);
      // In other units than today's they are read from the store, which knows both.
      if (page->scale != instrument.scale) break;
      for (const core::Candle& candle : page->candles) {
        const core::Timestamp end = candle.open_time + core::duration_of(timeframe);
        api.publish(engine::CandleOutput{instrument.id, timeframe, core::CandleState::kClosed, candle, end});
      }
      const storage::SeriesKey series{instrument.venue, instrument.symbol, timeframe};
      if (auto status = seed_confluence(store, series, instrument.id, api); !status) return status;
      auto quality = store.latest_quality(series);
      if (!quality) return core::forward_error(quality);
      if (*quality) api.publish(engine::QualityOutput{instrument.id, timeframe, (*quality)->quality, (*quality)->time});
    }
  }
  return {};
}

}  // namespace tidemark::app
