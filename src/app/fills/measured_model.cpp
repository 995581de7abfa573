#include "app/fills/measured_model.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "core/decimal.hpp"
#include "ops/config/units.hpp"

namespace tidemark::app {
namespace {

std::optional<ModelChange> latency_of(const OrderHistory& history) {
  std::vector<core::Duration> spans;
  for (const AccountOrder& order : history.orders()) {
    // Legs wait here for their entry before they are sent.
    const bool is_sent_at_once = !order.parent && order.answered && order.outcome.state != core::OrderState::kRejected;
    if (is_sent_at_once) spans.push_back(*order.answered - order.created);
  }
  if (spans.empty()) return std::nullopt;
  const auto middle = spans.begin() + static_cast<std::ptrdiff_t>(spans.size() / 2);
  std::ranges::nth_element(spans, middle);
  return ModelChange{"latency", ops::format_duration(core::milliseconds(middle->ns / core::milliseconds(1).ns))};
}

/// Rounded to the 10^-8 in which rates are counted.
core::Rate rate_of(const OrderHistory::Charged& charged, core::Rate configured) {
  const core::Int128 value = charged.value.units / core::kRateOne;
  if (value == 0) return configured;
  const core::Int128 half = charged.fees.units < 0 ? -value / 2 : value / 2;
  return {static_cast<std::int64_t>((charged.fees.units + half) / value)};
}

}  // namespace

std::vector<ModelChange> measured_changes(const OrderHistory& history, const trading::PaperSettings& configured) {
  std::vector<ModelChange> changes;
  if (auto latency = latency_of(history)) changes.push_back(std::move(*latency));
  const core::Rate maker = rate_of(history.charged(core::Role::kMaker), configured.maker_fee);
  const core::Rate taker = rate_of(history.charged(core::Role::kTaker), configured.taker_fee);
  if (maker != configured.maker_fee || taker != configured.taker_fee) {
    changes.push_back({"fees", core::format_decimal(maker.e8, core::kRateDecimals) + "," +
                                   core::format_decimal(taker.e8, core::kRateDecimals)});
  }
  return changes;
}

}  // namespace tidemark::app
