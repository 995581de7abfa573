#pragma once

#include <cstdint>
#include <string_view>

namespace tidemark::venues::binance {

/// What became of a message. Everything that comes in ends in exactly one of these; names (name_of) are stable and used
/// in metrics and reports.
enum class ParseRule : std::uint8_t {
  kParsed,            ///< gave one or more events (or, for exchangeInfo, instruments)
  kRecognizedUnused,  ///< a documented message that Tidemark takes nothing from (tickers, statistics, empty lists)
  kControlReply,      ///< {"result":…,"id":…}
  kVenueError,        ///< {"code":…,"msg":…}
  kServerShutdown,    ///< the venue announces that it will close the connection
  kNotMarketTrade,    ///< futures trade that is not from the book (insurance fund, ADL: X other than MARKET)
  // Refused because of the bytes.
  kTooLarge,  ///< beyond 64 MiB
  kBadUtf8,
  kBadJson,    ///< not JSON, cut off, or nested too deep
  kWrongType,  ///< a field of another JSON type than documented
  kMissingField,
  kBadDecimal,     ///< not a decimal number
  kOverflow,       ///< a number that does not fit at the instrument's scale
  kTooPrecise,     ///< digits below the instrument's scale
  kBadTime,        ///< a time outside 1970..2262
  kTooManyLevels,  ///< a book message of more than 100,000 levels a side
  // Refused because of what it says.
  kUnknownSymbol,             ///< not in the instrument table, and the policy is not to add it
  kBadSymbol,                 ///< not a symbol's characters
  kMissingSymbol,             ///< neither the message, its stream name nor the request says which symbol
  kUnsupportedTimeframe,      ///< kline interval that Tidemark does not keep
  kCoinMarginedNotSupported,  ///< COIN-M futures
  kOptionsNotSupported,       ///< European options
  kUnknownEvent,              ///< "e" of no documented kind
  kUnknownShape,              ///< JSON of no documented form
};
inline constexpr std::size_t kParseRuleCount = static_cast<std::size_t>(ParseRule::kUnknownShape) + 1;

[[nodiscard]] std::string_view name_of(ParseRule rule) noexcept;

/// True for the rules that say the message itself was bad or unexpected (all from kTooLarge on).
[[nodiscard]] constexpr bool is_refusal(ParseRule rule) noexcept {
  return rule >= ParseRule::kTooLarge;
}

/// Which documented message it was, as far as that could be seen.
enum class MessageKind : std::uint8_t {
  kUnknown,
  // streams
  kAggTrade,
  kTrade,
  kKline,
  kBookTicker,
  kDepthUpdate,
  kPartialDepth,  ///< depth5/10/20: whole top of the book
  kMarkPrice,
  kForceOrder,
  kMiniTicker,
  kTicker,  ///< 24 hours or rolling window
  kAvgPrice,
  kIndexPrice,   ///< COIN-M index
  kOtherStream,  ///< continuous klines, contract info, composite index …
  kOpenInterest,
  kControl,
  kServerShutdown,
  kError,
  // REST
  kRestDepth,
  kRestTrades,
  kRestAggTrades,
  kRestKlines,
  kRestExchangeInfo,
  kRestPremiumIndex,
  kRestFundingRate,
  kRestBookTicker,
  kRestTicker,  ///< 24hr and price tickers
  kRestAvgPrice,
  kRestTime,
  kRestStatistics,  ///< long/short ratios, taker volume, basis, open interest history, index info
};
inline constexpr std::size_t kMessageKindCount = static_cast<std::size_t>(MessageKind::kRestStatistics) + 1;

[[nodiscard]] std::string_view name_of(MessageKind kind) noexcept;

struct ParseOutcome {
  MessageKind kind{MessageKind::kUnknown};
  ParseRule rule{ParseRule::kUnknownShape};
  std::uint32_t events{0};  ///< appended to the caller's batch

  friend constexpr bool operator==(const ParseOutcome&, const ParseOutcome&) = default;
};

}  // namespace tidemark::venues::binance
