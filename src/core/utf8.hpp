#pragma once

#include <cstddef>
#include <string_view>

namespace tidemark::core {

/// Bytes of the well-formed UTF-8 character at the start of `text` (RFC 3629: no surrogates, no overlong forms, at most
/// U+10FFFF); 0 when there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
/// The longest prefix of at most `bytes` bytes that does not cut a character.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes) noexcept;

}  // namespace tidemark::core
