#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/instrument.hpp"
#include "core/money.hpp"
#include "core/time.hpp"
#include "core/values.hpp"

namespace tidemark::core {

/// Our own name for an order, given by whoever wants it and unique within an account. Asking twice with the same id is
/// asking once.
struct ClientOrderId {
  std::uint64_t value{0};

  friend constexpr auto operator<=>(ClientOrderId, ClientOrderId) = default;
};

/// Orders of which one cancels the other: what one fills, the others lose.
struct OcoGroupId {
  std::uint64_t value{0};

  friend constexpr auto operator<=>(OcoGroupId, OcoGroupId) = default;
};

enum class OrderType : std::uint8_t {
  kMarket,
  kLimit,
  kStop,          ///< a market order once the price has come to the trigger against the side (buy: up to it)
  kStopLimit,     ///< a limit order then
  kTakeProfit,    ///< a market order once the price has come to the trigger in favor of the side (buy: down to it)
  kTrailingStop,  ///< a stop whose trigger follows the best price at a distance
};

enum class TimeInForce : std::uint8_t {
  kGtc,  ///< until filled or canceled
  kIoc,  ///< what can be had at once, the rest is canceled
  kFok,  ///< all of it at once, or nothing
  kGtd,  ///< until `good_till`
};

enum class Liquidity : std::uint8_t {
  kAny,
  kPostOnly,  ///< rejected when it would take
};

enum class Effect : std::uint8_t {
  kAny,
  kReduceOnly,  ///< may only make a position smaller; what would turn it over is cut off
};

/// Which position an order is for. Netting accounts have one per instrument, hedging accounts a long and a short one.
enum class PositionSide : std::uint8_t { kNet, kLong, kShort };

/// What somebody wants. Prices and quantities in the instrument's units.
struct OrderRequest {
  ClientOrderId id;
  InstrumentId instrument;
  Side side{Side::kBuy};
  OrderType type{OrderType::kMarket};
  TimeInForce time_in_force{TimeInForce::kGtc};
  Liquidity liquidity{Liquidity::kAny};
  Effect effect{Effect::kAny};
  PositionSide position{PositionSide::kNet};
  Qty qty;
  std::optional<Price> limit;           ///< of limit and stop-limit orders
  std::optional<Price> trigger;         ///< of stop, stop-limit and take-profit orders
  std::optional<Price> trail;           ///< of trailing stops: distance of the trigger from the best price
  std::optional<Timestamp> good_till;   ///< of kGtd: from then on it has expired
  std::optional<OcoGroupId> oco;        ///< fills of one member take from the others
  std::optional<ClientOrderId> parent;  ///< sleeps until this order fills, and is for as much as it filled (bracket)

  friend constexpr bool operator==(const OrderRequest&, const OrderRequest&) = default;
};

/// The life of an order. Open: new, accepted, partially filled; the others are final.
enum class OrderState : std::uint8_t {
  kNew,  ///< asked for, the broker has not answered
  kAccepted,
  kPartiallyFilled,
  kFilled,
  kCanceled,
  kRejected,
  kExpired,
};
[[nodiscard]] constexpr bool is_open(OrderState state) {
  return state <= OrderState::kPartiallyFilled;
}

/// Why an order was rejected, canceled or has expired.
enum class OrderReason : std::uint8_t {
  // The request itself is wrong.
  kBadQty,          ///< not positive, or off the lot grid
  kBadPrice,        ///< a price missing, not positive, or off the tick grid
  kBadCombination,  ///< parts that do not go together
  kIdTaken,         ///< the id belongs to an order that asked for something else
  // The risk gate.
  kKillSwitch,
  kHalted,  ///< daily loss or drawdown
  kCoolDown,
  kTooManyOrders,
  kTooLarge,  ///< beyond the largest order, a fat finger
  kDuplicate,
  kPriceCollar,
  kInstrumentExposure,
  kPortfolioExposure,
  kLeverage,
  kNoPrice,  ///< what it is worth cannot be known
  kNoRate,   ///< what its currency, or one the account has to do with, is worth in the account's is not known
  // The broker.
  kUnknownInstrument,
  kWouldTake,       ///< post-only
  kNothingToClose,  ///< reduce-only without a position
  kNoLiquidity,     ///< nothing to trade with for what may not rest
  kNotFillable,     ///< fill-or-kill
  kRest,            ///< of immediate-or-cancel
  kGoodTill,        ///< its time is over
  kRequested,
  kOcoFilled,    ///< another of its group was filled
  kParentEnded,  ///< the order it waited for is over, unfilled
  kNotReady,     ///< the venue is not connected, or what it knows and what we know is not reconciled yet
  kVenue,        ///< the venue refused it, or took it off by itself
  kLost,         ///< the venue never heard of it
  kEnd,          ///< the test is over
};
inline constexpr std::size_t kOrderReasonCount = static_cast<std::size_t>(OrderReason::kEnd) + 1;

enum class Role : std::uint8_t { kMaker, kTaker };

/// A fee as the venue charged it.
struct ChargedFee {
  std::string asset;
  Money amount;

