#include "core/instrument.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace tidemark::core {
namespace {

constexpr std::size_t kSymbolLengthMax = 32;

constexpr std::array<std::string_view, 6> kMarketNames{"crypto_spot", "crypto_perpetual", "forex",
                                                       "metal",       "futures",          "equity"};

constexpr std::array<std::string_view, 20> kFiat{"USD", "EUR", "GBP", "JPY", "CHF", "AUD", "CAD", "NZD", "SEK", "NOK",
                                                 "DKK", "PLN", "HUF", "CZK", "TRY", "ZAR", "MXN", "SGD", "HKD", "CNH"};

/// Of the venues' quote assets, those that are not ends of others first.
constexpr std::array<std::string_view, 14> kQuoteAssets{"USDT", "USDC", "FDUSD", "BUSD", "TUSD", "BTC", "ETH",
                                                        "BNB",  "EUR",  "TRY",   "GBP",  "BRL",  "JPY", "USD"};

bool is_fiat(std::string_view code) {
  return std::ranges::find(kFiat, code) != kFiat.end();
}

bool is_metal(std::string_view code) {
  return code == "XAU" || code == "XAG" || code == "XPT" || code == "XPD";
}

std::unexpected<Error> bad_symbol(std::string_view text) {
  return fail(ErrorKind::kInvalidArgument, "bad_symbol",
              "'" + std::string(text.substr(0, 64)) +
                  "' is not a symbol; use BTCUSDT, BTC/USDT or venue:SYMBOL (letters and digits, 32 at most)");
}

char upper(char c) {
  return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
}
char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}
bool is_alnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string_view name_of(MarketType type) noexcept {
  return kMarketNames[static_cast<std::size_t>(type)];
}

std::optional<MarketType> parse_market_type(std::string_view text) noexcept {
  const auto* found = std::ranges::find(kMarketNames, text);
  if (found == kMarketNames.end()) return std::nullopt;
  return static_cast<MarketType>(found - kMarketNames.begin());
}

AssetPair split_symbol(std::string_view symbol) {
  symbol = symbol.substr(0, symbol.find('_'));  // a dated contract's date is no asset
  for (const std::string_view quote : kQuoteAssets) {
    if (symbol.size() > quote.size() && symbol.ends_with(quote)) {
      return {std::string{symbol.substr(0, symbol.size() - quote.size())}, std::string{quote}};
    }
  }
  const std::size_t cut = symbol.size() > 3 ? symbol.size() - 3 : symbol.size();
  return {std::string{symbol.substr(0, cut)}, std::string{symbol.substr(cut)}};
}

Result<SymbolName> parse_symbol(std::string_view text) {
  SymbolName name;
  std::string_view rest = text;
  // "venue:SYMBOL", but "BTC/USDT:USDT" is ccxt's settlement currency: there the slash comes first.
  const std::size_t colon = rest.find(':');
  const std::size_t slash = rest.find('/');
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon < slash)) {
    for (const char c : rest.substr(0, colon)) {
      if (!is_alnum(c) && c != '_') return bad_symbol(text);
      name.venue += lower(c);
    }
    if (name.venue.empty() || name.venue.size() > kSymbolLengthMax) return bad_symbol(text);
    rest.remove_prefix(colon + 1);
  }
  if (const std::size_t settle = rest.find(':'); settle != std::string_view::npos) rest = rest.substr(0, settle);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (is_alnum(c)) {
      name.symbol += upper(c);
    } else if (c == '_' && i + 1 < rest.size() && (is_digit(rest[i + 1]) || rest.substr(i + 1) == "PERP")) {
      name.symbol += c;
    } else if ((c != '/' && c != '-' && c != '_') || i == 0 || i + 1 == rest.size()) {
      return bad_symbol(text);
    }
  }
  if (name.symbol.empty() || name.symbol.size() > kSymbolLengthMax) return bad_symbol(text);
  return name;
}

MarketType guess_market_type(std::string_view symbol) noexcept {
  if (symbol.size() == 6) {
    const auto base = symbol.substr(0, 3);
    const auto quote = symbol.substr(3);
    if (is_metal(base) && is_fiat(quote)) return MarketType::kMetal;
    if (is_fiat(base) && is_fiat(quote)) return MarketType::kForex;
  }
  return MarketType::kCryptoSpot;
}

CalendarKind calendar_of(MarketType type) noexcept {
  switch (type) {
    case MarketType::kCryptoSpot:
    case MarketType::kCryptoPerpetual:
      return CalendarKind::kAlways;
    case MarketType::kForex:
    case MarketType::kMetal:
    case MarketType::kFutures:
      return CalendarKind::kForexWeek;
    case MarketType::kEquity:
      return CalendarKind::kEquityWeekdays;
  }
  return CalendarKind::kAlways;
}

double pip_size_of(const Instrument& instrument, double price) noexcept {
  if (instrument.pip_size) return *instrument.pip_size;
  if (instrument.market_type == MarketType::kForex) return instrument.symbol.ends_with("JPY") ? 0.01 : 0.0001;
  if (instrument.market_type == MarketType::kMetal && instrument.symbol.starts_with("XAU")) return 0.1;
  return std::abs(price) * 0.0001;
}

InstrumentId InstrumentTable::add(Instrument instrument) {
  std::string key = instrument.key();
  if (const auto found = by_key_.find(key); found != by_key_.end()) return found->second;
  const InstrumentId id{static_cast<std::uint32_t>(instruments_.size())};
  instrument.id = id;
  instruments_.push_back(std::move(instrument));
  by_key_.emplace(std::move(key), id);
  ++generation_;
  return id;
}

void InstrumentTable::update(InstrumentId id, const Instrument& facts) {
  Instrument& entry = instruments_[id.value];
  entry.market_type = facts.market_type;
  entry.calendar = facts.calendar;
  entry.scale = facts.scale;
  entry.tick_size = facts.tick_size;
  entry.lot_size = facts.lot_size;
  entry.pip_size = facts.pip_size;
  ++generation_;
}

std::optional<InstrumentId> InstrumentTable::find(std::string_view venue, std::string_view symbol) const {
  std::array<char, 2 * kSymbolLengthMax + 1> buffer{};
  if (venue.size() > kSymbolLengthMax || symbol.size() > kSymbolLengthMax) return std::nullopt;
  char* end = std::ranges::copy(venue, buffer.begin()).out;
  *end++ = ':';
  end = std::ranges::copy(symbol, end).out;
  const auto found = by_key_.find(std::string_view{buffer.data(), end});
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

std::optional<InstrumentId> InstrumentTable::find_any_venue(std::string_view symbol) const {
  const auto found = std::ranges::find(instruments_, symbol, &Instrument::symbol);
  if (found == instruments_.end()) return std::nullopt;
  return found->id;
}

}  // namespace tidemark::core
