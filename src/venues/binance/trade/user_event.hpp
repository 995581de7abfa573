#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/money.hpp"
#include "core/result.hpp"
#include "trading/orders/broker_report.hpp"
#include "venues/binance/trade/traded_symbols.hpp"

namespace tidemark::venues::binance {

/// What a message of the user data stream comes to (user-data-stream.md; USD-M "User Data Streams").
struct UserEvent {
  enum class Kind : std::uint8_t {
    kOther,    ///< nothing to do: balances, positions, what belongs to nobody of ours
    kReport,   ///< of an order of ours
    kCame,     ///< what came of a conditional order of ours is over: `report.filled` in all
    kFunding,  ///< funding was paid or received: how much of which symbol must be asked for
    kAnswer,   ///< to a request of ours over the same connection
    kEnd,      ///< the stream is over: the key has expired, or the venue ends it
  };
  Kind kind{Kind::kOther};
  std::optional<trading::BrokerReport> report;
  std::uint64_t venue_order{0};  ///< of a report: the venue's number; 0: it named none
  core::Money base_fee;          ///< of a fill: keep_fee() is not done yet
  // Of an answer.
  std::string id;
  int status{0};
  std::string error;
};

/// Reads one message, wrapped ({"subscriptionId","event"}, {"stream","data"}) or not. An order that was not named by
/// us, or of a symbol that is not traded, is kOther. What comes of a conditional order has its name, and is told as its
/// own. A report says with `filled` what the order has filled in all after
/// it, so that a message that was lost is noticed. Errors: kParse "bad_json", "bad_answer", "bad_number".
[[nodiscard]] core::Result<UserEvent> parse_user_event(std::string_view text, const TradedSymbols& symbols);

}  // namespace tidemark::venues::binance
