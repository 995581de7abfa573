#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "core/values.hpp"

namespace tidemark::core {

/// Everything from outside carries two times: what the venue says, and when we had it. Decisions may only use what had
/// been received. `exchange` may be later than `received` when clocks differ.
struct EventTimes {
  Timestamp exchange;  ///< 0 when the message has none (Binance spot bookTicker)
  Timestamp received;

  friend constexpr bool operator==(const EventTimes&, const EventTimes&) = default;
};

/// A public trade (Binance trade or aggTrade). first_id == last_id for a single trade.
struct Trade {
  InstrumentId instrument;
  EventTimes times;
  Price price;
  Qty qty;
  Side taker{Side::kBuy};
  std::uint64_t first_id{0};
  std::uint64_t last_id{0};

  friend bool operator==(const Trade&, const Trade&) = default;
};

/// Best bid and ask.
struct Quote {
  InstrumentId instrument;
  EventTimes times;
  Price bid;
  Qty bid_qty;
  Price ask;
  Qty ask_qty;
  std::uint64_t update_id{0};

  friend bool operator==(const Quote&, const Quote&) = default;
};

struct BookLevel {
  Price price;
  Qty qty;  ///< absolute; 0 removes the level

  friend constexpr bool operator==(const BookLevel&, const BookLevel&) = default;
};

/// Whole book, or its top `depth` levels, at one update id.
struct BookSnapshot {
  InstrumentId instrument;
  EventTimes times;
  std::uint64_t last_update_id{0};
  std::vector<BookLevel> bids;
  std::vector<BookLevel> asks;

  friend bool operator==(const BookSnapshot&, const BookSnapshot&) = default;
};

/// Changed levels between two update ids (Binance depthUpdate: U, u, pu).
struct BookDelta {
  InstrumentId instrument;
  EventTimes times;
  std::uint64_t first_update_id{0};
  std::uint64_t last_update_id{0};
  std::optional<std::uint64_t> previous_update_id;  ///< futures only
  std::vector<BookLevel> bids;
  std::vector<BookLevel> asks;

  friend bool operator==(const BookDelta&, const BookDelta&) = default;
};

enum class CandleState : std::uint8_t { kForming, kClosed };

/// A candle as the venue (or a file) reports it.
struct VenueCandle {
  InstrumentId instrument;
  EventTimes times;
  Timeframe timeframe{Timeframe::k1m};
  CandleState state{CandleState::kClosed};
  Candle candle;

  friend bool operator==(const VenueCandle&, const VenueCandle&) = default;
};

/// Futures: mark price and funding.
struct MarkPrice {
  InstrumentId instrument;
  EventTimes times;
  Price mark;
  std::optional<Price> index;
  std::optional<double> funding_rate;
  std::optional<Timestamp> next_funding;

  friend bool operator==(const MarkPrice&, const MarkPrice&) = default;
};

/// Futures: a forced order. `side` is the side of the liquidation order: kSell closes a long.
struct Liquidation {
  InstrumentId instrument;
  EventTimes times;
  Side side{Side::kSell};
  Price price;
  Qty qty;

  friend bool operator==(const Liquidation&, const Liquidation&) = default;
};

enum class FeedState : std::uint8_t { kConnecting, kLive, kStale, kResyncing, kGapped, kPolling, kClosed };

/// The connection's own news about one instrument.
struct FeedStatus {
  InstrumentId instrument;
  EventTimes times;
  FeedState state{FeedState::kConnecting};

  friend bool operator==(const FeedStatus&, const FeedStatus&) = default;
};

/// Time goes on although nothing was received: lets candles close and feeds go stale. Only `received` is set.
struct Heartbeat {
  EventTimes times;

  friend bool operator==(const Heartbeat&, const Heartbeat&) = default;
};

using Event =
    std::variant<Trade, Quote, BookSnapshot, BookDelta, VenueCandle, MarkPrice, Liquidation, FeedStatus, Heartbeat>;

[[nodiscard]] std::string_view name_of(FeedState state) noexcept;
[[nodiscard]] const EventTimes& times_of(const Event& event) noexcept;
/// Empty for Heartbeat, which concerns every instrument.
[[nodiscard]] std::optional<InstrumentId> instrument_of(const Event& event) noexcept;

}  // namespace tidemark::core
