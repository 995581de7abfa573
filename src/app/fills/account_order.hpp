#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/backtest/fill_comparison.hpp"
#include "core/order.hpp"

namespace tidemark::app {

/// Which order of a strategy it is, whoever carried it out: after which candle it was asked for, and what it is.
struct OrderName {
  core::Timestamp candle;  ///< end of the candle it was decided on
  core::Side side{core::Side::kBuy};
  core::OrderType type{core::OrderType::kMarket};
  core::Effect effect{core::Effect::kAny};
  std::uint32_t ordinal{0};  ///< among those that are alike, from 0

  friend auto operator<=>(const OrderName&, const OrderName&) = default;
};

/// An order of a strategy, and what became of it in some account.
struct AccountOrder {
  OrderName name;
  std::uint64_t id{0};                  ///< in its account
  std::optional<std::uint64_t> parent;  ///< of a bracket's leg
  core::Timestamp created;
  std::optional<core::Timestamp> answered;  ///< accepted or refused
  OrderOutcome outcome;
  std::string reason;  ///< core::OrderReason, of one that ended without being filled whole; else empty
};

}  // namespace tidemark::app
