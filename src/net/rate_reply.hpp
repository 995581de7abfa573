#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/time.hpp"
#include "net/http_types.hpp"
#include "net/rate_limiter.hpp"

namespace tidemark::net {

/// The three forms of RFC 9110 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6
/// 08:49:37 1994". Two-digit years are 1970 to 2069.
[[nodiscard]] std::optional<core::Timestamp> parse_http_date(std::string_view text);

/// Lets a limiter heed what a reply says: the venue's count of used weight (X-MBX-USED-WEIGHT-<n><s|m|h|d>), and for
/// 429 (slow down) and 418 (banned) Retry-After, in seconds or as a date, which is measured against the reply's own
/// Date. Without a Retry-After 429 holds for a minute and 418 for two, the shortest ban. Header names in lower case.
void heed_reply(RateLimiter& limiter, int status, std::span<const NameValue> headers, core::Timestamp now);

}  // namespace tidemark::net
