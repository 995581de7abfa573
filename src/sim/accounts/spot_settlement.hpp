#pragma once

#include <optional>
#include <set>
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

/// What of the standard fee is left to pay when it is paid in BNB: the fee's value at the last price times this
/// (faqs/commission_faq.md, "If paying with BNB").
inline constexpr std::int64_t kBnbDiscountPercent = 75;
inline constexpr std::string_view kDiscountAsset = "BNB";

/// In what an account pays its fees.
enum class FeeAsset : std::uint8_t {
  kReceived,  ///< in what was bought
  kBnb,       ///< in BNB and less, as long as there is enough of it and a market that says what it is worth
};

/// Spot: an order locks what it would give, a fill swaps it for what was bought, less the fee.
class SpotSettlement final : public Settlement {
 public:
  /// `exchange` must outlive it; `assets` by instrument id. Price and quantity decimals of the instruments together
  /// must not exceed 8, so that every product is exact.
  SpotSettlement(const Exchange& exchange, std::vector<InstrumentAssets> assets, FeeRates fees);

  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] const FeeRates& fees() const { return fees_; }
  void set_fee_asset(OwnerId owner, FeeAsset asset);
  [[nodiscard]] FeeAsset fee_asset(OwnerId owner) const {
    return bnb_payers_.contains(owner) ? FeeAsset::kBnb : FeeAsset::kReceived;
  }
  [[nodiscard]] const InstrumentAssets& assets_of(core::InstrumentId id) const { return assets_[id.value]; }

  [[nodiscard]] std::expected<Hold, DeskRefusal> plan(const NewOrder& request) const override;
  void hold(ClientOrder& order, const Hold& hold) override;
  [[nodiscard]] std::expected<void, DeskRefusal> renew(ClientOrder& order) override;
  void settle(ClientOrder& order, ClientFill& fill) override;
  void release(ClientOrder& order) override;

 private:
  [[nodiscard]] std::expected<Hold, DeskRefusal> cost_of(const NewOrder& request) const;
  [[nodiscard]] std::expected<Hold, DeskRefusal> cost_of_market(const NewOrder& request) const;
  /// What the fee comes to in BNB; nothing when it is not paid so.
  [[nodiscard]] std::optional<Money> bnb_fee(OwnerId owner, const ClientFill& fill) const;
  [[nodiscard]] const std::string& locked_asset(const NewOrder& request) const;
  [[nodiscard]] core::Scale scale_of(core::InstrumentId id) const { return exchange_.market(id).instrument().scale; }

  const Exchange& exchange_;
  std::vector<InstrumentAssets> assets_;
  FeeRates fees_;
  Ledger ledger_;
  std::set<OwnerId> bnb_payers_;
};

}  // namespace tidemark::sim