  friend constexpr bool operator==(const ChargedFee&, const ChargedFee&) = default;
};

/// Whether what a fee comes to in the quote currency is known.
enum class FeeWorth : std::uint8_t {
  kKnown,
  kUnknown,  ///< charged in an asset without a known price: `fee` is zero, and what the fill earns is before it
};

/// One fill of an order of ours.
struct Fill {
  std::uint64_t id{0};  ///< the broker's; no two fills of an instrument share one
  ClientOrderId order;
  InstrumentId instrument;
  Side side{Side::kBuy};
  PositionSide position{PositionSide::kNet};
  Role role{Role::kTaker};
  Price price;
  Qty qty;    ///< > 0
  Money fee;  ///< in the instrument's quote currency; below zero: a rebate
  /// Of what was bought, kept by the venue as its fee: so much less is held. `fee` is then its value at `price`, and
  /// is not paid in cash. Spot venues do so.
  Qty kept;
  Timestamp at;
  /// Where that was not in the quote currency. In an asset that is neither of the instrument's two, or of a sale in
  /// what was sold, `fee` is its value when it was paid, and is paid in cash to whoever's that asset was.
  std::optional<ChargedFee> charged{};
  FeeWorth fee_worth{FeeWorth::kKnown};

  friend constexpr bool operator==(const Fill&, const Fill&) = default;
};

/// An order as it is.
struct Order {
  OrderRequest request;  ///< `qty` as it stands: a bracket's leg grows with its parent, an OCO's shrinks
  OrderState state{OrderState::kNew};
  Qty filled;
  bool triggered{false};  ///< of an order that waited for a trigger: it has become a market or limit order
  Timestamp created;
  Timestamp updated;
  std::optional<OrderReason> reason;

  [[nodiscard]] constexpr Qty left() const { return {request.qty.lots - filled.lots}; }
};

enum class OrderEventKind : std::uint8_t {
  kSubmitted,
  kAccepted,
  kTriggered,  ///< a stop has become a market or limit order
  kAmended,    ///< its quantity has changed
  kFilled,
  kCanceled,
  kRejected,
  kExpired,
};

/// Something that happened to an order: the journal of orders is a list of these, and enough to rebuild every state.
struct OrderEvent {
  std::uint64_t sequence{0};  ///< from 1, without holes
  Timestamp at;
  ClientOrderId order;
  InstrumentId instrument;
  OrderEventKind kind{OrderEventKind::kSubmitted};
  OrderState before{OrderState::kNew};
  OrderState after{OrderState::kNew};
  Qty qty;                            ///< of the order, afterwards
  std::optional<OrderReason> reason;  ///< of kCanceled, kRejected, kExpired
  std::optional<Fill> fill;           ///< of kFilled
};

[[nodiscard]] constexpr Side opposite(Side side) {
  return side == Side::kBuy ? Side::kSell : Side::kBuy;
}
/// +1 for what adds to a position, -1 for what takes from it.
[[nodiscard]] constexpr std::int64_t sign_of(Side side) {
  return side == Side::kBuy ? 1 : -1;
}
[[nodiscard]] constexpr bool waits_for_trigger(OrderType type) {
  return type >= OrderType::kStop;
}
[[nodiscard]] constexpr bool has_limit(OrderType type) {
  return type == OrderType::kLimit || type == OrderType::kStopLimit;
}

/// Stable names, snake_case.
[[nodiscard]] std::string_view name_of(OrderType type) noexcept;
[[nodiscard]] std::string_view name_of(TimeInForce time_in_force) noexcept;
[[nodiscard]] std::string_view name_of(OrderState state) noexcept;
[[nodiscard]] std::string_view name_of(OrderReason reason) noexcept;
[[nodiscard]] std::string_view name_of(OrderEventKind kind) noexcept;
[[nodiscard]] std::string_view name_of(Side side) noexcept;
[[nodiscard]] std::string_view name_of(PositionSide side) noexcept;
[[nodiscard]] std::string_view name_of(Role role) noexcept;

}  // namespace tidemark::core
