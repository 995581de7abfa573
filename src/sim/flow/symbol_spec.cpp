#include "sim/flow/symbol_spec.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tidemark::sim {
namespace {

constexpr std::string_view kMadeUpHead = "SIM";
constexpr std::string_view kMadeUpTail = "USDT";
constexpr std::size_t kMadeUpDigits = 4;

}  // namespace

std::span<const SymbolSpec> known_symbols() {
  // Ticks and lots as on Binance spot; trade rates are a fraction of a real venue's so that ten symbols cost little.
  static const std::array<SymbolSpec, 10> kSymbols{{
      {"BTCUSDT", 61'800, {2, 5}, {1}, {1}, {0.026, 0.90}, 8, 1'900, 0.12, 220, 14'000, 8},
      {"ETHUSDT", 2'640, {2, 4}, {1}, {1}, {0.032, 0.90}, 6, 1'400, 0.20, 200, 9'000, 9},
      {"SOLUSDT", 152, {2, 3}, {1}, {1}, {0.045, 0.80}, 4, 900, 0.40, 160, 5'000, 14},
      {"BNBUSDT", 571, {2, 3}, {1}, {1}, {0.028, 0.78}, 2, 900, 0.50, 120, 6'000, 12},
      {"XRPUSDT", 0.5862, {4, 0}, {1}, {1}, {0.040, 0.70}, 3, 700, 0.60, 140, 5'000, 14},
      {"DOGEUSDT", 0.10412, {5, 0}, {1}, {1}, {0.050, 0.75}, 3, 600, 0.60, 140, 4'000, 16},
      {"ADAUSDT", 0.3528, {4, 1}, {1}, {1}, {0.045, 0.75}, 1.5, 450, 1.00, 100, 3'000, 16},
      {"PEPEUSDT", 0.00000842, {8, 0}, {1}, {1}, {0.070, 0.65}, 3, 500, 2.00, 100, 8'000, 25},
      {"LINKUSDT", 10.94, {2, 2}, {1}, {1}, {0.045, 0.72}, 1.2, 450, 1.00, 100, 3'000, 16},
      {"AVAXUSDT", 22.15, {2, 2}, {1}, {1}, {0.048, 0.76}, 1.5, 450, 1.00, 100, 3'000, 16},
  }};
  return kSymbols;
}

std::span<const SymbolSpec> known_crosses() {
  // Ticks and lots of the kind Binance spot lists; sizes in the quote asset, worth some hundred USDT an order.
  static const std::array<SymbolSpec, 3> kCrosses{{
      {"ETHBTC", 2'640.0 / 61'800, {5, 4}, {1}, {1}, {}, 2, 0.012, 1.2, 120, 0.12, 12, CrossOf{"ETHUSDT", "BTCUSDT"}},
      {"BNBBTC", 571.0 / 61'800, {6, 3}, {1}, {1}, {}, 1, 0.008, 1.2, 100, 0.08, 14, CrossOf{"BNBUSDT", "BTCUSDT"}},
      {"SOLETH", 152.0 / 2'640, {5, 3}, {1}, {1}, {}, 1, 0.2, 1.2, 100, 1.5, 16, CrossOf{"SOLUSDT", "ETHUSDT"}},
  }};
  return kCrosses;
}

SymbolSpec made_up_symbol(std::uint32_t number) {
  constexpr std::array kDailyDeviations{0.03, 0.04, 0.05, 0.06, 0.07};
  constexpr std::array kTradesPerSecond{0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 0.25};
  std::string digits = std::to_string(number);
  digits.insert(0, kMadeUpDigits - digits.size(), '0');
  // Spread evenly over two decades, neighbors far apart: by the golden ratio.
  const double part = std::fmod(number * 0.6180339887498949, 1.0);
  return {.symbol = std::string{kMadeUpHead} + digits + std::string{kMadeUpTail},
          .start_price = std::round(std::pow(10.0, 2 * part) * 1000) / 1000,
          .scale = {3, 2},
          .price = {kDailyDeviations[number % kDailyDeviations.size()], 0.7},
          .trades_per_second = kTradesPerSecond[number % kTradesPerSecond.size()],
          .trade_notional = 400,
          .half_spread_bp = 2,
          .levels_per_side = 60,
          .level_notional = 2'000,
          .depth_width_bp = 20};
}

std::optional<SymbolSpec> find_symbol(std::string_view symbol) {
  for (const auto& all : {known_symbols(), known_crosses()}) {
    const auto found = std::ranges::find(all, symbol, &SymbolSpec::symbol);
    if (found != all.end()) return *found;
  }
  if (symbol.size() != kMadeUpHead.size() + kMadeUpDigits + kMadeUpTail.size()) return std::nullopt;
  if (!symbol.starts_with(kMadeUpHead) || !symbol.ends_with(kMadeUpTail)) return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : symbol.substr(kMadeUpHead.size(), kMadeUpDigits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (number == 0) return std::nullopt;
  return made_up_symbol(number);
}

namespace {

bool is_built_in(std::string_view symbol) {
  return std::ranges::find(known_symbols(), symbol, &SymbolSpec::symbol) != known_symbols().end();
}

}  // namespace

std::optional<std::string> complaint_about(const SymbolSpec& spec) {
  const auto positive = [](double v) { return std::isfinite(v) && v > 0; };
  if (spec.symbol.empty()) return "a simulated symbol needs a name";
  const std::string who = "simulated symbol " + spec.symbol + ": ";
  if (spec.scale.price_decimals > core::kDecimalsMax || spec.scale.qty_decimals > core::kDecimalsMax) {
    return who + "more than 18 decimals";
  }
  if (spec.tick_size.ticks < 1 || spec.lot_size.lots < 1) return who + "tick and lot size must be at least 1";
  const double scale = static_cast<double>(core::kPow10[spec.scale.price_decimals]);
  const double ticks = spec.start_price * scale / static_cast<double>(spec.tick_size.ticks);
  if (!positive(spec.start_price) || ticks < 100 || ticks > 1e12) {
    return who + "the start price must be between 100 and 10^12 ticks";
  }
  if (!positive(spec.price.daily_deviation) || spec.price.daily_deviation > 0.5) {
    return who + "the daily deviation must be above 0 and at most 0.5";
  }
  if (spec.cross && (!is_built_in(spec.cross->over) || !is_built_in(spec.cross->under))) {
    return who + "a cross is of two built-in symbols";
  }
  if (!(std::abs(spec.price.market_correlation) <= 1)) return who + "the market correlation must be in [-1, 1]";
  if (!positive(spec.trades_per_second) || !positive(spec.trade_notional) || !positive(spec.half_spread_bp) ||
      !positive(spec.level_notional) || !positive(spec.depth_width_bp) || spec.levels_per_side < 1) {
    return who + "rates, sizes and widths must be positive";
  }
  return std::nullopt;
}

core::Instrument instrument_of(const SymbolSpec& spec, core::InstrumentId id) {
  return {.id = id,
          .venue = "sim",
          .symbol = spec.symbol,
          .market_type = core::MarketType::kCryptoSpot,
          .calendar = core::CalendarKind::kAlways,
          .scale = spec.scale,
          .tick_size = spec.tick_size,
          .lot_size = spec.lot_size};
}

}  // namespace tidemark::sim
