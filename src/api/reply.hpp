#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "net/http_types.hpp"

namespace tidemark::api {

/// A 200 with an ETag over its content, 304 when the client has it already, gzip when accepted and worth it (> 1 KB).
[[nodiscard]] net::Response reply(const net::Request& request, std::string body,
                                  std::string_view content_type = "application/json");

/// The problem document of an error: 404 kNotFound, 409 kConflict, 422 kInvalidArgument and kParse (place = field), 503
/// kUnavailable and kExhausted with Retry-After, else 500.
[[nodiscard]] net::Response reply(const core::Error& error);

/// A weak entity tag over the content.
[[nodiscard]] std::string etag_of(std::string_view content);

/// True when If-None-Match names this entity tag (weak comparison) or is "*".
[[nodiscard]] bool matches_etag(std::string_view if_none_match, std::string_view etag) noexcept;

}  // namespace tidemark::api
