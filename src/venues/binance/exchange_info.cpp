#include "venues/binance/exchange_info.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/decimal.hpp"
#include "venues/binance/json_walk.hpp"
#include "venues/binance/symbols.hpp"
#include "venues/binance/tokens.hpp"

namespace tidemark::venues::binance {
namespace {

/// Binance changes tick and step sizes over the years (BNBUSDT's tick went from 0.0001 to 0.1, BTCUSDT's step from
/// 10^-6 to 10^-5), and old candles and resting orders keep the finer digits. The scale leaves room for them, up to the
/// eight decimals that Binance counts with; tick_size and lot_size say today's steps.
constexpr int kPriceHeadroom = 3;
constexpr int kQtyHeadroom = 2;
constexpr int kVenueDecimals = 8;

/// What one entry of "symbols" says, as raw text.
struct SymbolFacts {
  std::string_view symbol;
  std::string_view tick_size;
  std::string_view step_size;
};

/// The token's text without quotes; views into the message.
std::string_view text_of(ondemand::value value) {
  return unquote(value.raw_json_token());
}

ParseRule read_filter(ondemand::object filter, SymbolFacts& facts) {
  std::string_view type;
  std::string_view tick;
  std::string_view step;
  for (auto entry : filter) {
    ondemand::field field;
    if (const auto error = std::move(entry).get(field); error != simdjson::SUCCESS) return rule_of(error);
    const auto key = field.key();
    if (key.unsafe_is_equal("filterType"))
      type = text_of(field.value());
    else if (key.unsafe_is_equal("tickSize"))
      tick = text_of(field.value());
    else if (key.unsafe_is_equal("stepSize"))
      step = text_of(field.value());
  }
  if (type == "PRICE_FILTER") facts.tick_size = tick;
  if (type == "LOT_SIZE") facts.step_size = step;
  return ParseRule::kParsed;
}

ParseRule read_symbol(ondemand::object entry, SymbolFacts& facts) {
  for (auto item : entry) {
    ondemand::field field;
    if (const auto error = std::move(item).get(field); error != simdjson::SUCCESS) return rule_of(error);
    const auto key = field.key();
    if (key.unsafe_is_equal("symbol")) {
      facts.symbol = text_of(field.value());
    } else if (key.unsafe_is_equal("filters")) {
      ondemand::array filters;
      if (const auto error = field.value().get_array().get(filters); error != simdjson::SUCCESS) return rule_of(error);
      for (auto one : filters) {
        ondemand::object filter;
        if (const auto error = one.get_object().get(filter); error != simdjson::SUCCESS) return rule_of(error);
        if (const ParseRule rule = read_filter(filter, facts); rule != ParseRule::kParsed) return rule;
      }
    }
  }
  return ParseRule::kParsed;
}

/// A step text as a scale with room below it, and the step in its units: "0.00050000" with 2 more is 500 at 6 decimals.
struct Step {
  std::uint8_t decimals{0};
  std::int64_t units{1};
};

std::optional<Step> step_of(std::string_view text, int headroom) {
  const auto needed = core::decimals_needed(text);
  if (!needed) return std::nullopt;
  const int decimals = std::max(*needed, std::min(*needed + headroom, kVenueDecimals));
  const auto units = core::parse_decimal(text, decimals);
  if (units.error != core::DecimalError::kNone || units.value <= 0) return std::nullopt;
  return Step{static_cast<std::uint8_t>(decimals), units.value};
}

void put_instrument(const SymbolFacts& facts, Market market, core::InstrumentTable& instruments) {
  if (judge_symbol(facts.symbol) != ParseRule::kParsed) return;
  const auto tick = step_of(facts.tick_size, kPriceHeadroom);
  const auto lot = step_of(facts.step_size, kQtyHeadroom);
  if (!tick || !lot) return;
  auto instrument = instrument_of(market, facts.symbol, {tick->decimals, lot->decimals});
  instrument.tick_size = core::Price{tick->units};
  instrument.lot_size = core::Qty{lot->units};
  const auto id = instruments.find(instrument.venue, instrument.symbol);
  if (id)
    instruments.update(*id, instrument);
  else
    instruments.add(std::move(instrument));
}

}  // namespace

ParseRule take_exchange_info(ondemand::document& document, Market market, core::InstrumentTable& instruments) {
  ondemand::object root;
  if (const auto error = document.get_object().get(root); error != simdjson::SUCCESS) return rule_of(error);
  bool has_symbols = false;
  for (auto item : root) {
    ondemand::field field;
    if (const auto error = std::move(item).get(field); error != simdjson::SUCCESS) return rule_of(error);
    if (!field.key().unsafe_is_equal("symbols")) continue;
    has_symbols = true;
    ondemand::array symbols;
    if (const auto error = field.value().get_array().get(symbols); error != simdjson::SUCCESS) return rule_of(error);
    for (auto one : symbols) {
      ondemand::object entry;
      if (const auto error = one.get_object().get(entry); error != simdjson::SUCCESS) return rule_of(error);
      SymbolFacts facts;
      if (const ParseRule rule = read_symbol(entry, facts); rule != ParseRule::kParsed) return rule;
      put_instrument(facts, market, instruments);
    }
  }
  if (!has_symbols) return ParseRule::kMissingField;
  return read_to_end(document) ? ParseRule::kParsed : ParseRule::kBadJson;
}

}  // namespace tidemark::venues::binance
