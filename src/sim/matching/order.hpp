#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "core/values.hpp"

namespace tidemark::sim {

/// Given by the book in order of submission, from 1; never used twice in one book.
struct OrderId {
  std::uint64_t value{0};

  friend constexpr auto operator<=>(OrderId, OrderId) = default;
};

/// Who an order belongs to. kCrowd is the anonymous background flow: many people, so it may trade with itself.
struct OwnerId {
  std::uint32_t value{0};

  friend constexpr auto operator<=>(OwnerId, OwnerId) = default;
};
inline constexpr OwnerId kCrowd{0};

enum class OrderKind : std::uint8_t { kLimit, kMarket };

enum class TimeInForce : std::uint8_t {
  kGtc,  ///< rest until filled or canceled
  kIoc,  ///< take what is there, cancel the rest
  kFok,  ///< take all of it at once, or nothing
};

enum class Liquidity : std::uint8_t {
  kAny,
  kMakerOnly,  ///< post-only: refused when it would take (Binance LIMIT_MAKER)
};

/// What happens when an order meets a resting order of its own owner. The taker's choice decides, as on Binance
/// (developers.binance.com, "Self Trade Prevention (STP) FAQ": NONE, EXPIRE_MAKER, EXPIRE_TAKER, EXPIRE_BOTH). The
/// crowd is exempt. The default protects accounts without losing the new order.
enum class SelfTrade : std::uint8_t { kAllow, kCancelMaker, kCancelTaker, kCancelBoth };

/// Stops, take-profits and the like are not known to the book: the layer above turns a triggered one into one of these.
struct OrderRequest {
  OwnerId owner{kCrowd};
  core::Side side{core::Side::kBuy};
  OrderKind kind{OrderKind::kLimit};
  TimeInForce time_in_force{TimeInForce::kGtc};  ///< a market order never rests: kGtc acts as kIoc
  Liquidity liquidity{Liquidity::kAny};
  SelfTrade self_trade{SelfTrade::kCancelMaker};
  core::Price price;  ///< ignored for market orders
  core::Qty qty;
};

enum class RejectReason : std::uint8_t {
  kBadPrice,        ///< not positive, or off the tick grid
  kBadQty,          ///< not positive, or off the lot grid
  kBadCombination,  ///< maker-only with market, IOC or FOK
  kWouldTake,       ///< maker-only, but it crosses the book
};

enum class CancelReason : std::uint8_t {
  kRequested,
  kImmediateOrCancel,  ///< the rest of an IOC
  kFillOrKill,         ///< a FOK that could not be filled at once
  kNoLiquidity,        ///< the rest of a market order that emptied the book
  kSelfTrade,
  kLevelFull,  ///< the level's sum of quantities would not fit 63 bits
};

[[nodiscard]] std::string_view name_of(RejectReason reason) noexcept;
[[nodiscard]] std::string_view name_of(CancelReason reason) noexcept;

struct Accepted {
  OrderId order;
  OrderRequest request;
};

struct Rejected {
  OrderId order;
  OwnerId owner;
  RejectReason reason{RejectReason::kBadPrice};
};

/// One maker met by one taker, at the maker's price.
struct Fill {
  std::uint64_t trade_id{0};  ///< from 1, without holes
  OrderId maker;
  OrderId taker;
  OwnerId maker_owner;
  OwnerId taker_owner;
  core::Side taker_side{core::Side::kBuy};
  core::Price price;
  core::Qty qty;
  core::Qty maker_left;
  core::Qty taker_left;
};

struct Canceled {
  OrderId order;
  OwnerId owner;
  core::Qty left;
  CancelReason reason{CancelReason::kRequested};
};

using Execution = std::variant<Accepted, Rejected, Fill, Canceled>;

/// A price level's new total; 0 when the level is gone.
struct LevelChange {
  core::Side side{core::Side::kBuy};
  core::Price price;
  core::Qty qty;
};

/// What one or more operations on a book did, in order. Owned and cleared by the caller, so that its memory is reused.
struct BookOutput {
  std::vector<Execution> executions;
  std::vector<LevelChange> changes;

  void clear() {
    executions.clear();
    changes.clear();
  }
};

}  // namespace tidemark::sim
