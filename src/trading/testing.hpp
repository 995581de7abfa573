#pragma once

#include <cstdint>

#include "core/order.hpp"
#include "trading/orders/broker_report.hpp"
#include "trading/orders/order_rules.hpp"

/// Short ways to write orders and what happens to them; for tests only.
namespace tidemark::trading::testing {

inline constexpr core::InstrumentId kBtc{0};
/// Prices in cents, quantities in thousandths.
inline constexpr TradeRules kRules{.scale = {2, 3}, .tick_size = {1}, .lot_size = {1}};

inline core::Timestamp at(std::int64_t seconds) {
  return core::Timestamp::from_s(1'700'000'000 + seconds);
}

inline core::OrderRequest market(std::uint64_t id, core::Side side, std::int64_t lots) {
  core::OrderRequest request;
  request.id = {id};
  request.instrument = kBtc;
  request.side = side;
  request.qty = {lots};
  return request;
}

inline core::OrderRequest limit(std::uint64_t id, core::Side side, std::int64_t lots, std::int64_t price) {
  core::OrderRequest request = market(id, side, lots);
  request.type = core::OrderType::kLimit;
  request.limit = core::Price{price};
  return request;
}

/// A stop, or another type that waits for this trigger.
inline core::OrderRequest stop(std::uint64_t id, core::Side side, std::int64_t lots, std::int64_t trigger,
                               core::OrderType type = core::OrderType::kStop) {
  core::OrderRequest request = market(id, side, lots);
  request.type = type;
  request.trigger = core::Price{trigger};
  return request;
}

inline core::Fill fill(std::uint64_t id, const core::OrderRequest& request, std::int64_t lots, std::int64_t price,
                       core::Money fee = {}, core::Timestamp when = at(1)) {
  core::Fill f;
  f.id = id;
  f.order = request.id;
  f.instrument = request.instrument;
  f.side = request.side;
  f.position = request.position;
  f.price = {price};
  f.qty = {lots};
  f.fee = fee;
  f.at = when;
  return f;
}

inline BrokerReport report(core::OrderEventKind kind, std::uint64_t order) {
  BrokerReport r;
  r.kind = kind;
  r.order = {order};
  r.at = at(1);
  return r;
}

inline BrokerReport filled(const core::Fill& f) {
  BrokerReport r = report(core::OrderEventKind::kFilled, f.order.value);
  r.fill = f;
  return r;
}

}  // namespace tidemark::trading::testing
