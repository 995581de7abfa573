#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tidemark::api {

/// The gzip form (RFC 1952) of `data`, at zlib's fastest level; nullopt when zlib fails (no memory).
[[nodiscard]] std::optional<std::string> gzip(std::string_view data);

/// Whether an Accept-Encoding header takes gzip: named, or by "*", with a weight other than 0 (RFC 9110 12.5.3).
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding) noexcept;

}  // namespace tidemark::api
