#pragma once

#include <vector>

#include "app/fills/account_comparison.hpp"
#include "app/fills/stored_account.hpp"

namespace tidemark::app {

/// Matches what a stored account asked for with what each model did, and says what made the difference. `models` has
/// one more than `changes`: the first, and what it was after each change. Fills in orders, only_account and only_model.
void match_orders(const StoredAccount& account, const std::vector<PlayedAccount>& models,
                  const std::vector<ModelChange>& changes, AccountComparison& comparison);

}  // namespace tidemark::app
