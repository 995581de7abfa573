#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "venues/binance/parser.hpp"
#include "venues/event_batch.hpp"

namespace tidemark::venues::binance {

/// Candle history over REST, page by page: what to ask, and what an answer says. The asking itself, within the venue's
/// limits, is the caller's. Not thread-safe.
class History {
 public:
  /// A GET request: path with query below the market's REST address, and its weight.
  struct Page {
    std::string path;
    std::uint32_t weight{1};
  };
  static constexpr std::uint32_t kPageCandles = 1000;  ///< the most that one answer holds

  explicit History(Market market);
  /// With the facts of one symbol known already.
  History(Market market, const core::Instrument& known);

  [[nodiscard]] Market market() const { return market_; }

  /// The facts of one symbol. They must be known before its candles can be read.
  [[nodiscard]] Page facts(std::string_view symbol) const;
  /// kNotFound: the venue does not list the symbol; kParse: not an answer of the documented form.
  [[nodiscard]] core::Result<core::Instrument> take_facts(std::string_view symbol, std::string_view body);

  /// The first kPageCandles candles that open within the range.
  [[nodiscard]] Page candles(std::string_view symbol, core::Timeframe timeframe, core::TimeRange range) const;
  /// Closed candles, ascending, of the answer to `page`. kNotFound, kParse as above.
  [[nodiscard]] core::Result<std::vector<core::Candle>> take_candles(const Page& page, std::string_view body,
                                                                     core::Timestamp received);

 private:
  [[nodiscard]] core::Error refusal(const ParseOutcome& outcome, std::string_view what) const;

  Market market_;
  core::InstrumentTable instruments_;
  Parser parser_;
  EventBatch batch_;
};

}  // namespace tidemark::venues::binance
