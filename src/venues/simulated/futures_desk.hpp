#pragma once

#include <deque>
#include <vector>

#include "sim/accounts/margin_settlement.hpp"
#include "venues/simulated/client_desk.hpp"

namespace tidemark::venues::simulated {

/// Trading on the USD-M market: one-way mode, cross margin, profit in USDT. Positions below their maintenance margin
/// are closed at the market; funding is paid when the market says so.
class FuturesDesk final : public ClientDesk {
 public:
  FuturesDesk(Market& market, sim::Exchange& exchange, const SimVenueConfig& config);

  [[nodiscard]] sim::TradeDesk& desk() override { return desk_; }
  [[nodiscard]] sim::MarginSettlement& money() { return money_; }
  [[nodiscard]] const sim::MarginSettlement& money() const { return money_; }
  [[nodiscard]] core::Price mark(core::InstrumentId id) const { return mark_(id); }
  /// Whether the book holds all that a limit order wants within its price.
  [[nodiscard]] bool can_fill(const sim::NewOrder& order) const;
  /// What funding brought an account: the newest 20,000 of all accounts.
  struct Income {
    sim::OwnerId owner;
    core::InstrumentId instrument;
    sim::Money amount;
    core::Timestamp at;
    std::uint64_t number{0};
  };
  [[nodiscard]] const std::deque<Income>& incomes() const { return incomes_; }
  void go_on(core::Timestamp from, core::Timestamp now, core::Timestamp shown_now, MessageSink& sink) override;

 private:
  void tell_event(const sim::OrderEvent& event, core::Timestamp shown_now, MessageSink& sink) override;
  void follow_up(const std::vector<sim::OrderEvent>& events) override;
  void pay_funding(core::Timestamp now, core::Timestamp shown_now, MessageSink& sink);
  void liquidate(const ClientAccount& account);
  void expire_orders(sim::OwnerId owner);

  const sim::Exchange& exchange_;
  sim::MarginSettlement::MarkOf mark_;
  sim::MarginSettlement money_;
  sim::TradeDesk desk_;
  std::deque<Income> incomes_;
  std::uint64_t next_income_{1};
  std::vector<core::Timestamp> funded_;  ///< by instrument: the last funding paid
};

}  // namespace tidemark::venues::simulated
