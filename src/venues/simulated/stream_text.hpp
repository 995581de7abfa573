#pragma once

#include <string>

#include "venues/simulated/market.hpp"
#include "venues/simulated/stream_name.hpp"

namespace tidemark::venues::simulated {

/// What of a market's state streams and REST answers show alike.
struct MarketView {
  const Market& market;
  const MarketSymbol& symbol;
  core::Timestamp now;  ///< the venue's clock as it shows it
};

// Payloads of market streams, field for field as Binance documents them (web-socket-streams.md for spot, the
// connector's models for USD-M).
[[nodiscard]] std::string agg_trade_text(const MarketView& view, const sim::AggregateTrade& trade);
[[nodiscard]] std::string trade_text(const MarketView& view, const sim::Print& print);
[[nodiscard]] std::string book_ticker_text(const MarketView& view);
[[nodiscard]] std::string kline_text(const MarketView& view, const sim::CandleRow& row, const StreamId& stream,
                                     core::CandleState state);
[[nodiscard]] std::string mini_ticker_text(const MarketView& view);
[[nodiscard]] std::string ticker_text(const MarketView& view);
[[nodiscard]] std::string avg_price_text(const MarketView& view);
[[nodiscard]] std::string mark_price_text(const MarketView& view);
[[nodiscard]] std::string force_order_text(const MarketView& view, const core::Liquidation& order);
/// `previous_id`: USD-M's "pu".
[[nodiscard]] std::string depth_text(const MarketView& view, const core::BookDelta& delta, std::uint64_t previous_id);
[[nodiscard]] std::string partial_depth_text(const MarketView& view, const core::BookSnapshot& book,
                                             std::uint64_t previous_id);

}  // namespace tidemark::venues::simulated
