#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "trading/execution/venue_account.hpp"
#include "trading/execution/venue_broker.hpp"

namespace tidemark::trading {

/// Where a bracket's leg is kept.
enum class LegHome : std::uint8_t {
  kHere,
  kVenue,      ///< at the venue, by itself: what its siblings do is watched here
  kVenuePair,  ///< at the venue, which locks what it sells (spot): with its one sibling as a pair, or alone
};

/// Brackets: keeps the orders that protect a position asleep until their parent is over. What the venue keeps rests
/// there from then on and protects whether or not this program runs; when one of a group is filled the others are
/// canceled. What it does not keep watches the market here: what the price comes to is sent as a market order, and its
/// siblings go; that protects only while this program runs and the venue is connected. A trailing stop that only
/// reduces is kept here like such a leg, without a parent: it follows a price by a distance, and venues, where they
/// have it at all, by a share of the price (Binance: percent, in tenths), which is another distance at every price. All
/// other orders pass through; but where resting legs lock what an order would sell, they come home first, and rest
/// again once it is over. Not thread-safe.
class LegKeeper final : public Broker {
 public:
  /// Signed lots of an instrument.
  using Held = std::function<std::int64_t(core::InstrumentId)>;
  /// Where such a leg is kept, cut to what is held when its price comes.
  using Home = std::function<LegHome(const core::OrderRequest&)>;

  /// `venue` must outlive it.
  LegKeeper(VenueBroker& venue, Held held, Home home = {})
      : venue_{venue}, held_{std::move(held)}, home_{std::move(home)} {}

  void submit(const ApprovedOrder& order, core::Timestamp at) override;
  void cancel(core::ClientOrderId order, core::Timestamp at) override;
  void take_reports(std::vector<BrokerReport>& out) override;
  void adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) override;
  void on_event(const core::OrderEvent& event) override;
  void on_over(core::ClientOrderId order) override;

  /// A public trade: sends the legs whose price has come. Nothing while the venue is not ready: the next one does.
  void on_price(core::InstrumentId instrument, core::Price price, core::Timestamp at);
  /// Sends the venue what it is to keep, and what had to wait, once it is ready.
  void protect(core::Timestamp at);
  /// After the books were brought to it: legs that the venue never heard of, or took off, are watched, and sent again.
  void on_account(const VenueAccount& account, core::Timestamp at);
  [[nodiscard]] bool has_reports() const { return !reports_.empty(); }
  /// Orders that do not rest at the venue (yet), in order of submission.
  [[nodiscard]] std::vector<core::ClientOrderId> kept_here() const;
  /// Of a trailing stop that waits: the best price it has seen.
  [[nodiscard]] std::optional<core::Price> best_of(core::ClientOrderId order) const;

 private:
  enum class Stage : std::uint8_t {
    kSleeping,  ///< its parent may still fill
    kWatching,
    kDue,      ///< its price has come: it goes out once its sibling at the venue is over
    kResting,  ///< at the venue, which keeps it until its price comes
    kSent,     ///< as a market order, or over
  };
  struct Leg {
    core::OrderRequest request;
    Stage stage{Stage::kSleeping};
    bool refused{false};                ///< the venue did not take it: it stays here
    bool cancel_wanted{false};          ///< of one that rests or was sent
    bool dropped{false};                ///< for a sibling that was filled
    bool lifted{false};                 ///< it comes home from the venue to make room
    bool filled{false};                 ///< a part of it
    std::uint32_t returns{0};           ///< how often it came home
    std::optional<core::Price> best{};  ///< of a trailing stop
  };
  struct Parent {
    core::OrderRequest request;
    core::Qty filled;
  };

  [[nodiscard]] Leg* leg_of(core::ClientOrderId id);
  [[nodiscard]] Leg* sibling_of(const Leg& leg);
  [[nodiscard]] LegHome home_of(const core::OrderRequest& leg) const {
    return home_ && leg.type != core::OrderType::kTrailingStop ? home_(leg) : LegHome::kHere;
  }
  [[nodiscard]] bool is_lock(const Leg& leg) const;
  void keep_trailing(const core::OrderRequest& request, core::Timestamp at);
  [[nodiscard]] static bool is_reached(const Leg& leg, core::Price price);
  void trail(core::InstrumentId instrument, core::Price price);
  /// What the venue said of a leg, as it is to be counted. False: it is not told.
  [[nodiscard]] bool translate(Leg& leg, BrokerReport& said);
  [[nodiscard]] bool comes_home(const Leg& leg) const;
  void bring_home(Leg& leg);
  void end_parent(core::ClientOrderId parent, core::Timestamp at);
  [[nodiscard]] core::Qty room_for(const Leg& leg);
  void rest(Leg& leg, core::Timestamp at);
  void fire(Leg& leg, core::Timestamp at);
  void send_due(core::Timestamp at);
  void send_to_market(Leg& leg, core::Timestamp at);
  [[nodiscard]] bool wants_room(const core::OrderRequest& order);
  void make_room(const core::OrderRequest& order, core::Timestamp at);
  [[nodiscard]] bool is_selling_more(const Leg& leg) const;
  void send_waiting(core::Timestamp at);
  void drop_siblings(const core::OrderRequest& leg, core::Timestamp at);
  void report(core::OrderEventKind kind, core::ClientOrderId order, core::Timestamp at,
              std::optional<core::OrderReason> reason = {});
  void amend(Leg& leg, core::Qty qty, core::Timestamp at);

  VenueBroker& venue_;
  Held held_;
  Home home_;
  std::vector<Leg> legs_;                    ///< not over
  std::vector<Parent> parents_;              ///< open orders that are no legs
  std::vector<core::OrderRequest> waiting_;  ///< of them: for legs to come home
  std::vector<BrokerReport> reports_;
  core::Timestamp at_;  ///< of the newest event
};

}  // namespace tidemark::trading
