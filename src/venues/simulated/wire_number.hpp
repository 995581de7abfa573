#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "net/json_writer.hpp"
#include "venues/simulated/symbol_rules.hpp"

namespace tidemark::venues::simulated {

/// value * 10^-decimals with `digits` decimals ("61837.63000000" for 6183763 at 2 and 8), at least `decimals` of them.
[[nodiscard]] std::string fixed_text(std::int64_t value, int decimals, int digits);

/// Numbers as Binance writes them: decimal strings of fixed length, times in milliseconds.
class WireWriter {
 public:
  WireWriter(net::JsonWriter& json, const SymbolRules& rules) : json_{json}, rules_{rules} {}

  void price(core::Price price) {
    json_.text(fixed_text(price.ticks, rules_.instrument.scale.price_decimals, rules_.price_digits));
  }
  void qty(core::Qty qty) { json_.text(fixed_text(qty.lots, rules_.instrument.scale.qty_decimals, rules_.qty_digits)); }
  void price(const char* key, core::Price value) {
    json_.key(key);
    price(value);
  }
  void qty(const char* key, core::Qty value) {
    json_.key(key);
    qty(value);
  }
  void money(const char* key, sim::Money value) {
    json_.key(key).text(fixed_text(value.units, sim::kMoneyDecimals, sim::kMoneyDecimals));
  }
  void time(const char* key, core::Timestamp value) { json_.key(key).integer(value.ms()); }
  /// A side of a book: [["price","quantity"],…].
  void levels(const char* key, const std::vector<core::BookLevel>& levels);

 private:
  net::JsonWriter& json_;
  const SymbolRules& rules_;
};

}  // namespace tidemark::venues::simulated
