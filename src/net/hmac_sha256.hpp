#pragma once

#include <string>
#include <string_view>

namespace tidemark::net {

/// HMAC-SHA256 (RFC 2104, FIPS 180-4) as 64 lower-case hexadecimal digits: how exchanges sign requests.
[[nodiscard]] std::string hmac_sha256_hex(std::string_view key, std::string_view message);

/// Whether two texts are the same, in a time that does not tell where they differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;

}  // namespace tidemark::net
