#pragma once

#include "core/bytes.hpp"
#include "core/event.hpp"
#include "core/result.hpp"

namespace tidemark::core {

/// Binary form of an event for recordings: a kind byte, then the fields in order of declaration. Instrument ids are
/// written as they are; the recording's own table says what they mean.
void encode(const Event& event, ByteWriter& out);
/// Refuses unknown kinds, bad enum values and short input; never reads past the end.
[[nodiscard]] Result<Event> decode_event(ByteReader& in);

}  // namespace tidemark::core
