#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/backtest_command.hpp"
#include "core/order.hpp"
#include "core/result.hpp"

namespace tidemark::app {

/// One part of the model by which orders are filled, and what it is set to: "latency", "slippage", "spread", "fees",
/// "fills", "participation", or "data" (events, candles).
struct ModelChange {
  std::string part;
  std::string value;
};
/// "latency=500ms". kInvalidArgument "unknown_part" with the list, "bad_change".
[[nodiscard]] core::Result<ModelChange> parse_model_change(const std::string& text);
/// Parts that are options of the same name ("--latency"): all but data.
inline constexpr std::array<std::string_view, 6> kModelOptions{"latency", "slippage", "spread",
                                                               "fees",    "fills",    "participation"};
/// Sets that part of the model of `options`; "participation=none" is no limit.
void set_part(const ModelChange& change, BacktestOptions& options);
/// What one of kModelOptions is set to there.
[[nodiscard]] std::string value_of(std::string_view part, const BacktestOptions& options);

/// Which order of a run it is, in whatever model: by the candle after which it was asked for.
struct OrderKey {
  core::Timestamp candle;    ///< end of the candle it was decided on
  std::uint32_t ordinal{0};  ///< among those, from 0

  friend auto operator<=>(const OrderKey&, const OrderKey&) = default;
};

/// What became of an order.
struct OrderOutcome {
  core::Qty asked;
  core::Qty filled;
  core::Money value;  ///< of all its fills
  core::Money fees;
  core::Timestamp last_fill;  ///< meaningful when it was filled
  core::OrderState state{core::OrderState::kNew};

  friend bool operator==(const OrderOutcome&, const OrderOutcome&) = default;
};

/// The model was changed so, and the order came out otherwise than with the model before.
struct FillReason {
  ModelChange change;
  OrderOutcome before;
  OrderOutcome after;
};

struct ComparedOrder {
  OrderKey key;
  OrderOutcome first;               ///< in the first model
  OrderOutcome last;                ///< in the last
  std::vector<FillReason> reasons;  ///< empty: nothing differs
};

struct FillComparison {
  core::Scale scale;
  std::vector<ComparedOrder> orders;  ///< asked for in both, in order of time
  std::vector<OrderKey> only_first;   ///< signals that one model alone gave
  std::vector<OrderKey> only_last;
};

/// Runs a strategy over one recording under the model of `options` and then under it with one change after the other,
/// and says of every order which change made it come out otherwise. What is decided does not depend on the model but
/// through what the account holds and can pay. Errors are those of the backtest.
[[nodiscard]] core::Result<FillComparison> compare_fills(const BacktestOptions& options,
                                                         const std::vector<ModelChange>& changes);

}  // namespace tidemark::app
