#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/order.hpp"
#include "storage/trading_record.hpp"

namespace tidemark::app {

/// What has changed in an account since it was last written down: what happened in full, what is by name.
struct AccountChanges {
  std::set<core::ClientOrderId> orders;
  std::vector<core::OrderEvent> events;  ///< with their fills
  std::vector<storage::FundingRecord> fundings;
  std::set<std::pair<core::InstrumentId, core::PositionSide>> positions;
  std::set<core::InstrumentId> strategies;
  std::vector<storage::TradeRecord> closed;
  std::set<std::pair<core::InstrumentId, core::PositionSide>> open_trades;
  bool money{false};
  bool risk{false};
  std::optional<storage::PortfolioSnapshotRecord> snapshot;

  [[nodiscard]] bool empty() const {
    return orders.empty() && events.empty() && fundings.empty() && positions.empty() && strategies.empty() &&
           closed.empty() && open_trades.empty() && !money && !risk && !snapshot;
  }
};

}  // namespace tidemark::app
