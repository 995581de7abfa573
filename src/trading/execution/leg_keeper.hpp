#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "trading/execution/venue_account.hpp"
#include "trading/execution/venue_broker.hpp"

namespace tidemark::trading {

/// Brackets for a venue that has none: keeps the orders that protect a position asleep until their parent is over. What
/// the venue keeps itself rests there from then on, as an order that only reduces, and protects whether or not this
/// program runs; when one of a group is filled the others are canceled. What it does not keep watches the market here:
/// what the price comes to is sent as a market order, and its siblings go; that protects only while this program runs
/// and the venue is connected. All other orders pass through. Not thread-safe.
class LegKeeper final : public Broker {
 public:
  /// Signed lots of an instrument.
  using Held = std::function<std::int64_t(core::InstrumentId)>;
  /// Whether the venue keeps such a leg, cut to what is held when its price comes.
  using Keeps = std::function<bool(const core::OrderRequest&)>;

  /// `venue` must outlive it.
  LegKeeper(VenueBroker& venue, Held held, Keeps keeps = {})
      : venue_{venue}, held_{std::move(held)}, keeps_{std::move(keeps)} {}

  void submit(const ApprovedOrder& order, core::Timestamp at) override;
  void cancel(core::ClientOrderId order, core::Timestamp at) override;
  void take_reports(std::vector<BrokerReport>& out) override;
  void adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) override;
  void on_event(const core::OrderEvent& event) override;
  void on_over(core::ClientOrderId order) override;

  /// A public trade: sends the legs whose price has come. Nothing while the venue is not ready: the next one does.
  void on_price(core::InstrumentId instrument, core::Price price, core::Timestamp at);
  /// Sends the venue the legs it is to keep, once it is ready.
  void protect(core::Timestamp at);
  /// After the books were brought to it: legs that the venue never heard of are watched, and sent again.
  void on_account(const VenueAccount& account, core::Timestamp at);
  [[nodiscard]] bool has_reports() const { return !reports_.empty(); }
  /// Legs that do not rest at the venue (yet), in order of submission.
  [[nodiscard]] std::vector<core::ClientOrderId> kept_here() const;

 private:
  enum class Stage : std::uint8_t {
    kSleeping,  ///< its parent may still fill
    kWatching,
    kResting,  ///< at the venue, which keeps it until its price comes
    kSent,     ///< as a market order, or over
  };
  struct Leg {
    core::OrderRequest request;
    Stage stage{Stage::kSleeping};
    bool refused{false};        ///< the venue did not take it: it stays here
    bool cancel_wanted{false};  ///< of one that rests or was sent
    bool dropped{false};        ///< for a sibling that was filled
  };
  struct Parent {
    core::ClientOrderId id;
    core::Qty filled;
  };

  [[nodiscard]] Leg* leg_of(core::ClientOrderId id);
  [[nodiscard]] bool is_kept_there(const core::OrderRequest& leg) const { return keeps_ && keeps_(leg); }
  [[nodiscard]] static bool is_reached(const core::OrderRequest& leg, core::Price price);
  /// What the venue said of a leg, as it is to be counted. False: it is not told.
  [[nodiscard]] bool translate(Leg& leg, BrokerReport& said);
  void end_parent(core::ClientOrderId parent, core::Timestamp at);
  void rest(Leg& leg, core::Timestamp at);
  void fire(Leg& leg, core::Timestamp at);
  void drop_siblings(const core::OrderRequest& leg, core::Timestamp at);
  void report(core::OrderEventKind kind, core::ClientOrderId order, core::Timestamp at,
              std::optional<core::OrderReason> reason = {});
  void amend(Leg& leg, core::Qty qty, core::Timestamp at);

  VenueBroker& venue_;
  Held held_;
  Keeps keeps_;
  std::vector<Leg> legs_;        ///< not over
  std::vector<Parent> parents_;  ///< open orders that are no legs
  std::vector<BrokerReport> reports_;
};

}  // namespace tidemark::trading
