#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/instrument.hpp"
#include "core/order.hpp"
#include "net/http_types.hpp"
#include "trading/execution/leg_keeper.hpp"
#include "venues/binance/trade/trade_config.hpp"

/// What an account asks of Binance, as text: rest-api.md and web-socket-api.md of spot, the USD-M documentation, summed
/// up in source-apis.md, sections 1 and 2. No call is sent here.
namespace tidemark::venues::binance {

/// What a request must carry.
enum class Proof : std::uint8_t {
  kNone,
  kKey,        ///< the API key (listen keys)
  kSignature,  ///< key, time and signature
};
/// What a request counts as, beside its weight.
enum class Counted : std::uint8_t { kQuestion, kNewOrder };

/// A request, not yet signed.
struct TradeCall {
  net::Method method{net::Method::kGet};
  std::string path;   ///< "/api/v3/order"
  std::string query;  ///< percent-encoded, without time and signature
  std::uint32_t weight{1};
  Proof proof{Proof::kSignature};
  Counted counted{Counted::kQuestion};
  std::uint32_t orders{1};  ///< of kNewOrder
};

/// Our name for an order as the venue is told it: "tm-17".
[[nodiscard]] std::string wire_id(core::ClientOrderId id);
/// And back; nothing for a name that we did not give.
[[nodiscard]] std::optional<core::ClientOrderId> own_id(std::string_view text);

/// A new order. The reason when this market has no such order: kBadCombination (brackets and trailing stops, which
/// trading::LegKeeper keeps: Binance's trail by a percentage, in tenths; positions of a hedging account; spot:
/// good-till-date, reduce-only purchases, a market order that is fill-or-kill; USD-M: limit orders that wait for a
/// price), kBadQty or kBadPrice.
[[nodiscard]] std::expected<TradeCall, core::OrderReason> place_call(Market market, const core::OrderRequest& order,
                                                                     const core::Instrument& instrument);
/// Whether the market's algo service keeps such an order until its price comes, under the same name: there it is asked
/// for and canceled before. USD-M only.
[[nodiscard]] bool is_conditional(Market market, core::OrderType type);
/// Two orders of which one cancels the other, as an order list (spot): a stop, and a limit order or a take profit, of
/// one side and quantity. The limit order only makes. The reason when they are no such two: kBadCombination, kBadQty,
/// kBadPrice.
[[nodiscard]] std::expected<TradeCall, core::OrderReason> place_oco_call(const core::OrderRequest& one,
                                                                         const core::OrderRequest& other,
                                                                         const core::Instrument& instrument);
/// Where a bracket's leg rests: USD-M keeps each by itself, spot locks what it sells and keeps two as a pair.
[[nodiscard]] trading::LegHome home_of_leg(Market market, const core::OrderRequest& leg);
[[nodiscard]] TradeCall cancel_call(Market market, std::string_view symbol, core::ClientOrderId id);
[[nodiscard]] TradeCall cancel_conditional_call(core::ClientOrderId id);
/// How an order stands.
[[nodiscard]] TradeCall order_call(Market market, std::string_view symbol, core::ClientOrderId id);
/// The same by the venue's number of it.
[[nodiscard]] TradeCall numbered_order_call(Market market, std::string_view symbol, std::uint64_t venue_order);
/// How a conditional order stands, and which order came of it.
[[nodiscard]] TradeCall conditional_order_call(core::ClientOrderId id);
/// All that wait for their price, of every symbol.
[[nodiscard]] TradeCall open_conditionals_call();
/// All that are open, of every symbol.
[[nodiscard]] TradeCall open_orders_call(Market market);
inline constexpr std::size_t kFillsMax = 1000;  ///< of one answer
/// The fills of one order by the venue's number of it, from a trade id on.
[[nodiscard]] TradeCall fills_call(Market market, std::string_view symbol, std::uint64_t venue_order,
                                   std::uint64_t from_trade);
/// Balances; on USD-M wallet and positions.
[[nodiscard]] TradeCall account_call(Market market);
inline constexpr std::size_t kFundingsMax = 1000;  ///< of one answer
/// USD-M: what funding has brought from then on, oldest first.
[[nodiscard]] TradeCall fundings_call(core::Timestamp from);
[[nodiscard]] TradeCall time_call(Market market);
enum class ListenKey : std::uint8_t { kOpen, kKeep };
/// USD-M: spot has no listen keys any more.
[[nodiscard]] TradeCall listen_key_call(ListenKey action);

/// Path and query as they are sent: with time, window and signature where the call needs them. `stamp` is venue time.
[[nodiscard]] std::string target_of(const TradeCall& call, const TradeConfig& config, core::Timestamp stamp);

/// The WebSocket API's subscription to user data (spot), signed over its sorted parameters.
[[nodiscard]] std::string subscribe_text(const TradeConfig& config, core::Timestamp stamp, std::string_view id);

}  // namespace tidemark::venues::binance
