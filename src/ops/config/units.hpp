#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace tidemark::ops {

/// "250ms", "1.5s", "2m" (minutes), "12h", "90d", "4w"; units ns us ms s m h d w. Nothing for other text, negative
/// spans and spans beyond 292 years.
[[nodiscard]] std::optional<core::Duration> parse_duration(std::string_view text);
/// The shortest exact text in one unit: 90 s is "90s", 120 s is "2m".
[[nodiscard]] std::string format_duration(core::Duration duration);

/// A whole number, optionally with KiB, MiB or GiB: "1MiB" is 1048576. Nothing for other text and beyond 64 bits.
[[nodiscard]] std::optional<std::uint64_t> parse_bytes(std::string_view text);
[[nodiscard]] std::string format_bytes(std::uint64_t bytes);

}  // namespace tidemark::ops
