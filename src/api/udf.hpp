#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/candle_window.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"

namespace tidemark::api {

// The documents of TradingView's UDF protocol (Universal Data Feed), as its charting library and OpenBB read them:
// https://www.tradingview.com/charting-library-docs/latest/connecting_data/UDF/

struct UdfInstrument {
  core::Instrument instrument;
  SeriesRef::Kind kind{SeriesRef::Kind::kLive};
};

/// "1" … "240", "D", "1D", "W", "1W"; kInvalidArgument at "resolution" otherwise.
[[nodiscard]] core::Result<core::Timeframe> parse_resolution(std::string_view text);

/// "crypto", "forex", "commodity", "futures", "stock".
[[nodiscard]] std::string_view udf_type(core::MarketType type) noexcept;

[[nodiscard]] std::string encode_udf_config(std::span<const UdfInstrument> instruments);
[[nodiscard]] std::string encode_udf_symbol(const UdfInstrument& instrument);
[[nodiscard]] std::string encode_udf_symbol_info(std::span<const UdfInstrument> instruments);
[[nodiscard]] std::string encode_udf_search(std::span<const UdfInstrument> found);
/// Columns over the window's candles, the forming one last; "no_data" when there is none.
[[nodiscard]] std::string encode_udf_history(const CandleWindow& window, std::optional<core::Timestamp> earlier);
[[nodiscard]] std::string encode_udf_error(std::string_view message);

}  // namespace tidemark::api
