#pragma once

#include <expected>
#include <string_view>

#include "core/instrument.hpp"
#include "venues/binance/parse_rule.hpp"
#include "venues/binance/parser.hpp"
#include "venues/binance/symbol_index.hpp"

namespace tidemark::venues::binance {

/// kParsed for a spot or USD-M symbol, else the rule that refuses it: COIN-M ("BTCUSD_PERP", "BTCUSD_240628"), options
/// ("BTC-240927-25000-P"), or not a symbol at all. Lower case is refused: Binance writes symbols upper-case.
[[nodiscard]] ParseRule judge_symbol(std::string_view symbol) noexcept;

/// Facts known about a symbol of this market without exchangeInfo.
[[nodiscard]] core::Instrument instrument_of(Market market, std::string_view symbol, core::Scale scale);

/// Finds instruments by Binance symbol, quickly for those met before.
class SymbolResolver {
 public:
  SymbolResolver(const ParserOptions& options, core::InstrumentTable& instruments)
      : options_{options}, instruments_{&instruments} {}

  /// The instrument stays valid until the next one is added.
  [[nodiscard]] std::expected<const core::Instrument*, ParseRule> resolve(std::string_view symbol) {
    if (const auto id = index_.find(symbol)) return &instruments_->get(*id);
    return resolve_new(symbol);
  }
  [[nodiscard]] core::InstrumentTable& instruments() { return *instruments_; }
  [[nodiscard]] const ParserOptions& options() const { return options_; }

 private:
  std::expected<const core::Instrument*, ParseRule> resolve_new(std::string_view symbol);

  ParserOptions options_;
  core::InstrumentTable* instruments_;
  SymbolIndex index_;
};

}  // namespace tidemark::venues::binance
