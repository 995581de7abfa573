#include "storage/kill_switch.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::storage {

using core::Result;
using core::Timestamp;

namespace {

constexpr core::Duration kTick{1};

Timestamp after_the_last(const RiskRecord& row, Timestamp now) {
  return row.kill_changed ? std::max(now, *row.kill_changed + kTick) : now;
}

std::string line_of(const OrderRecord& o) {
  std::string text = "order " + std::to_string(o.id) + " " + o.state + ": " + o.side + " " + o.qty + " " +
                     o.instrument.symbol + " " + o.type;
  if (o.limit) text += " at " + *o.limit;
  if (o.trigger) text += " from " + *o.trigger;
  return text + ", filled " + o.filled;
}

std::string line_of(const FillRecord& f) {
  return "fill " + std::to_string(f.id) + " of order " + std::to_string(f.order) + ": " + f.side + " " + f.qty + " " +
         f.instrument.symbol + " at " + f.price + ", fee " + f.fee + " " + f.currency + ", " + core::format_iso(f.at);
}

std::string line_of(const FundingRecord& f) {
  return "funding " + f.amount + " " + f.currency + " of " + f.instrument.symbol + ", " + core::format_iso(f.at);
}

std::string line_of(const PositionRecord& p) {
  return "position " + p.instrument.symbol + " " + p.side + ": " + p.qty + " for " + p.cost + ", realized " +
         p.realized + " " + p.currency;
}

std::string line_of(const AccountRecord& a) {
  return "cash " + a.cash + " " + a.currency;
}

std::string line_of(const TradeRecord& t) {
  return "trade " + t.id + ": " + t.direction + " " + t.qty + " " + t.instrument.symbol + ", profit " + t.profit + " " +
         t.currency + (t.exited ? "" : ", open");
}

template <class Rows>
void add_lines(std::string& text, const Rows& rows) {
  for (const auto& row : rows) {
    if (!text.empty()) text += "; ";
    text += line_of(row);
  }
}

}  // namespace

RiskRecord with_switch_engaged(RiskRecord row, std::string reason, Timestamp now) {
  row.kill_changed = after_the_last(row, now);
  row.kill_switch = true;
  row.kill_reason = std::move(reason);
  return row;
}

RiskRecord with_switch_released(RiskRecord row, Timestamp now) {
  row.kill_changed = after_the_last(row, now);
  row.kill_switch = false;
  row.kill_reason.clear();
  return row;
}

Result<std::optional<TradingChange>> in_place_of(const TradingChange& refused, const core::Error& why,
                                                 TradingLedger& ledger, Timestamp now) {
  if (refused.rows() == (refused.risk ? 1U : 0U)) return std::nullopt;
  const auto stored = ledger.risk();
  if (!stored) return std::unexpected(stored.error());
  RiskRecord row = stored->value_or(RiskRecord{});
  if (refused.risk) {
    row.next_order = std::max(row.next_order, refused.risk->next_order);
    row.next_sequence = std::max(row.next_sequence, refused.risk->next_sequence);
    row.next_fill = std::max(row.next_fill, refused.risk->next_fill);
  }
  TradingChange instead;
  instead.risk = with_switch_engaged(std::move(row),
                                     "the store refused a change of the account, see the log: " + why.message, now);
  return instead;
}

std::string describe(const TradingChange& change) {
  std::string text;
  add_lines(text, change.orders);
  add_lines(text, change.fills);
  add_lines(text, change.fundings);
  add_lines(text, change.positions);
  add_lines(text, change.accounts);
  add_lines(text, change.trades);
  return text;
}

}  // namespace tidemark::storage
