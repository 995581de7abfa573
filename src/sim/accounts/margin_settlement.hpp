#pragma once

#include <functional>
#include <map>
#include <string>

#include "sim/accounts/ledger.hpp"
#include "sim/accounts/settlement.hpp"
#include "sim/exchange.hpp"

namespace tidemark::sim {

/// What an account holds of a perpetual: one net position per instrument (one-way mode), on cross margin.
struct Position {
  std::int64_t lots{0};  ///< below zero: short
  Money cost;            ///< what the open part was bought for, signed as `lots`
  Money realized;        ///< profit of all that was closed, fees not counted
  int leverage{20};
  Money bids;  ///< of open orders, those to reduce only left out
  Money asks;
  core::Timestamp updated;
};

/// Money at the current mark price.
struct MarginState {
  Money notional;    ///< signed
  Money unrealized;  ///< profit
  Money position_margin;
  Money order_margin;
  Money maintenance;
};

struct MarginRules {
  FeeRates fees{.maker = 200, .taker = 500};  ///< of Binance's first tier: 0.02 % and 0.05 %
  std::int64_t maintenance{4000};             ///< margin a position must keep, in millionths of its value
  int leverage_max{125};
};

/// Perpetuals with profit in one asset, on cross margin. A fill that closes pays its profit, exactly: what is left of a
/// position keeps the rest of its cost, so that the profits of a round trip add up to what was received less what was
/// paid. An order needs initial margin for what it could add to the position.
class MarginSettlement final : public Settlement {
 public:
  using MarkOf = std::function<core::Price(core::InstrumentId)>;
  /// `exchange` must outlive it; price and quantity decimals of its instruments together must not exceed 8.
  MarginSettlement(const Exchange& exchange, std::string asset, MarkOf mark, MarginRules rules);

  [[nodiscard]] const MarginRules& rules() const { return rules_; }
  [[nodiscard]] const std::string& asset() const { return asset_; }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  void deposit(OwnerId owner, Money amount) { ledger_.pay(owner, asset_, amount); }

  [[nodiscard]] Money wallet(OwnerId owner) const { return ledger_.balance(owner, asset_).free; }
  /// As it was last; a position that never was is flat.
  [[nodiscard]] const Position& position(OwnerId owner, core::InstrumentId id) const;
  [[nodiscard]] MarginState state(OwnerId owner, core::InstrumentId id) const;
  /// Over all instruments.
  [[nodiscard]] MarginState total(OwnerId owner) const;
  /// What new orders may use: wallet and unrealized profit less what positions and orders need. May be below zero.
  [[nodiscard]] Money available(OwnerId owner) const;
  /// At this mark price of the instrument the account would be below its maintenance margin, the other prices staying
  /// where they are; 0 when there is no such price. In units of 10^-8.
  [[nodiscard]] Money liquidation_price(OwnerId owner, core::InstrumentId id) const;
  /// kInsufficientBalance when the margin would not do. `leverage`: 1..rules().leverage_max.
  [[nodiscard]] std::expected<void, DeskRefusal> set_leverage(OwnerId owner, core::InstrumentId id, int leverage);
  /// A payment of `rate` (in 10^-8 of the value) from longs to shorts, below zero the other way. What the account got.
  Money pay_funding(OwnerId owner, core::InstrumentId id, core::Price mark, std::int64_t rate);

  [[nodiscard]] std::expected<Hold, DeskRefusal> plan(const NewOrder& request) const override;
  void hold(ClientOrder& order, const Hold& hold) override;
  [[nodiscard]] std::expected<void, DeskRefusal> renew(ClientOrder& order) override;
  void settle(ClientOrder& order, ClientFill& fill) override;
  void release(ClientOrder& order) override;

 private:
  [[nodiscard]] Position& at(OwnerId owner, core::InstrumentId id) { return positions_[{owner, id}]; }
  [[nodiscard]] MarginState state_of(const Position& position, core::InstrumentId id) const;
  [[nodiscard]] core::Scale scale_of(core::InstrumentId id) const { return exchange_.market(id).instrument().scale; }
  /// The side of open orders that this order counts in; none for one that only reduces.
  [[nodiscard]] static Money* bucket(Position& position, const NewOrder& request);
  Money close_part(Position& position, std::int64_t lots, core::Price price, core::Scale scale);

  const Exchange& exchange_;
  std::string asset_;
  MarkOf mark_;
  MarginRules rules_;
  Ledger ledger_;
  std::map<std::pair<OwnerId, core::InstrumentId>, Position> positions_;
  Position flat_;
};

}  // namespace tidemark::sim
