#include "api/openapi.hpp"

#include <algorithm>
#include <vector>

#include "net/json_writer.hpp"
#include "net/problem.hpp"

namespace tidemark::api {
namespace {

using net::JsonWriter;

constexpr std::string_view kJsonMedia = "application/json";

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

void write_schema(JsonWriter& json, const ParamInfo& info) {
  json.key("schema").begin_object();
  const bool integer = info.type == ParamType::kInteger;
  json.key("type").text(integer ? "integer" : "string");
  if (integer) {
    json.key("minimum").integer(info.min).key("maximum").integer(info.max).key("default").integer(info.fallback);
  }
  if (info.type == ParamType::kChoice) {
    json.key("enum").begin_array();
    for (const std::string_view choice : info.choices) json.text(choice);
    json.end_array().key("default").text(info.choices.front());
  }
  if (info.type == ParamType::kText) json.key("minLength").integer(info.min).key("maxLength").integer(info.max);
  json.end_object();
}

void write_params(JsonWriter& json, const RouteInfo& route) {
  json.key("parameters").begin_array();
  for (const ParamInfo& info : route.params) {
    json.begin_object();
    json.key("name").text(info.name);
    json.key("in").text(info.place == ParamPlace::kPath ? "path" : "query");
    json.key("required").boolean(info.need == ParamNeed::kRequired);
    json.key("description").text(info.title);
    write_schema(json, info);
    json.end_object();
  }
  json.end_array();
}

void write_reference(JsonWriter& json, std::string_view name) {
  json.key("schema").begin_object().key("$ref").text("#/components/schemas/" + std::string{name}).end_object();
}

void write_content(JsonWriter& json, std::string_view media, std::string_view schema) {
  json.key("content").begin_object().key(media.substr(0, media.find(';'))).begin_object();
  if (!schema.empty()) write_reference(json, schema);
  json.end_object().end_object();
}

void write_success(JsonWriter& json, const RouteInfo& route) {
  if (route.kind == RouteKind::kWebSocket) {
    json.key("101").begin_object();
    json.key("description").text("The connection is a WebSocket; each message is a StreamMessage.");
    json.key("x-message").begin_object();
    write_reference(json, route.schema);
    json.end_object().end_object();
    return;
  }
  json.key(std::to_string(route.success)).begin_object().key("description").text(route.summary);
  const bool csv = std::ranges::any_of(route.params, [](const ParamInfo& p) {
    return p.type == ParamType::kChoice && std::ranges::find(p.choices, "csv") != p.choices.end();
  });
  if (csv) {
    json.key("content").begin_object().key(route.media).begin_object();
    write_reference(json, route.schema);
    json.end_object().key("text/csv").begin_object().key("schema").begin_object().key("type").text("string");
    json.end_object().end_object().key("application/octet-stream").begin_object().end_object().end_object();
  } else {
    write_content(json, route.media, route.schema);
  }
  json.end_object();
}

void write_problem(JsonWriter& json, const RouteInfo& route, int status) {
  json.key(std::to_string(status)).begin_object();
  json.key("description").text(net::reason_of(status));
  if (route.operation == Operation::kHealth) {
    write_content(json, route.media, route.schema);
  } else if (route.kind == RouteKind::kUdf) {
    write_content(json, "application/json", "UdfError");
  } else {
    write_content(json, "application/problem+json", "Problem");
  }
  json.end_object();
}

void write_route(JsonWriter& json, const RouteInfo& route) {
  json.key(lower(net::name_of(route.method))).begin_object();
  json.key("operationId").text(route.id);
  json.key("tags").begin_array().text(route.tag).end_array();
  json.key("summary").text(route.summary);
  if (!route.text.empty()) json.key("description").text(route.text);
  if (!route.params.empty()) write_params(json, route);
  if (!route.body.empty()) {
    json.key("requestBody").begin_object().key("required").boolean(true);
    write_content(json, kJsonMedia, route.body);
    json.end_object();
  }
  json.key("responses").begin_object();
  write_success(json, route);
  for (const int status : route.problems) write_problem(json, route, status);
  json.end_object().end_object();
}

}  // namespace

std::string openapi_document(std::span<const RouteInfo> routes, std::string_view version) {
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  json.key("openapi").text("3.1.0");
  json.key("info").begin_object();
  json.key("title").text("Tidemark");
  json.key("version").text(version);
  json.key("description")
      .text(
          "Market data, analysis and their quality. Times in candles are Unix milliseconds, elsewhere ISO-8601 UTC. "
          "Prices and volumes are exact decimals. Errors are RFC 9457 problem details with a stable `code`.");
  json.key("license").begin_object().key("name").text("Apache-2.0").key("identifier").text("Apache-2.0").end_object();
  json.end_object();
  json.key("paths").begin_object();
  std::vector<std::string_view> done;
  for (const RouteInfo& route : routes) {
    if (std::ranges::find(done, route.pattern) != done.end()) continue;
    done.push_back(route.pattern);
    json.key(route.pattern).begin_object();
    for (const RouteInfo& same : routes) {
      if (same.pattern == route.pattern) write_route(json, same);
    }
    json.end_object();
  }
  json.end_object();
  json.key("components").begin_object().key("schemas").raw(openapi_schemas()).end_object();
  json.end_object();
  return out;
}

}  // namespace tidemark::api
