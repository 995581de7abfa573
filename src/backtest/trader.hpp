#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/order.hpp"
#include "journal/round_trips.hpp"
#include "trading/desk.hpp"
#include "trading/risk/sizing.hpp"

namespace tidemark::backtest {

/// How much of the equity a trade may take.
struct Sizing {
  core::Rate fraction{95 * core::kRateOne / 100};  ///< most a position is worth, as a share of the equity
  core::Rate risk{core::kRateOne / 100};           ///< what a trade with a stop may lose
};

/// Gives each order of an account its id.
struct OrderIds {
  std::uint64_t next{1};
};

/// What a strategy sees and may do: one instrument, as of the close of the present candle. Everything it asks for goes
/// through the desk, and so through the risk gate. In a hedging account it trades the difference of the two positions:
/// what stands against it is closed before anything is opened, and brackets are of the side they protect.
class Trader {
 public:
  /// All must outlive it. `currency`: the account's.
  Trader(trading::Desk& desk, journal::RoundTrips& trips, core::InstrumentId instrument,
         const trading::TradeRules& rules, trading::CurrencyId currency, const Sizing& sizing, OrderIds& ids)
      : desk_{desk},
        trips_{trips},
        instrument_{instrument},
        rules_{rules},
        currency_{currency},
        whole_{sizing},
        sizing_{sizing},
        ids_{ids} {}

  [[nodiscard]] core::Timestamp now() const { return now_; }
  [[nodiscard]] core::Price last() const { return last_; }
  [[nodiscard]] const trading::TradeRules& rules() const { return rules_; }
  /// Signed: below zero is short.
  [[nodiscard]] std::int64_t position() const { return desk_.portfolio().net_lots(instrument_); }
  [[nodiscard]] bool has_open_orders() const;
  /// Of the whole account, in the instrument's quote currency; zero while the rate of a currency is missing.
  [[nodiscard]] core::Money equity() const;

  /// The quantity of a position of Sizing::fraction at the last price.
  [[nodiscard]] core::Qty full_size() const;
  /// The quantity that loses Sizing::risk at the stop, at most full_size().
  [[nodiscard]] core::Qty risk_size(core::Price stop) const;

  /// A market order that makes the position this one (in a hedging account two, where both sides have to change);
  /// nothing when it is already. `setup` names what it opens.
  void go_to(std::int64_t lots, const std::string& setup);
  /// A market order with a stop and, where given, a target beside it; of quantity 0 nothing happens. True when it was
  /// sent.
  bool enter(core::Side side, core::Qty qty, core::Price stop, std::optional<core::Price> target,
             const std::string& setup, std::optional<core::Timestamp> signal_at = {});
  /// Any order of the instrument; the id is given here.
  trading::Submission submit(core::OrderRequest request);
  void cancel_all() { desk_.cancel_all(instrument_, now_); }

  /// Of the account: sizes from now on are this share of what they would be; 0: nothing is entered any more.
  void set_multiplier(core::Rate multiplier);
  /// Of the session: the present moment.
  void set_moment(core::Timestamp now, core::Price last) {
    now_ = now;
    last_ = last;
  }

 private:
  [[nodiscard]] core::OrderRequest market(core::Side side, core::Qty qty) const;
  [[nodiscard]] core::PositionSide entered_by(core::Side side) const;
  std::int64_t close_against(core::Side side, std::int64_t lots);

  trading::Desk& desk_;
  journal::RoundTrips& trips_;
  core::InstrumentId instrument_;
  trading::TradeRules rules_;
  trading::CurrencyId currency_;
  Sizing whole_;  ///< at multiplier one
  Sizing sizing_;
  core::Timestamp now_;
  core::Price last_;
  OrderIds& ids_;
};

}  // namespace tidemark::backtest
