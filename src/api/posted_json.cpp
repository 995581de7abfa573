#include "api/posted_json.hpp"

#include <utility>

namespace tidemark::api {

core::Result<net::JsonValue> posted_json(const net::Request& request) {
  auto json = net::parse_json(request.body);
  if (json) return json;
  return core::fail(core::ErrorKind::kParse, json.error().code,
                    json.error().message + " (at byte " + json.error().place + ")", "body");
}

net::Response changed(int status, std::string body) {
  return {status, "application/json", {{"Cache-Control", "no-store"}}, std::move(body)};
}

core::Result<net::Response> removed(const core::Status& outcome, const std::string& id) {
  if (!outcome) return std::unexpected(outcome.error());
  std::string body;
  net::JsonWriter{body}.begin_object().key("id").text(id).end_object();
  return changed(200, std::move(body));
}

void write_cursor(net::JsonWriter& json, const std::optional<std::uint64_t>& next) {
  if (next) {
    json.unsigned_integer(*next);
  } else {
    json.null();
  }
}

std::unexpected<core::Error> alerts_off() {
  return core::fail(core::ErrorKind::kNotFound, "alerts_off",
                    "Alerts are switched off in this program's configuration (alerts.enabled).");
}

}  // namespace tidemark::api
