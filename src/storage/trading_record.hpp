#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "storage/activation_record.hpp"
#include "storage/decision_record.hpp"

namespace tidemark::storage {

/// An order as it stands. Prices, quantities and money of these records are exact decimals as text ("0.001"); names are
/// those of core/order.hpp.
struct OrderRecord {
  std::uint64_t id{0};    ///< core::ClientOrderId
  std::string client_id;  ///< as its owner calls it; unique
  InstrumentKey instrument;
  std::string side;
  std::string type;
  std::string time_in_force;
  bool post_only{false};
  bool reduce_only{false};
  std::string position;  ///< "net", "long", "short"
  std::string qty;
  std::string filled;
  std::optional<std::string> limit;
  std::optional<std::string> trigger;
  std::optional<std::string> trail;
  std::optional<std::string> trail_best;  ///< the best price a trailing stop has seen
  std::optional<core::Timestamp> good_till;
  std::optional<std::uint64_t> oco;
  std::optional<std::uint64_t> parent;
  std::string state;
  bool triggered{false};
  std::string reason;  ///< of one that ended without being filled
  std::string origin;  ///< "api", or the strategy that asked for it
  core::Timestamp created;
  core::Timestamp updated;

  friend bool operator==(const OrderRecord&, const OrderRecord&) = default;
};

/// Something that happened to an order: core::OrderEvent.
struct OrderTransitionRecord {
  std::uint64_t sequence{0};  ///< of the account
  std::uint64_t order{0};
  core::Timestamp at;
  std::string kind;
  std::string before;
  std::string after;
  std::string qty;
  std::string reason;                 ///< empty: none
  std::optional<std::uint64_t> fill;  ///< of "filled"

  friend bool operator==(const OrderTransitionRecord&, const OrderTransitionRecord&) = default;
};

struct FillRecord {
  std::uint64_t id{0};  ///< of the instrument
  std::uint64_t order{0};
  InstrumentKey instrument;
  std::string side;
  std::string position;
  std::string role;
  std::string price;
  std::string qty;
  std::string fee;
  std::string currency;
  core::Timestamp at;
  std::string charged{};        ///< the fee as it was charged; empty: in `currency`
  std::string charged_asset{};  ///< of that
  bool fee_unvalued{false};     ///< what it was worth is not known: `fee` is zero

  friend bool operator==(const FillRecord&, const FillRecord&) = default;
};

/// A payment between longs and shorts of a perpetual: trading::VenueFunding, or what paper reckoned.
struct FundingRecord {
  std::uint64_t id{0};  ///< the venue's; on paper the millisecond of it
  InstrumentKey instrument;
  std::string position;
  std::string amount;  ///< received; below zero: paid
  std::string currency;
  core::Timestamp at;

  friend bool operator==(const FundingRecord&, const FundingRecord&) = default;
};

/// What is held of an instrument: trading::Position. Flat ones keep what they have earned.
struct PositionRecord {
  InstrumentKey instrument;
  std::string side;
  std::string qty;  ///< below zero: short
  std::string cost;
  std::string realized;
  std::string fees;
  std::string funding;
  std::string basis;  ///< earned when it was last flat
  std::string currency;
  core::Timestamp changed;

  friend bool operator==(const PositionRecord&, const PositionRecord&) = default;
};

struct AccountRecord {
  std::string currency;
  std::string positions;  ///< "netting", "hedging"; an account keeps what it began with
  std::string cash;
  std::string deposits;
  std::optional<std::string> rate{};  ///< units of the account's own currency for one; absent: not known, or its own
  std::optional<core::Timestamp> rated{};  ///< when it was that

  friend bool operator==(const AccountRecord&, const AccountRecord&) = default;
};

/// What the risk gate remembers, and the numbers given out so far.
struct RiskRecord {
  bool kill_switch{false};
  std::string kill_reason;
  std::optional<core::Timestamp> kill_changed;
  std::string halt{"none"};  ///< "none", "daily_loss", "drawdown"
  std::optional<core::Timestamp> cool_until;
  std::uint32_t losses_in_a_row{0};
  std::optional<std::string> highest_equity;
  std::optional<std::string> day_equity;
  core::Timestamp day;
  std::uint64_t next_order{1};
  std::uint64_t next_sequence{1};
  std::uint64_t next_fill{1};

  friend bool operator==(const RiskRecord&, const RiskRecord&) = default;
};

/// A position from flat to flat, or one that is still open: journal::ClosedTrade.
struct TradeRecord {
  std::string id;               ///< 16 hexadecimal digits
  std::string source{"paper"};  ///< "paper", "live", "manual"
  InstrumentKey instrument;
  std::string position;
  std::string direction;  ///< "long", "short"
  std::string setup;
  std::string regime;                        ///< of the market at entry; empty: not known
  std::string strategy;                      ///< empty: by hand
  std::optional<core::Timestamp> signal_at;  ///< names the trace of the decision that opened it
  std::string currency;
  core::Timestamp entered;
  std::optional<core::Timestamp> exited;  ///< absent: open
  std::string qty;
  std::string entry_value;
  std::string exit_value;
  std::string fees;
  std::string funding;
  std::string profit;
  std::string best;
  std::string worst;
  std::optional<std::string> risk;
  std::string open_qty{"0"};  ///< signed; of an open one
  std::string cash{"0"};      ///< sales less purchases; of an open one
  std::string highest{"0"};   ///< since its last fill; of an open one
  std::string lowest{"0"};
  std::uint32_t unvalued_fees{0};               ///< fills whose fee is not in `fees`, as its worth is not known
  std::optional<std::string> account_profit{};  ///< in the account's currency at the close; absent: open, or not known
  std::uint64_t number{0};                      ///< read only: the cursor

  friend bool operator==(const TradeRecord&, const TradeRecord&) = default;
};

/// What a strategy remembers of an instrument.
struct StrategyStateRecord {
  InstrumentKey instrument;
  std::string strategy;
  std::vector<std::byte> state;

  friend bool operator==(const StrategyStateRecord&, const StrategyStateRecord&) = default;
};

/// The account's worth in its base currency.
struct PortfolioSnapshotRecord {
  core::Timestamp at;
  std::string currency;
  std::string equity;
  std::string cash;
  std::string exposure;

  friend bool operator==(const PortfolioSnapshotRecord&, const PortfolioSnapshotRecord&) = default;
};

/// Everything that one event changed in the account: written whole or not at all. Rows are added or replaced by their
/// keys; transitions, fills and fundings are only added, and one already there is left as it is.
struct TradingChange {
  std::vector<OrderRecord> orders;
  std::vector<OrderTransitionRecord> transitions;
  std::vector<FillRecord> fills;
  std::vector<FundingRecord> fundings;
  std::vector<PositionRecord> positions;
  std::vector<AccountRecord> accounts;
  std::vector<TradeRecord> trades;
  std::vector<StrategyStateRecord> strategies;
  std::optional<RiskRecord> risk;
  std::optional<PortfolioSnapshotRecord> snapshot;
  ActivationChange activation;

  [[nodiscard]] std::size_t rows() const {
    return orders.size() + transitions.size() + fills.size() + fundings.size() + positions.size() + accounts.size() +
           trades.size() + strategies.size() + (risk ? 1U : 0U) + (snapshot ? 1U : 0U) + activation.rows();
  }
};

}  // namespace tidemark::storage
