#pragma once

#include <simdjson.h>

#include "core/instrument.hpp"
#include "venues/binance/parse_rule.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark::venues::binance {

/// Reads an exchangeInfo answer and adds or updates its instruments. The scale is what tickSize (PRICE_FILTER) and
/// stepSize (LOT_SIZE) need, with three decimals more for prices and two for quantities (eight at most): recorded
/// history and resting orders from before a change of tick are finer than today's tick. A symbol without these filters,
/// with a step of zero, or of another market is passed over. kMissingField when there is no list of symbols.
[[nodiscard]] ParseRule take_exchange_info(simdjson::ondemand::document& document, Market market,
                                           core::InstrumentTable& instruments);

}  // namespace tidemark::venues::binance
