#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/market_data/candle_series.hpp"
#include "sim/market_data/trade_tape.hpp"
#include "venues/binance/parser.hpp"
#include "venues/simulated/derivatives.hpp"
#include "venues/simulated/market_source.hpp"
#include "venues/simulated/symbol_rules.hpp"

namespace tidemark::venues::simulated {

/// What one market knows of one of its symbols.
struct MarketSymbol {
  SymbolRules rules;
  sim::CandleSeries candles;
  sim::TradeTape tape;
  core::Quote quote;                        ///< the present best levels; all zero until known
  std::uint64_t delta_id{0};                ///< last update id that left in a depth delta
  std::uint64_t ids_before{0};              ///< added to the source's trade ids
  std::optional<core::Timeframe> recorded;  ///< a recording brings candles of its own: trades are not added to them
  Derivatives derivatives;                  ///< USD-M only

  [[nodiscard]] const core::Instrument& instrument() const { return rules.instrument; }
};

/// Hears what happens on a market, in order.
class MarketListener {
 public:
  virtual ~MarketListener() = default;
  virtual void on_print(const MarketSymbol& symbol, const sim::Print& print) = 0;
  virtual void on_aggregate(const MarketSymbol& symbol, const sim::AggregateTrade& trade) = 0;
  virtual void on_quote(const MarketSymbol& symbol) = 0;
  virtual void on_delta(const MarketSymbol& symbol, const core::BookDelta& delta) = 0;
  virtual void on_liquidation(const MarketSymbol& symbol, const core::Liquidation& order) = 0;
};

/// One market of the venue: its source, and all that REST answers and streams are made of.
class Market {
 public:
  Market(binance::Market kind, std::unique_ptr<MarketSource> source, core::Timestamp start, std::uint64_t seed);

  [[nodiscard]] binance::Market kind() const { return kind_; }
  [[nodiscard]] std::span<const MarketSymbol> symbols() const { return symbols_; }
  /// By canonical symbol; nullptr when it is not listed.
  [[nodiscard]] const MarketSymbol* find(std::string_view symbol) const;
  [[nodiscard]] core::BookSnapshot snapshot(const MarketSymbol& symbol, std::size_t depth) const {
    return source_->snapshot(symbol.instrument().id, depth);
  }
  [[nodiscard]] MarketSource& source() { return *source_; }
  /// The spot market whose prices the perpetuals' index is made of.
  void follow(const Market& spot) { spot_ = &spot; }

  void advance(core::Timestamp until, MarketListener& listener);

 private:
  void take(const core::Event& event, MarketListener& listener);
  void take_trade(MarketSymbol& symbol, const core::Trade& trade, MarketListener& listener);
  void take_print(MarketSymbol& symbol, const sim::Print& print, MarketListener& listener);
  void take_candle(MarketSymbol& symbol, const core::VenueCandle& event);

  binance::Market kind_;
  std::unique_ptr<MarketSource> source_;
  const Market* spot_{nullptr};
  std::vector<MarketSymbol> symbols_;
  std::vector<std::vector<sim::Print>> prints_;  ///< by instrument: taken from the source, not told yet
  std::vector<core::Event> events_;
};

}  // namespace tidemark::venues::simulated
