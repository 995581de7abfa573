#include <algorithm>

#include "core/decimal.hpp"
#include "ops/config.hpp"

namespace tidemark::ops {
namespace {

/// The step in units of `decimals`, which become `fixed` when the configuration says so, else grow as the step needs.
core::Result<std::int64_t> step_of(const std::string& text, std::uint8_t& decimals, std::optional<std::uint8_t> fixed,
                                   const core::Instrument& instrument, std::string_view what) {
  const int needed = core::decimals_needed(text).value_or(core::kDecimalsMax);
  decimals = fixed.value_or(std::max(decimals, static_cast<std::uint8_t>(needed)));
  const core::DecimalParse parsed = core::parse_decimal(text, decimals);
  if (parsed.error == core::DecimalError::kNone && parsed.value > 0) return parsed.value;
  return core::fail(
      core::ErrorKind::kInvalidArgument, "bad_value",
      std::string{what} + " " + text + " cannot be written with " + std::to_string(decimals) + " decimals",
      instrument.key());
}

/// Carries a step over to another number of decimals; a step finer than that becomes one unit.
std::int64_t carried(std::int64_t step, std::uint8_t from, std::uint8_t to) {
  return core::rescale(step, static_cast<int>(to) - static_cast<int>(from)).value_or(1);
}

core::Status apply(const InstrumentConfig& entry, core::Instrument& instrument) {
  if (entry.market_type) {
    instrument.market_type = *entry.market_type;
    instrument.calendar = core::calendar_of(*entry.market_type);
  }
  if (entry.calendar) instrument.calendar = *entry.calendar;
  if (entry.pip_size) instrument.pip_size = entry.pip_size;

  core::Scale scale = instrument.scale;
  if (entry.price_decimals) scale.price_decimals = *entry.price_decimals;
  if (entry.qty_decimals) scale.qty_decimals = *entry.qty_decimals;
  std::optional<std::int64_t> tick;
  std::optional<std::int64_t> lot;
  if (entry.tick_size) {
    auto step = step_of(*entry.tick_size, scale.price_decimals, entry.price_decimals, instrument, "tick_size");
    if (!step) return core::forward_error(step);
    tick = *step;
  }
  if (entry.lot_size) {
    auto step = step_of(*entry.lot_size, scale.qty_decimals, entry.qty_decimals, instrument, "lot_size");
    if (!step) return core::forward_error(step);
    lot = *step;
  }
  const core::Scale before = instrument.scale;
  instrument.tick_size.ticks =
      tick.value_or(carried(instrument.tick_size.ticks, before.price_decimals, scale.price_decimals));
  instrument.lot_size.lots = lot.value_or(carried(instrument.lot_size.lots, before.qty_decimals, scale.qty_decimals));
  instrument.scale = scale;
  return {};
}

}  // namespace

core::Status apply_instrument_config(const std::vector<InstrumentConfig>& entries, core::Instrument& instrument) {
  // What is said about the one venue overrules what is said about all.
  for (const bool for_venue : {false, true}) {
    for (const InstrumentConfig& entry : entries) {
      const bool meant = entry.symbol == instrument.symbol && entry.venue == (for_venue ? instrument.venue : "");
      if (!meant) continue;
      if (auto status = apply(entry, instrument); !status) return status;
    }
  }
  return {};
}

}  // namespace tidemark::ops
