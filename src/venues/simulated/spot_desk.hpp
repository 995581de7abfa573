#pragma once

#include "sim/accounts/spot_settlement.hpp"
#include "venues/simulated/client_desk.hpp"

namespace tidemark::venues::simulated {

/// Trading on the spot market.
class SpotDesk final : public ClientDesk {
 public:
  SpotDesk(Market& market, sim::Exchange& exchange, const SimVenueConfig& config);

  [[nodiscard]] sim::TradeDesk& desk() override { return desk_; }
  [[nodiscard]] const sim::SpotSettlement& money() const { return money_; }
  [[nodiscard]] sim::SpotSettlement& money() { return money_; }
  void go_on(core::Timestamp from, core::Timestamp now, core::Timestamp shown_now, MessageSink& sink) override;

 private:
  void tell_event(const sim::OrderEvent& event, core::Timestamp shown_now, MessageSink& sink) override;

  sim::SpotSettlement money_;
  sim::TradeDesk desk_;
};

}  // namespace tidemark::venues::simulated
