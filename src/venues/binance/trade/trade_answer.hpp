#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/result.hpp"
#include "trading/execution/venue_account.hpp"
#include "venues/binance/parser.hpp"
#include "venues/binance/trade/traded_symbols.hpp"

/// What Binance answers an account (rest-api.md "Account Endpoints", errors.md; the USD-M documentation).
namespace tidemark::venues::binance {

/// What an answer says about the request.
enum class Outcome : std::uint8_t {
  kDone,     ///< carried out; the body has the answer
  kRefused,  ///< not carried out, and would not be if it were sent again
  kLimited,  ///< not carried out: too many, too busy; may be sent again later
  kClock,    ///< not carried out: the time it carried was not the venue's
  kUnknown,  ///< nobody knows whether it was carried out: ask before anything else is done
};

struct Judgment {
  Outcome outcome{Outcome::kUnknown};
  int code{0};          ///< the venue's; 0: it named none
  std::string message;  ///< the venue's
  /// Of a refused order.
  core::OrderReason reason{core::OrderReason::kVenue};
};
inline constexpr int kNoSuchOrder = -2013;     ///< to a question about an order
inline constexpr int kCancelRejected = -2011;  ///< it is over, or never was

/// By status and error body; a 2xx is done, whatever its body says. 5xx, -1006 and -1007 are unknown, and so is an id
/// that is taken: the order may be the one that was asked for before.
[[nodiscard]] Judgment judge(int status, std::string_view body);

/// An order as the venue has it.
struct WireOrder {
  std::string symbol;
  std::string client_id;         ///< as it was placed
  std::uint64_t venue_order{0};  ///< the venue's number
  core::OrderState state{core::OrderState::kAccepted};
  std::optional<core::OrderReason> reason;  ///< of one that is over, unfilled
  std::string executed;
  core::Timestamp at;
};
/// The answer to a new order, a cancel, or a question about one. Errors: kParse "bad_answer".
[[nodiscard]] core::Result<WireOrder> parse_order(std::string_view body);
[[nodiscard]] core::Result<std::vector<WireOrder>> parse_orders(std::string_view body);
/// The same of a request that one order or an order list may answer: every order of it.
[[nodiscard]] core::Result<std::vector<WireOrder>> parse_order_reports(std::string_view body);

/// A conditional order as the algo service has it: what came of it is another order, of the same name.
struct WireConditional {
  enum class Stage : std::uint8_t {
    kWaiting,  ///< for its price
    kReached,  ///< its price has come: `actual` is on its way to the book, there, or over
    kCanceled,
    kExpired,   ///< by the venue
    kRejected,  ///< its price has come, and the matching engine did not take it
  };
  Stage stage{Stage::kWaiting};
  std::string symbol;
  std::string client_id;
  std::optional<std::uint64_t> actual;  ///< the venue's number of the order that came of it
};
/// The answer to a question about one. Errors: kParse "bad_answer".
[[nodiscard]] core::Result<WireConditional> parse_conditional(std::string_view body);
[[nodiscard]] core::Result<std::vector<WireConditional>> parse_conditionals(std::string_view body);
/// By the venue's word for it; nothing for a word it does not have.
[[nodiscard]] std::optional<WireConditional::Stage> conditional_stage_of(std::string_view status);

/// A fill, and what of it the venue keeps as its fee in the base asset, which is not in `fill` yet: see keep_fee().
struct TradedFill {
  core::Fill fill;
  core::Money base_fee;
};
/// Fills of an order of ours, oldest first. Those of a symbol that is not traded are left out. Errors: kParse
/// "bad_answer", "bad_number".
[[nodiscard]] core::Result<std::vector<TradedFill>> parse_fills(std::string_view body, core::ClientOrderId order,
                                                                const TradedSymbols& symbols);

/// What an account holds.
struct WireAccount {
  struct Balance {
    std::string asset;
    core::Money amount;  ///< free and locked; USD-M: in the wallet, profit that is not realized not counted
  };
  struct Position {
    std::string symbol;
    std::string amount;  ///< signed
  };
  std::vector<Balance> balances;
  std::vector<Position> positions;  ///< USD-M
};
[[nodiscard]] core::Result<WireAccount> parse_account(Market market, std::string_view body);

/// What an account's fundings brought. Those of a symbol that is not traded are left out.
struct WireFundings {
  std::vector<trading::VenueFunding> all;
  std::size_t rows{0};   ///< of the answer
  core::Timestamp last;  ///< of the answer's newest
};
/// Errors: kParse "bad_answer".
[[nodiscard]] core::Result<WireFundings> parse_fundings(std::string_view body, const TradedSymbols& symbols);

[[nodiscard]] core::Result<core::Timestamp> parse_time(std::string_view body);
[[nodiscard]] core::Result<std::string> parse_listen_key(std::string_view body);

/// An order's state by the venue's word for it; nothing for a word it does not have.
[[nodiscard]] std::optional<core::OrderState> state_of(std::string_view status);
/// Why an order of this type and time in force has expired, as far as that can be told.
[[nodiscard]] core::OrderReason expiry_reason(std::string_view type, std::string_view time_in_force);
/// By the venue's word for it; nothing for a word it does not have.
[[nodiscard]] std::optional<core::OrderReason> expiry_reason(std::string_view word);

/// A fill as the venue tells it. A fee in the base asset of a sale is worth what it was sold for; one in a third asset
/// has no known worth here.
struct WireFill {
  std::uint64_t id{0};
  core::Side side{core::Side::kBuy};
  core::Role role{core::Role::kTaker};
  std::string_view price;
  std::string_view qty;
  std::string_view fee;
  std::string_view fee_asset;
  core::Timestamp at;
};
/// In the instrument's units. kParse "bad_number".
[[nodiscard]] core::Result<TradedFill> fill_of(const WireFill& wire, core::ClientOrderId order,
                                               const core::Instrument& instrument);
/// Counts what an order's fees in the base asset have come to with this fill as kept, less what they had come to
/// `before`: both in whole lots, rounded up, so that what is held can be sold and an order loses less than one lot to
/// the rounding, however many fills it has. Its value at the fill's price is the fee. The fill is left as it is when
/// that does not fit.
void keep_fee(core::Fill& fill, core::Money base_fee, core::Money before, const core::Instrument& instrument);
/// An amount of the instrument in its lots. kParse "bad_number".
[[nodiscard]] core::Result<core::Qty> qty_of(std::string_view text, const core::Instrument& instrument);

}  // namespace tidemark::venues::binance
