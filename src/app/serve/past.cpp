#include "app/serve/past.hpp"

#include <algorithm>
#include <utility>

#include "app/deriving_store.hpp"
#include "core/decimal.hpp"
#include "engine/engine.hpp"

namespace tidemark::app {
namespace {

bool rescale(core::Candle& candle, core::Scale from, core::Scale to) {
  for (core::Price* price : {&candle.open, &candle.high, &candle.low, &candle.close}) {
    const auto value = core::rescale(price->ticks, to.price_decimals - from.price_decimals);
    if (!value) return false;
    price->ticks = *value;
  }
  for (core::Qty* qty : {&candle.volume, &candle.taker_buy}) {
    const auto value = core::rescale(qty->lots, to.qty_decimals - from.qty_decimals);
    if (!value) return false;
    qty->lots = *value;
  }
  return true;
}

/// The end of what the state has seen; nothing when it cannot be taken over.
std::optional<core::Timestamp> seen_by(const std::vector<std::byte>& state, const PastRequest& request) {
  const auto head = engine::read_snapshot_head(state);
  if (!head || head->instrument != request.instrument.key() || head->scale != request.instrument.scale) return {};
  if (head->configuration != request.engine_configuration) return {};
  return head->candles_until;
}

}  // namespace

std::string snapshot_name(const core::Instrument& instrument) {
  return "engine/" + instrument.key();
}

core::Result<std::optional<core::Timestamp>> end_of_past(storage::Store& store, const core::Instrument& instrument) {
  const storage::SeriesKey series{instrument.venue, instrument.symbol, core::Timeframe::k1m};
  auto page = store.candles({.series = series, .from = {}, .to = {}, .limit = 1});
  if (!page && page.error().kind == core::ErrorKind::kNotFound) return std::nullopt;
  if (!page) return core::forward_error(page);
  if (page->candles.empty()) return std::nullopt;
  return page->candles.back().open_time + core::minutes(1);
}

core::Result<Past> read_past(storage::Store& store, const PastRequest& request) {
  const core::Instrument& instrument = request.instrument;
  Past past;
  auto page = read_all(store, {instrument.venue, instrument.symbol, core::Timeframe::k1m}, request.now - request.span,
                       core::open_time_of(request.now, core::Timeframe::k1m));
  if (!page && page.error().kind == core::ErrorKind::kNotFound) return past;
  if (!page) return core::forward_error(page);
  past.candles = std::move(page->candles);
  const auto other_units = [&](core::Candle& c) { return !rescale(c, page->scale, instrument.scale); };
  if (std::ranges::any_of(past.candles, other_units)) return Past{};
  if (!past.candles.empty()) past.newest = past.candles.back();
  if (request.engine_configuration.empty()) return past;
  auto state = store.snapshot(snapshot_name(instrument));
  if (!state) return core::forward_error(state);
  if (!*state) return past;
  if (const auto seen = seen_by(**state, request)) {
    past.state = std::move(**state);
    const auto unseen = std::ranges::lower_bound(past.candles, *seen, {}, &core::Candle::open_time);
    past.candles.erase(past.candles.begin(), unseen);
  }
  return past;
}

}  // namespace tidemark::app
