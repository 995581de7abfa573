#pragma once

#include <cstdint>
#include <optional>

#include "core/money.hpp"
#include "core/order.hpp"
#include "core/time.hpp"

namespace tidemark::trading {

/// What the risk gate holds orders against. Absent: not limited. Money in the account's base currency.
struct RiskLimits {
  std::optional<core::Money> order_value_max;      ///< fat finger: no single order is worth more
  std::optional<core::Rate> price_collar;          ///< how far a limit or trigger may be from the last price
  std::optional<std::uint32_t> open_orders_max;    ///< with the one asked for
  std::optional<core::Duration> duplicate_window;  ///< the same order again within this time is a mistake
  std::optional<core::Money> instrument_exposure_max;
  std::optional<core::Money> portfolio_exposure_max;
  std::optional<core::Rate> leverage_max;    ///< exposure of the portfolio over its equity
  std::optional<core::Rate> daily_loss_max;  ///< of the equity at 00:00 UTC; entries rest until the next day
  std::optional<core::Rate> drawdown_max;    ///< below the highest equity; entries rest until released
  struct CoolDown {
    std::uint32_t losses{3};  ///< in a row
    core::Duration rest{core::hours(1)};
  };
  std::optional<CoolDown> cool_down;
};

enum class KillSwitch : std::uint8_t { kReleased, kEngaged };

enum class Halt : std::uint8_t { kNone, kDailyLoss, kDrawdown };

/// Everything the gate remembers: kept by whoever must survive a restart, and given back to a new gate.
struct RiskState {
  KillSwitch kill_switch{KillSwitch::kReleased};
  Halt halt{Halt::kNone};
  std::optional<core::Timestamp> cool_until;
  std::uint32_t losses_in_a_row{0};
  std::optional<core::Money> highest_equity;
  std::optional<core::Money> day_equity;  ///< at the day's first look
  core::Timestamp day;                    ///< 00:00 UTC of it

  friend bool operator==(const RiskState&, const RiskState&) = default;
};

}  // namespace tidemark::trading
