#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "net/http_types.hpp"
#include "net/json_reader.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {

/// The request's body. Errors: kParse "bad_json" with `body` as place.
[[nodiscard]] core::Result<net::JsonValue> posted_json(const net::Request& request);

/// The answer to a change.
[[nodiscard]] net::Response changed(int status, std::string body);
/// {"id": …} when it is removed.
[[nodiscard]] core::Result<net::Response> removed(const core::Status& outcome, const std::string& id);

/// A number, or null at the end.
void write_cursor(net::JsonWriter& json, const std::optional<std::uint64_t>& next);

/// kNotFound "alerts_off".
[[nodiscard]] std::unexpected<core::Error> alerts_off();

}  // namespace tidemark::api
