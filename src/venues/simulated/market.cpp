#include "venues/simulated/market.hpp"

#include <algorithm>

namespace tidemark::venues::simulated {
namespace {

core::Price middle_of(const core::Quote& quote) {
  return {quote.bid.ticks + (quote.ask.ticks - quote.bid.ticks) / 2};
}

/// A price of one scale in the units of another; digits below are cut off.
core::Price rescaled(core::Price price, core::Scale from, core::Scale to) {
  return {core::rescale(price.ticks, to.price_decimals - from.price_decimals).value_or(0)};
}

/// Something like a venue's ratio of positions to turnover: four times what the last day traded.
core::Qty first_open_interest(const Past& past) {
  std::int64_t sum = 0;
  constexpr std::size_t kDay = 1440;
  const std::size_t from = past.candles.size() - std::min(kDay, past.candles.size());
  for (std::size_t i = from; i < past.candles.size(); ++i) {
    sum = core::checked_add(sum, past.candles[i].volume.lots).value_or(sum);
  }
  return {core::checked_add(sum, sum).value_or(sum)};
}

}  // namespace

Market::Market(binance::Market kind, std::unique_ptr<MarketSource> source, core::Timestamp start, std::uint64_t seed)
    : kind_{kind}, source_{std::move(source)} {
  const core::Rng rng{seed};
  for (const core::Instrument& instrument : source_->instruments()) {
    const Past past = source_->past(instrument.id);
    sim::CandleSeries candles{instrument.scale, past.candles, past.forming, start};
    const auto recorded = source_->candles_of(instrument.id);
    if (recorded) candles.set_shortest(core::duration_of(*recorded));
    const std::uint64_t before = candles.trades_before_start();
    symbols_.push_back({.rules = rules_of(instrument, kind, past.forming.close),
                        .candles = std::move(candles),
                        .tape = {},
                        .quote = {},
                        .ids_before = before,
                        .recorded = recorded,
                        .derivatives = Derivatives{rng.fork(instrument.id.value + 1), first_open_interest(past)}});
  }
  prints_.resize(symbols_.size());
}

const MarketSymbol* Market::find(std::string_view symbol) const {
  const auto found =
      std::ranges::find_if(symbols_, [&](const MarketSymbol& s) { return s.instrument().symbol == symbol; });
  return found == symbols_.end() ? nullptr : &*found;
}

void Market::advance(core::Timestamp until, MarketListener& listener) {
  events_.clear();
  source_->advance(until, events_);
  for (const MarketSymbol& symbol : symbols_) {
    const core::InstrumentId id = symbol.instrument().id;
    source_->take_prints(id, prints_[id.value]);
  }
  for (const core::Event& event : events_) take(event, listener);
  for (MarketSymbol& symbol : symbols_) {
    if (!symbol.recorded) symbol.candles.roll(until);
    if (spot_ == nullptr || until.ns % core::seconds(1).ns != 0) continue;
    const MarketSymbol* spot = spot_->find(symbol.instrument().symbol);
    const core::Price middle = middle_of(symbol.quote);
    const core::Price index =
        spot == nullptr ? middle
                        : rescaled(middle_of(spot->quote), spot->instrument().scale, symbol.instrument().scale);
    symbol.derivatives.on_second(until, index, middle);
  }
}

void Market::take(const core::Event& event, MarketListener& listener) {
  const auto id = core::instrument_of(event);
  if (!id || id->value >= symbols_.size()) return;
  MarketSymbol& symbol = symbols_[id->value];
  if (const auto* trade = std::get_if<core::Trade>(&event)) {
    take_trade(symbol, *trade, listener);
  } else if (const auto* quote = std::get_if<core::Quote>(&event)) {
    symbol.quote = *quote;
    listener.on_quote(symbol);
  } else if (const auto* delta = std::get_if<core::BookDelta>(&event)) {
    listener.on_delta(symbol, *delta);
    symbol.delta_id = delta->last_update_id;
  } else if (const auto* snapshot = std::get_if<core::BookSnapshot>(&event)) {
    symbol.delta_id = std::max(symbol.delta_id, snapshot->last_update_id);
  } else if (const auto* candle = std::get_if<core::VenueCandle>(&event)) {
    take_candle(symbol, *candle);
  }
}

void Market::take_print(MarketSymbol& symbol, const sim::Print& print, MarketListener& listener) {
  symbol.tape.add(print);
  if (!symbol.recorded) symbol.candles.add(print);
  listener.on_print(symbol, print);
  if (kind_ != binance::Market::kUsdm) return;
  if (auto order = symbol.derivatives.on_print(print)) {
    order->instrument = symbol.instrument().id;
    listener.on_liquidation(symbol, *order);
  }
}

void Market::take_trade(MarketSymbol& symbol, const core::Trade& trade, MarketListener& listener) {
  auto& waiting = prints_[trade.instrument.value];
  std::size_t told = 0;
  while (told < waiting.size() && waiting[told].id <= trade.last_id) {
    sim::Print print = waiting[told++];
    print.id += symbol.ids_before;
    take_print(symbol, print, listener);
  }
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(told));
  listener.on_aggregate(symbol, symbol.tape.add_aggregate({.first_id = trade.first_id + symbol.ids_before,
                                                           .last_id = trade.last_id + symbol.ids_before,
                                                           .at = trade.times.exchange,
                                                           .price = trade.price,
                                                           .qty = trade.qty,
                                                           .taker = trade.taker}));
}

void Market::take_candle(MarketSymbol& symbol, const core::VenueCandle& event) {
  // A simulated exchange makes candles too; here they are made of its trades, with what else belongs to them.
  if (symbol.recorded != event.timeframe) return;
  symbol.candles.put(event.candle, core::duration_of(event.timeframe));
}

}  // namespace tidemark::venues::simulated
