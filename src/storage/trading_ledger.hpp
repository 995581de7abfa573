#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "storage/trading_record.hpp"

namespace tidemark::storage {

/// What people say about a trade.
struct TradeNotes {
  std::vector<std::string> tags;
  std::string text;
  core::Timestamp updated;

  friend bool operator==(const TradeNotes&, const TradeNotes&) = default;
};

/// Tags and notes of a trade; replaces what was said before. kNotFound when there is no such trade.
struct PutTradeNotes {
  std::string trade;
  TradeNotes notes;
};
/// A trade that was made elsewhere, entered by hand.
struct PutManualTrade {
  TradeRecord trade;
  TradeNotes notes;
};
/// Takes away a trade that was entered by hand. kNotFound for all others.
struct RemoveManualTrade {
  std::string trade;
};
using JournalChange = std::variant<PutTradeNotes, PutManualTrade, RemoveManualTrade>;

struct OrderQuery {
  std::optional<InstrumentKey> instrument;
  enum class State : std::uint8_t { kAny, kOpen, kClosed };
  State state{State::kAny};
  std::string client_id;                ///< empty: all
  std::optional<std::uint64_t> before;  ///< cursor: the id of the last one seen
  std::uint32_t limit{100};
};

struct FillQuery {
  std::optional<InstrumentKey> instrument;
  std::optional<std::uint64_t> order;
  std::optional<std::uint64_t> before;  ///< cursor: the number of the last one seen
  std::uint32_t limit{100};
};

struct FundingQuery {
  std::optional<core::Timestamp> from;  ///< inclusive
  std::uint32_t limit{100};
};

struct NumberedFill {
  std::uint64_t number{0};
  FillRecord fill;
};

struct TradeQuery {
  std::optional<InstrumentKey> instrument;
  std::string setup;     ///< empty: all
  std::string strategy;  ///< empty: all
  std::string tag;       ///< empty: all
  std::string text;      ///< in its notes or tags; empty: all
  enum class State : std::uint8_t { kAny, kOpen, kClosed };
  State state{State::kAny};
  std::optional<core::Timestamp> from;  ///< entered, inclusive
  std::optional<core::Timestamp> to;    ///< exclusive
  std::optional<std::uint64_t> before;  ///< cursor: the number of the last one seen
  std::uint32_t limit{100};
};

struct JournalEntry {
  TradeRecord trade;
  std::optional<TradeNotes> notes;
};

/// What the store keeps of an account that trades, and of its journal. A part of a Store.
class TradingLedger {
 public:
  virtual ~TradingLedger() = default;

  /// The instruments must be there (kNotFound).
  virtual core::Status put(const TradingChange& change) = 0;
  virtual core::Status put(const JournalChange& change) = 0;

  /// Newest first.
  virtual core::Result<std::vector<OrderRecord>> orders(const OrderQuery& query) = 0;
  virtual core::Result<std::optional<OrderRecord>> order(std::uint64_t id) = 0;
  /// Of one order, oldest first.
  virtual core::Result<std::vector<OrderTransitionRecord>> transitions(std::uint64_t order) = 0;
  /// Newest first.
  virtual core::Result<std::vector<NumberedFill>> fills(const FillQuery& query) = 0;
  /// Newest first.
  virtual core::Result<std::vector<FundingRecord>> fundings(const FundingQuery& query) = 0;
  virtual core::Result<std::vector<PositionRecord>> positions() = 0;
  virtual core::Result<std::vector<AccountRecord>> accounts() = 0;
  virtual core::Result<std::optional<RiskRecord>> risk() = 0;
  virtual core::Result<std::vector<StrategyStateRecord>> strategies() = 0;
  /// Ascending, the newest `limit`.
  virtual core::Result<std::vector<PortfolioSnapshotRecord>> snapshots(std::uint32_t limit) = 0;
  /// Newest first.
  virtual core::Result<std::vector<JournalEntry>> trades(const TradeQuery& query) = 0;
  virtual core::Result<std::optional<JournalEntry>> trade(const std::string& id) = 0;
};

}  // namespace tidemark::storage
