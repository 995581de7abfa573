#include "sim/market_data/trade_tape.hpp"

#include <algorithm>

namespace tidemark::sim {
namespace {

constexpr std::size_t kKept = 50'000;

template <class Row>
std::vector<Row> take(const std::deque<Row>& rows, std::optional<std::uint64_t> from, std::size_t limit) {
  auto first = from ? std::ranges::lower_bound(rows, *from, {}, &Row::id)
                    : rows.end() - static_cast<std::ptrdiff_t>(std::min(limit, rows.size()));
  const auto count = std::min(limit, static_cast<std::size_t>(rows.end() - first));
  return {first, first + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

void TradeTape::add(const Print& print) {
  prints_.push_back(print);
  if (prints_.size() > kKept) prints_.pop_front();
}

const AggregateTrade& TradeTape::add_aggregate(AggregateTrade aggregate) {
  aggregate.id = next_aggregate_++;
  aggregates_.push_back(aggregate);
  if (aggregates_.size() > kKept) aggregates_.pop_front();
  return aggregates_.back();
}

std::vector<Print> TradeTape::prints(std::optional<std::uint64_t> from, std::size_t limit) const {
  return take(prints_, from, limit);
}

std::vector<AggregateTrade> TradeTape::aggregates(std::optional<std::uint64_t> from, std::size_t limit) const {
  return take(aggregates_, from, limit);
}

std::vector<AggregateTrade> TradeTape::aggregates_between(std::optional<core::Timestamp> from,
                                                          std::optional<core::Timestamp> to, std::size_t limit) const {
  auto first = from ? std::ranges::lower_bound(aggregates_, *from, {}, &AggregateTrade::at) : aggregates_.begin();
  auto last = to ? std::ranges::upper_bound(aggregates_, *to, {}, &AggregateTrade::at) : aggregates_.end();
  if (last < first) last = first;
  const auto count = static_cast<std::ptrdiff_t>(std::min(limit, static_cast<std::size_t>(last - first)));
  if (from) last = first + count;
  return {last - count, last};
}

}  // namespace tidemark::sim
