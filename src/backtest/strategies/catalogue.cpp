#include "backtest/strategies/catalogue.hpp"

#include <array>
#include <string>
#include <vector>

#include "backtest/strategies/rows.hpp"
#include "core/nearest_name.hpp"

namespace tidemark::backtest {

std::span<const StrategyRow> strategies() {
  static const std::array kRows{breakout_row(), decision_row(), sma_cross_row(), zone_bounce_row()};
  return kRows;
}

core::Result<const StrategyRow*> find_strategy(std::string_view id) {
  std::vector<std::string_view> names;
  for (const StrategyRow& row : strategies()) {
    if (row.id == id) return &row;
    names.push_back(row.id);
  }
  std::string message = "no strategy is called " + std::string{id};
  if (const auto meant = core::nearest_name(id, names)) message += "; did you mean " + std::string{*meant} + "?";
  message += " There are:";
  for (const std::string_view name : names) message += " " + std::string{name};
  return core::fail(core::ErrorKind::kInvalidArgument, "unknown_strategy", message);
}

}  // namespace tidemark::backtest
