#include "app/candle_text.hpp"

namespace tidemark::app {

std::string candle_text(const core::Candle& c, core::Scale s) {
  const auto price = [&](core::Price p) { return core::format_decimal(p.ticks, s.price_decimals); };
  return core::format_iso(c.open_time) + "," + price(c.open) + "," + price(c.high) + "," + price(c.low) + "," +
         price(c.close) + "," + core::format_decimal(c.volume.lots, s.qty_decimals);
}

}  // namespace tidemark::app
