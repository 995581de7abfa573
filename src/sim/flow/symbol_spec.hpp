#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"
#include "sim/flow/price_process.hpp"

namespace tidemark::sim {

/// Whose price over whose a cross has, by their names.
struct CrossOf {
  std::string over;
  std::string under;
};

/// All that makes one simulated symbol plausible.
struct SymbolSpec {
  std::string symbol;                ///< canonical, "BTCUSDT"
  double start_price{1};             ///< in quote units; where the live book starts
  core::Scale scale;                 ///< decimals of prices and quantities
  core::Price tick_size{1};          ///< in units of `scale`
  core::Qty lot_size{1};             ///< in units of `scale`
  PriceTraits price;                 ///< how it moves
  double trades_per_second{2};       ///< mean rate of taker orders
  double trade_notional{500};        ///< mean size of a taker order, in quote units; log-normal with rare whales
  double half_spread_bp{1};          ///< typical half spread in basis points of the price (at least half a tick)
  std::size_t levels_per_side{150};  ///< about how many orders rest on each side
  double level_notional{5'000};      ///< mean size of a resting order near the top, in quote units
  double depth_width_bp{12};         ///< typical distance of a resting order from the touch
  std::optional<CrossOf> cross{};    ///< two built-in symbols: it moves as they do, `price` says nothing
};

/// The built-in symbols: crypto spot with ticks, lots, prices and volatilities of the kind Binance lists, from BTCUSDT
/// to PEPEUSDT (tiny price, huge volume).
[[nodiscard]] std::span<const SymbolSpec> known_symbols();
/// Crosses of them, each at the quotient of their prices whether they are listed or not: ETHBTC, SOLETH …
[[nodiscard]] std::span<const SymbolSpec> known_crosses();
/// The most symbols there can be.
inline constexpr std::uint32_t kSymbolsMax = 10'000;
/// One of a crowd of smaller coins, for load: "SIM0001USDT" is the first. `number`: 1..9999. The same for the same
/// number; prices from 1 to 100, an eighth of a second's share of trades to two a second.
[[nodiscard]] SymbolSpec made_up_symbol(std::uint32_t number);
/// A built-in symbol, cross or made-up symbol by its name.
[[nodiscard]] std::optional<SymbolSpec> find_symbol(std::string_view symbol);

/// What is wrong with a spec, in one sentence; nullopt when it can be simulated.
[[nodiscard]] std::optional<std::string> complaint_about(const SymbolSpec& spec);

/// The instrument on venue "sim".
[[nodiscard]] core::Instrument instrument_of(const SymbolSpec& spec, core::InstrumentId id);

}  // namespace tidemark::sim
