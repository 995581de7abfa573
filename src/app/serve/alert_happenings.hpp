#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "alerts/happening.hpp"
#include "alerts/rule_json.hpp"
#include "core/values.hpp"
#include "engine/output.hpp"

namespace tidemark::app {

/// The instrument of an output that alert rules can be about.
[[nodiscard]] std::optional<core::InstrumentId> alert_instrument(const engine::Output& output);

/// What an output is in the words of alerts/: a trade is a price; a closed candle is a candle and, of one minute, a
/// price, which a forming one is too; zones, patterns, findings of volume and signals
/// are themselves; confluence is that at the price, for each side. `wanted` are the kinds to
/// give (RuleBook::wants).
void give_happenings(const engine::Output& output, core::Scale scale, std::uint32_t wanted,
                     const std::function<void(const alerts::Happening&)>& give);

/// The names that conditions may use.
[[nodiscard]] alerts::Vocabulary alert_vocabulary();

}  // namespace tidemark::app
