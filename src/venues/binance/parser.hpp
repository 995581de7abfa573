#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "venues/binance/parse_rule.hpp"
#include "venues/event_batch.hpp"

namespace tidemark::venues::binance {

enum class Market : std::uint8_t { kSpot, kUsdm };

/// Venue name of a market's instruments: "binance", "binance_usdm".
[[nodiscard]] std::string_view venue_of(Market market) noexcept;

/// What to do with a symbol that the instrument table does not hold.
enum class UnknownSymbols : std::uint8_t {
  kRefuse,  ///< ParseRule::kUnknownSymbol
  kAdd,     ///< add it with ParserOptions::added_scale (recordings that come without exchangeInfo)
};

struct ParserOptions {
  Market market{Market::kSpot};
  UnknownSymbols unknown_symbols{UnknownSymbols::kRefuse};
  core::Scale added_scale{8, 8};
};

/// One REST answer.
struct RestAnswer {
  std::string_view
      url;  ///< path and query as asked for, with or without host: "/api/v3/klines?symbol=BTCUSDT&interval=1m"
  std::string_view body;
  core::Timestamp received;  ///< a kline whose close time is later is still forming
};

/// Turns Binance's text into events. One parser per connection or file: it keeps its buffers, so once warm nothing is
/// allocated. Not thread-safe; writes to `instruments` only when UnknownSymbols::kAdd or exchangeInfo says so.
///
/// Times: `exchange` is the transaction time T where the message has one, else the event time E, else 0 (spot
/// bookTicker, REST depth); times in microseconds (timeUnit=MICROSECOND) are recognized by magnitude. `received` is the
/// caller's. Numbers are exact at the instrument's scale; a digit below it refuses the message (kTooPrecise), never
/// rounds it. A message is taken whole or not at all: on any refusal nothing is appended. Unknown keys are ignored.
class Parser {
 public:
  /// `instruments` must outlive the parser.
  Parser(const ParserOptions& options, core::InstrumentTable& instruments);
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;

  /// One WebSocket message, raw or combined ({"stream","data"}). `stream` names the stream of a raw connection
  /// ("btcusdt@depth20") and may be empty; a combined message's own name goes before it. Events are appended to `out`.
  ParseOutcome parse(std::string_view text, core::Timestamp received, EventBatch& out, std::string_view stream = {});
  /// The same without copying: `text` must be followed by kPadding readable bytes.
  ParseOutcome parse_padded(std::string_view text, core::Timestamp received, EventBatch& out,
                            std::string_view stream = {});
  static constexpr std::size_t kPadding = 64;

  /// One REST body; what it is follows from the URL's path, and the symbol and interval from its query where the body
  /// does not name them. exchangeInfo adds or updates the market's instruments and appends no events.
  ParseOutcome parse_rest(const RestAnswer& answer, EventBatch& out);

  /// Code and text of the last kVenueError.
  [[nodiscard]] std::int64_t error_code() const;
  [[nodiscard]] std::string_view error_message() const;
  /// Running numbers ("a") of the aggregate trades that the last call appended, in order; 0 where the message had none.
  /// They grow by one from trade to trade; the ids in core::Trade are those of the trades within. Empty when the last
  /// call appended other events, meaningless when it appended trades of both kinds.
  [[nodiscard]] std::span<const std::uint64_t> trade_numbers() const;
  /// The "id" of the last kControlReply or kVenueError message, where it had one.
  [[nodiscard]] std::optional<std::uint64_t> reply_id() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::venues::binance
