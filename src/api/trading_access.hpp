#pragma once

#include <optional>

#include "api/context.hpp"
#include "api/params.hpp"
#include "storage/trading_ledger.hpp"

namespace tidemark::api {

/// What the handlers of trading stand on. kNotFound "trading_off"; the store's error, or kUnavailable without one.
[[nodiscard]] core::Result<storage::TradingLedger*> trading_ledger(const Context& context,
                                                                   const ReadWorker::StoreAccess& store);

/// The instrument a list is narrowed to; absent: to none. kNotFound "unknown_symbol".
[[nodiscard]] core::Result<std::optional<storage::InstrumentKey>> instrument_filter(
    const Context& context, const ReadWorker::StoreAccess& store, const Params& params);

}  // namespace tidemark::api
