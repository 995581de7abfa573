#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "net/http_types.hpp"

namespace tidemark::net {

[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// RFC 3986 percent-decoding of one path segment: '+' stays. nullopt for a broken escape, a NUL or other control
/// character, or bytes that are not UTF-8.
[[nodiscard]] std::optional<std::string> decode_segment(std::string_view text);

/// Splits an absolute path into decoded segments; "/" has none. nullopt for an undecodable segment, an empty one
/// ("//"), or one that is "." or ".." after decoding. A trailing slash is allowed and ignored.
[[nodiscard]] std::optional<std::vector<std::string>> split_path(std::string_view path);

/// "a=1&b=x+y" (application/x-www-form-urlencoded: '+' is a blank). Every name once. Errors: kParse "bad_query" for a
/// broken escape or control character, kInvalidArgument "repeated_parameter" with the name as place.
[[nodiscard]] core::Result<std::vector<NameValue>> parse_query(std::string_view query);

}  // namespace tidemark::net
