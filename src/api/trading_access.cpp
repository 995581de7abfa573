#include "api/trading_access.hpp"

namespace tidemark::api {

core::Result<storage::TradingLedger*> trading_ledger(const Context& context, const ReadWorker::StoreAccess& store) {
  if (context.deps.trading == nullptr) {
    return core::fail(core::ErrorKind::kNotFound, "trading_off", "Trading is switched off (trading.mode).");
  }
  if (!store) return std::unexpected(store.error());
  if (*store == nullptr) return core::fail(core::ErrorKind::kUnavailable, "no_store", "There is no database.");
  return &(*store)->trading_ledger();
}

core::Result<std::optional<storage::InstrumentKey>> instrument_filter(const Context& context,
                                                                      const ReadWorker::StoreAccess& store,
                                                                      const Params& params) {
  if (!params.symbol) return std::optional<storage::InstrumentKey>{};
  const auto series = find_series(context, store, *params.symbol, core::Timeframe::k1m);
  if (!series) return std::unexpected(series.error());
  return std::optional{storage::InstrumentKey{series->instrument.venue, series->instrument.symbol}};
}

}  // namespace tidemark::api
