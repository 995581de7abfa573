#pragma once

#include <vector>

#include "app/fills/order_history.hpp"
#include "trading/execution/paper_settings.hpp"

namespace tidemark::app {

/// What an account at a venue shows of two parts of the model: "latency", the median of how long the venue took to
/// answer its orders, in whole milliseconds; "fees", what its fills were charged as a share of their value, by role.
/// Of a role without a fill it is `configured`'s. Parts of which nothing is seen are left out.
[[nodiscard]] std::vector<ModelChange> measured_changes(const OrderHistory& history,
                                                        const trading::PaperSettings& configured);

}  // namespace tidemark::app
