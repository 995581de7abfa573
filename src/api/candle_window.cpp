#include "api/candle_window.hpp"

#include <algorithm>

namespace tidemark::api {
namespace {

using core::Candle;

core::Scale finer(core::Scale a, core::Scale b) {
  return {std::max(a.price_decimals, b.price_decimals), std::max(a.qty_decimals, b.qty_decimals)};
}

core::Status rescale_all(std::vector<Candle>& candles, core::Scale from, core::Scale to) {
  if (from == to) return {};
  for (Candle& candle : candles) {
    if (!rescale(candle, from, to)) {
      return core::fail(core::ErrorKind::kInternal, "scale_overflow",
                        "The stored candles and the live ones have units that do not fit together.");
    }
  }
  return {};
}

/// The forming candle belongs to the answer when the range is open towards it.
std::optional<Candle> forming_in_range(const SeriesView& view, const WindowQuery& query) {
  if (!view.forming) return std::nullopt;
  const core::Timestamp time = view.forming->open_time;
  if ((query.from && time < *query.from) || (query.to && time >= *query.to)) return std::nullopt;
  return view.forming;
}

SeriesView from_memory(const LiveState& live, const SeriesRef& series, const WindowQuery& query, std::size_t limit) {
  if (series.kind == SeriesRef::Kind::kStored) return {};
  const core::InstrumentId id = series.instrument.id;
  if (!query.from) return live.newest(id, series.timeframe, limit, query.to);
  SeriesView view = live.since(id, series.timeframe, *query.from, limit);
  if (query.to) std::erase_if(view.closed, [&](const Candle& c) { return c.open_time >= *query.to; });
  return view;
}

std::vector<Candle> merge(const std::vector<Candle>& stored, const std::vector<Candle>& live) {
  std::vector<Candle> all;
  all.reserve(stored.size() + live.size());
  auto s = stored.begin();
  for (const Candle& candle : live) {
    while (s != stored.end() && s->open_time < candle.open_time) all.push_back(*s++);
    if (s != stored.end() && s->open_time == candle.open_time) ++s;
    all.push_back(candle);
  }
  all.insert(all.end(), s, stored.end());
  return all;
}

/// Cuts to the limit; what fell off is why there is more.
void cut(CandleWindow& window, const WindowQuery& query) {
  if (window.candles.size() <= query.limit) return;
  window.has_more = true;
  const auto surplus = static_cast<std::ptrdiff_t>(window.candles.size() - query.limit);
  if (query.from) {
    window.candles.erase(window.candles.end() - surplus, window.candles.end());
    // The open candle is not next to the last one here.
    window.forming.reset();
  } else {
    window.candles.erase(window.candles.begin(), window.candles.begin() + surplus);
  }
}

}  // namespace

bool rescale(Candle& candle, core::Scale from, core::Scale to) {
  const int price_by = to.price_decimals - from.price_decimals;
  const int qty_by = to.qty_decimals - from.qty_decimals;
  for (core::Price* price : {&candle.open, &candle.high, &candle.low, &candle.close}) {
    const auto value = core::rescale(price->ticks, price_by);
    if (!value) return false;
    price->ticks = *value;
  }
  for (core::Qty* qty : {&candle.volume, &candle.taker_buy}) {
    const auto value = core::rescale(qty->lots, qty_by);
    if (!value) return false;
    qty->lots = *value;
  }
  return true;
}

std::optional<CandleWindow> window_from_memory(const LiveState& live, const SeriesRef& series,
                                               const WindowQuery& query) {
  if (series.kind == SeriesRef::Kind::kStored) return std::nullopt;
  // One more than asked for tells whether there is more, and proves that the store has nothing to add at the far end.
  const SeriesView view = from_memory(live, series, query, std::size_t{query.limit} + 1);
  const bool covers = query.from ? view.has_older : view.closed.size() > query.limit;
  if (!covers) return std::nullopt;
  CandleWindow window{series.instrument.scale, view.closed, forming_in_range(view, query), false};
  cut(window, query);
  return window;
}

core::Result<CandleWindow> read_window(const LiveState& live, storage::Store* store, const SeriesRef& series,
                                       const WindowQuery& query) {
  SeriesView view = from_memory(live, series, query, std::size_t{query.limit} + 1);
  CandleWindow window{series.instrument.scale, {}, forming_in_range(view, query), false};
  if (store == nullptr) {
    window.candles = std::move(view.closed);
    cut(window, query);
    return window;
  }
  auto page = store->candles({.series = series.key(),
                              .from = query.from,
                              .to = query.to,
                              .limit = query.limit + 1,
                              .order = query.from ? storage::Order::kOldestFirst : storage::Order::kNewestFirst});
  if (!page && page.error().kind != core::ErrorKind::kNotFound) return core::forward_error(page);
  if (page && !page->candles.empty()) {
    window.scale = finer(series.instrument.scale, page->scale);
    if (auto done = rescale_all(page->candles, page->scale, window.scale); !done) return core::forward_error(done);
    if (auto done = rescale_all(view.closed, series.instrument.scale, window.scale); !done)
      return core::forward_error(done);
    if (window.forming && !rescale(*window.forming, series.instrument.scale, window.scale)) window.forming.reset();
    window.candles = merge(page->candles, view.closed);
  } else {
    window.candles = std::move(view.closed);
  }
  cut(window, query);
  return window;
}

core::Result<std::vector<Candle>> read_history(const LiveState& live, storage::Store* store, const SeriesRef& series,
                                               core::Timestamp before, std::uint32_t count, core::Scale scale) {
  const WindowQuery query{.from = {}, .to = before, .limit = count};
  auto window = window_from_memory(live, series, query);
  if (!window) {
    auto read = read_window(live, store, series, query);
    if (!read) return core::forward_error(read);
    window = std::move(*read);
  }
  if (auto done = rescale_all(window->candles, window->scale, scale); !done) return core::forward_error(done);
  return std::move(window->candles);
}

}  // namespace tidemark::api
