#pragma once

#include <optional>

#include "core/order.hpp"

namespace tidemark::trading {

/// Whether a fill left anything to fill.
enum class Rest : std::uint8_t { kSome, kNone };

/// The state an order goes to when this happens to it; nothing when it may not happen in that state. `rest` is what
/// stays open after a fill and is not looked at otherwise.
///
///   state             accepted  triggered  amended  filled            canceled  rejected  expired
///   new               accepted  -          -        partly or filled  canceled  rejected  expired
///   accepted          -         accepted   accepted partly or filled  canceled  -         expired
///   partially filled  -         same       same     partly or filled  canceled  -         expired
///   filled, canceled, rejected, expired: nothing happens any more
///
/// A new order may be filled before its acceptance is heard of: on a real line the two messages can cross.
[[nodiscard]] std::optional<core::OrderState> next_state(core::OrderState state, core::OrderEventKind kind,
                                                         Rest rest) noexcept;

}  // namespace tidemark::trading
