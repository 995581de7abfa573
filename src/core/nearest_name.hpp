#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace tidemark::core {

/// Edits between two texts: insertions, deletions, replacements and swaps of neighbors (optimal string alignment),
/// ignoring the case of ASCII letters.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The name a mistyped `text` most likely meant: fewest edits, at most a third of its length (and always one); the
/// first of equals. Nothing when none is near.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view text,
                                                           std::span<const std::string_view> names);

}  // namespace tidemark::core
