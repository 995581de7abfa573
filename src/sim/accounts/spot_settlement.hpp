#pragma once

#include <string>
#include <vector>

#include "sim/accounts/ledger.hpp"
#include "sim/accounts/settlement.hpp"
#include "sim/exchange.hpp"

namespace tidemark::sim {

/// The base and quote asset of an instrument.
struct InstrumentAssets {
  std::string base;
  std::string quote;
};

/// Spot: an order locks what it would give, a fill swaps it for what was bought, less the fee in what was bought.
class SpotSettlement final : public Settlement {
 public:
  /// `exchange` must outlive it; `assets` by instrument id. Price and quantity decimals of the instruments together
  /// must not exceed 8, so that every product is exact.
  SpotSettlement(const Exchange& exchange, std::vector<InstrumentAssets> assets, FeeRates fees);

  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] const FeeRates& fees() const { return fees_; }
  [[nodiscard]] const InstrumentAssets& assets_of(core::InstrumentId id) const { return assets_[id.value]; }

  [[nodiscard]] std::expected<Hold, DeskRefusal> plan(const NewOrder& request) const override;
  void hold(ClientOrder& order, const Hold& hold) override;
  [[nodiscard]] std::expected<void, DeskRefusal> renew(ClientOrder& order) override;
  void settle(ClientOrder& order, ClientFill& fill) override;
  void release(ClientOrder& order) override;

 private:
  [[nodiscard]] std::expected<Hold, DeskRefusal> cost_of(const NewOrder& request) const;
  [[nodiscard]] std::expected<Hold, DeskRefusal> cost_of_market(const NewOrder& request) const;
  [[nodiscard]] const std::string& locked_asset(const NewOrder& request) const;
  [[nodiscard]] core::Scale scale_of(core::InstrumentId id) const { return exchange_.market(id).instrument().scale; }

  const Exchange& exchange_;
  std::vector<InstrumentAssets> assets_;
  FeeRates fees_;
  Ledger ledger_;
};

}  // namespace tidemark::sim
