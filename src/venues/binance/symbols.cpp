#include "venues/binance/symbols.hpp"

#include <algorithm>
#include <string>

namespace tidemark::venues::binance {
namespace {

constexpr std::size_t kSymbolLengthMax = 32;
/// A hostile or broken feed may not fill the table without end.
constexpr std::size_t kInstrumentsMax = 100'000;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_date(std::string_view text) {
  return text.size() == 6 && std::ranges::all_of(text, is_digit);
}

/// COIN-M contracts are quoted in USD proper: BTCUSD_PERP, BTCUSD_240628. USD-M ones have a stablecoin: BTCUSDT_240628.
bool is_coin_margined(std::string_view symbol) {
  const auto bar = symbol.rfind('_');
  if (bar == std::string_view::npos) return false;
  const auto contract = symbol.substr(bar + 1);
  return symbol.substr(0, bar).ends_with("USD") && (contract == "PERP" || is_date(contract));
}

/// BASE-YYMMDD-STRIKE-C or -P.
bool is_option(std::string_view symbol) {
  const auto first = symbol.find('-');
  if (first == std::string_view::npos || first == 0) return false;
  return is_date(symbol.substr(first + 1, 6)) && (symbol.ends_with("-C") || symbol.ends_with("-P"));
}

}  // namespace

std::string_view venue_of(Market market) noexcept {
  return market == Market::kSpot ? "binance" : "binance_usdm";
}

ParseRule judge_symbol(std::string_view symbol) noexcept {
  if (symbol.empty()) return ParseRule::kMissingSymbol;
  if (symbol.size() > kSymbolLengthMax) return ParseRule::kBadSymbol;
  if (is_option(symbol)) return ParseRule::kOptionsNotSupported;
  if (is_coin_margined(symbol)) return ParseRule::kCoinMarginedNotSupported;
  const bool plain =
      std::ranges::all_of(symbol, [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '_'; });
  if (!plain || symbol.front() == '_' || symbol.back() == '_') return ParseRule::kBadSymbol;
  return ParseRule::kParsed;
}

core::Instrument instrument_of(Market market, std::string_view symbol, core::Scale scale) {
  core::Instrument instrument;
  instrument.venue = venue_of(market);
  instrument.symbol = symbol;
  const bool dated = symbol.find('_') != std::string_view::npos;
  instrument.market_type = market == Market::kSpot ? core::MarketType::kCryptoSpot
                           : dated                 ? core::MarketType::kFutures
                                                   : core::MarketType::kCryptoPerpetual;
  instrument.calendar = core::CalendarKind::kAlways;
  instrument.scale = scale;
  return instrument;
}

std::expected<const core::Instrument*, ParseRule> SymbolResolver::resolve_new(std::string_view symbol) {
  if (const ParseRule rule = judge_symbol(symbol); rule != ParseRule::kParsed) return std::unexpected(rule);
  auto id = instruments_->find(venue_of(options_.market), symbol);
  if (!id) {
    const bool may_add = options_.unknown_symbols == UnknownSymbols::kAdd && instruments_->size() < kInstrumentsMax;
    if (!may_add) return std::unexpected(ParseRule::kUnknownSymbol);
    id = instruments_->add(instrument_of(options_.market, symbol, options_.added_scale));
  }
  index_.put(symbol, *id);
  return &instruments_->get(*id);
}

}  // namespace tidemark::venues::binance
