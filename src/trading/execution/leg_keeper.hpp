#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "trading/execution/venue_broker.hpp"

namespace tidemark::trading {

/// Brackets for a venue that has none: keeps the orders that protect a position here, asleep until their parent is
/// over, and then watching the market; what the price comes to is sent as a market order, and its siblings go. All
/// other orders pass through. What is kept here protects only while this program runs and the venue is connected. Not
/// thread-safe.
class LegKeeper final : public Broker {
 public:
  /// Signed lots of an instrument.
  using Held = std::function<std::int64_t(core::InstrumentId)>;

  /// `venue` must outlive it.
  LegKeeper(VenueBroker& venue, Held held) : venue_{venue}, held_{std::move(held)} {}

  void submit(const ApprovedOrder& order, core::Timestamp at) override;
  void cancel(core::ClientOrderId order, core::Timestamp at) override;
  void take_reports(std::vector<BrokerReport>& out) override;
  void adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) override;
  void on_event(const core::OrderEvent& event) override;
  void on_over(core::ClientOrderId order) override;

  /// A public trade: sends the legs whose price has come. Nothing while the venue is not ready: the next one does.
  void on_price(core::InstrumentId instrument, core::Price price, core::Timestamp at);
  [[nodiscard]] bool has_reports() const { return !reports_.empty(); }

 private:
  enum class Stage : std::uint8_t {
    kSleeping,  ///< its parent may still fill
    kWatching,
    kSent,
  };
  struct Leg {
    core::OrderRequest request;
    Stage stage{Stage::kSleeping};
  };
  struct Parent {
    core::ClientOrderId id;
    core::Qty filled;
  };

  [[nodiscard]] Leg* leg_of(core::ClientOrderId id);
  [[nodiscard]] static bool is_reached(const core::OrderRequest& leg, core::Price price);
  void end_parent(core::ClientOrderId parent, core::Timestamp at);
  void fire(Leg& leg, core::Timestamp at);
  void drop_siblings(const core::OrderRequest& leg, core::Timestamp at);
  void report(core::OrderEventKind kind, core::ClientOrderId order, core::Timestamp at,
              std::optional<core::OrderReason> reason = {});
  void amend(Leg& leg, core::Qty qty, core::Timestamp at);

  VenueBroker& venue_;
  Held held_;
  std::vector<Leg> legs_;        ///< not over
  std::vector<Parent> parents_;  ///< open orders that are no legs
  std::vector<BrokerReport> reports_;
};

}  // namespace tidemark::trading
