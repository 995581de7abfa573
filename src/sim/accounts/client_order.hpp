#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/instrument.hpp"
#include "core/time.hpp"
#include "sim/accounts/order_list.hpp"
#include "sim/market_data/money.hpp"
#include "sim/matching/order.hpp"

namespace tidemark::sim {

/// What an account may ask for (Binance's spot order types, and the trailing stop of its futures). Those that wait for
/// a stop price are kept off the book until the price reaches it.
enum class OrderType : std::uint8_t {
  kLimit,
  kMarket,
  kLimitMaker,
  kStopLoss,         ///< a market order once the price goes against the position
  kStopLossLimit,    ///< a limit order then
  kTakeProfit,       ///< a market order once the price goes with the position
  kTakeProfitLimit,  ///< a limit order then
  kTrailingStop,     ///< a market order once the price has come back so far from the best it has seen (Trailing)
};
[[nodiscard]] constexpr bool waits_for_stop(OrderType type) {
  return type >= OrderType::kStopLoss;
}
[[nodiscard]] constexpr bool has_price(OrderType type) {
  return type == OrderType::kLimit || type == OrderType::kLimitMaker || type == OrderType::kStopLossLimit ||
         type == OrderType::kTakeProfitLimit;
}

/// Which price an order waits for.
enum class TriggerBy : std::uint8_t { kLast, kMark };

/// Of a trailing stop: it sells when the price is `callback_e3` thousandths below the highest since it was placed, once
/// that has come up to `activation`; it buys as much above the lowest, once that has come down to it.
struct Trailing {
  static constexpr std::int64_t kWhole = 1000;
  std::int64_t callback_e3{0};              ///< 1..100, tenths of a percent
  std::optional<core::Price> activation{};  ///< absent: the price when it is placed, so that it trails at once

  friend bool operator==(const Trailing&, const Trailing&) = default;
};

enum class OrderStatus : std::uint8_t {
  kNew,
  kPartiallyFilled,
  kFilled,
  kCanceled,
  kExpired,         ///< the rest could not be filled and may not rest
  kExpiredInMatch,  ///< it would have traded with an order of the same account
};
[[nodiscard]] constexpr bool is_open(OrderStatus status) {
  return status == OrderStatus::kNew || status == OrderStatus::kPartiallyFilled;
}

/// Why an order has expired (user-data-stream.md, "Order Expiry Reason").
enum class Expiry : std::uint8_t {
  kRejected,     ///< its time came, and it could not go to the book
  kVenue,        ///< taken off
  kOtherOfList,  ///< the other order of its list began to work, or to fill
  kImmediate,    ///< immediate-or-cancel: the rest
  kFillOrKill,   ///< not all of it could be filled
  kNoLiquidity,  ///< nothing to trade with for what may not rest
};

/// What an order may do to a position; spot has none.
enum class Effect : std::uint8_t {
  kAny,
  kReduceOnly,
  kClosePosition,  ///< of stop orders: for all that is held when its time comes; until then it has no quantity
};

/// Why an order or a cancel was not taken.
enum class DeskRefusal : std::uint8_t {
  kInsufficientBalance,
  kDuplicateId,        ///< the client id belongs to an open order
  kWouldMatch,         ///< a maker-only order that would take
  kWouldTrigger,       ///< the stop price is reached already
  kNothingAffordable,  ///< a quote quantity below one lot, or an empty book
  kUnknownOrder,
  kWouldNotReduce,  ///< more than there is to close, or on the wrong side
  kPriceRelation,   ///< of an order list: the last price is not between the two
};

struct NewOrder {
  OwnerId owner{1};
  core::InstrumentId instrument;
  core::Side side{core::Side::kBuy};
  OrderType type{OrderType::kLimit};
  TimeInForce time_in_force{TimeInForce::kGtc};
  SelfTrade self_trade{SelfTrade::kCancelMaker};
  Effect effect{Effect::kAny};
  core::Price price;                       ///< where has_price()
  core::Price stop;                        ///< where waits_for_stop(), but of trailing stops
  core::Qty qty;                           ///< 0: by `quote_qty`, or all that is held (kClosePosition)
  Money quote_qty;                         ///< market orders: what to spend or to earn, in the quote asset
  std::string client_id;                   ///< not empty; unique among the account's open orders of the instrument
  TriggerBy trigger_by{TriggerBy::kLast};  ///< where waits_for_stop()
  Trailing trailing{};                     ///< of trailing stops
};

[[nodiscard]] constexpr bool is_buy(const NewOrder& request) {
  return request.side == core::Side::kBuy;
}

struct ClientOrder {
  std::uint64_t id{0};             ///< from 1, over all instruments
  NewOrder request;                ///< with the quantity that a quote quantity came to
  std::string original_client_id;  ///< as it was placed; a cancel gives it another client_id
  OrderStatus status{OrderStatus::kNew};
  core::Qty executed;
  Money spent;   ///< sum of price * quantity
  Money locked;  ///< still held for it, as its settlement counts
  core::Timestamp created;
  core::Timestamp updated;
  std::optional<core::Timestamp> working_since;  ///< when it went to the book; a waiting stop order has none
  std::optional<DeskRefusal> refused;            ///< of a stop order whose time came: why it could not go to the book
  std::optional<Expiry> expiry;                  ///< of one that has expired
  std::uint64_t list{0};                         ///< the order list that it belongs to; 0: none
  OrderId book_id;
  std::optional<core::Price> best{};  ///< of a trailing stop: the best price for it since it was placed

  [[nodiscard]] core::Qty left() const { return {request.qty.lots - executed.lots}; }
};

enum class Role : std::uint8_t { kMaker, kTaker };

/// Waits for its stop price, or was over before it came.
[[nodiscard]] inline bool is_off_book(const ClientOrder& order) {
  return waits_for_stop(order.request.type) && !order.working_since;
}

/// One fill of an account's order.
struct ClientFill {
  std::uint64_t trade_id{0};  ///< the public trade's, as the exchange numbers them
  std::uint64_t order_id{0};
  std::uint64_t list{0};  ///< of the order
  core::InstrumentId instrument;
  core::Side side{core::Side::kBuy};
  core::Price price;
  core::Qty qty;
  Money quote;  ///< price * quantity
  Money commission;
  std::string commission_asset;
  Money realized;  ///< profit of the part of a position that it closed
  Role role{Role::kTaker};
  core::Timestamp at;
};

/// Fees in millionths of what is received, or of a position's value.
struct FeeRates {
  std::int64_t maker{1000};
  std::int64_t taker{1000};
};
[[nodiscard]] inline Money fee_of(Money amount, const FeeRates& rates, Role role) {
  constexpr std::int64_t kMillion = 1'000'000;
  return share_of(amount, role == Role::kMaker ? rates.maker : rates.taker, kMillion).value_or(Money{});
}

enum class OrderEventKind : std::uint8_t { kNew, kTrade, kCanceled, kExpired, kTradePrevention };

/// Something that happened to an order; `order` is as it was afterwards.
struct OrderEvent {
  OrderEventKind kind{OrderEventKind::kNew};
  ClientOrder order;
  std::optional<ClientFill> fill;
  core::Timestamp at;
  std::optional<OrderList> list{};  ///< the order's list, where this event began or ended it
};

}  // namespace tidemark::sim
