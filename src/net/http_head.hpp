#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"
#include "net/http_types.hpp"

namespace tidemark::net {

enum class KeepAlive : std::uint8_t { kYes, kNo };

/// Appends status line and headers of a response, with the empty line. Content-Length is the body's size (also when the
/// body itself is not sent: HEAD). Header values with control characters are left out: no response splitting.
void append_head(std::string& out, const Response& response, KeepAlive keep_alive, std::string_view request_id,
                 std::string_view date);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7).
[[nodiscard]] std::string http_date(core::Timestamp t);

/// A client's X-Request-Id is kept when it is 1..64 characters of [A-Za-z0-9._-].
[[nodiscard]] bool is_request_id(std::string_view text) noexcept;

}  // namespace tidemark::net
