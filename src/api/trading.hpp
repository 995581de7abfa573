#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/instrument.hpp"
#include "core/order.hpp"
#include "core/result.hpp"
#include "storage/trading_ledger.hpp"
#include "trading/execution/venue_broker.hpp"
#include "trading/portfolio/portfolio.hpp"
#include "trading/portfolio/position.hpp"
#include "trading/risk/risk_limits.hpp"

namespace tidemark::api {

/// An order as a client asks for it. `request` has no id yet; prices and quantity are in the live instrument's units.
struct NewOrder {
  core::OrderRequest request;
  std::string client_id;                   ///< empty: one is made
  std::optional<core::Price> stop_loss;    ///< a stop that sleeps until the order fills
  std::optional<core::Price> take_profit;  ///< a limit that does; one takes from the other
};

struct PlacedOrder {
  std::uint64_t id{0};
  enum class Outcome : std::uint8_t { kTaken, kKnown, kRefused };
  Outcome outcome{Outcome::kTaken};          ///< kKnown: the same was asked for before, and nothing happened
  std::optional<core::OrderReason> refusal;  ///< of kRefused; such an order is kept as rejected
};

struct HeldPosition {
  core::Instrument instrument;
  std::string currency;
  trading::Position position;
  std::optional<core::Price> mark;  ///< absent: none seen yet; then it counts at its cost
  core::Money value;                ///< signed, at the mark
  core::Money unrealized;
};

/// What is held and owed in one currency.
struct HeldAccount {
  std::string currency;
  core::Money cash;
  core::Money deposits;
  core::Money equity;    ///< cash and positions at their marks
  core::Money exposure;  ///< magnitudes of all positions' values
  core::Money realized;  ///< of all time, fees and funding not counted
  core::Money fees;
  core::Money funding;
  std::optional<trading::ExchangeRate> rate;  ///< units of the base currency for one; absent: not known
  std::optional<core::Timestamp> rated;       ///< when it was that; absent: the base currency's own
  std::optional<core::Money> worth;           ///< the equity in the base currency; absent: not known
};

/// The account as of one moment. What was open when an earlier run ended in an instrument that this run does not have
/// stands in `absent`, and counts at its cost.
struct Portfolio {
  core::Timestamp at;                      ///< time of the market's last event
  std::string mode;                        ///< "paper", "live"
  std::string position_mode;               ///< "netting", "hedging"
  std::string venue;                       ///< where orders go; empty: nowhere, on paper
  std::optional<trading::VenueLink> link;  ///< to the venue
  std::string strategy;                    ///< empty: orders are placed by hand only
  std::string currency;                    ///< the base currency, of limits
  std::vector<HeldAccount> accounts;       ///< the base currency's first
  std::optional<HeldAccount> total;        ///< all of them in the base currency; absent: a rate is not known
  std::vector<HeldPosition> positions;     ///< that are not flat
  std::vector<storage::PositionRecord> absent;
  trading::RiskState risk;
  trading::RiskLimits limits;
  std::string kill_reason;
  std::optional<core::Timestamp> kill_changed;
  std::size_t open_orders{0};
  std::vector<std::uint64_t> kept_here;  ///< of them, legs of brackets that the venue does not keep
  std::uint64_t faults{0};               ///< of the books; above 0 they must be looked at
  /// The market went on without the account from then on, and it takes no new orders; absent: it follows.
  std::optional<core::Timestamp> stale_since;
};

/// What engaging the kill switch has done.
struct KillReport {
  std::size_t cancels{0};         ///< asked for
  core::Duration to_last_cancel;  ///< from the request to the last of them
};

/// The way from the API to the account that trades. Any thread, but never the one that trades. When a call returns
/// well, what it did is in the store. Errors: kUnavailable "store_unavailable" while the disk takes nothing,
/// "trading_busy" when the account does not answer in time.
class Trading {
 public:
  virtual ~Trading() = default;

  /// Never null.
  [[nodiscard]] virtual std::shared_ptr<const Portfolio> portfolio() const = 0;

  /// kConflict "id_taken": the client's id belongs to an order that asked for something else. kInvalidArgument
  /// "not_tradable": the instrument cannot be traded with this account; "missing_member", "bad_combination": the order
  /// does not suit Portfolio::position_mode. kUnavailable "account_stale": see Portfolio; "market_in_past": what is
  /// known of the instrument's market is not the present yet (on paper).
  virtual core::Result<PlacedOrder> place(const NewOrder& order) = 0;
  /// kNotFound "unknown_order".
  virtual core::Status cancel(std::uint64_t order) = 0;
  /// How many cancels were asked for; absent: of all instruments.
  virtual core::Result<std::size_t> cancel_all(std::optional<core::InstrumentId> instrument) = 0;

  /// Begins at once, whatever else waits. Does not wait: see await_kill_switch().
  virtual void engage_kill_switch(std::string reason) = 0;
  /// What the last engage_kill_switch() has done, once it is in the store.
  virtual core::Result<KillReport> await_kill_switch() = 0;
  virtual core::Status release_kill_switch() = 0;
  /// Ends a halt and a cool-down.
  virtual core::Status release_halt() = 0;

  /// kNotFound "unknown_trade".
  virtual core::Status put(storage::JournalChange change) = 0;
};

}  // namespace tidemark::api
