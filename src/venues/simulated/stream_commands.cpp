#include "venues/simulated/stream_commands.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "net/json_reader.hpp"
#include "net/json_writer.hpp"

namespace tidemark::venues::simulated {
namespace {

/// A refusal as stream connections get it: {"code":2,"msg":"…","id":…}.
struct CommandError {
  int code{2};
  std::string message;
};
using Done = std::expected<std::string, CommandError>;  // the JSON of "result"

std::unexpected<CommandError> refuse_command(int code, std::string message) {
  return std::unexpected(CommandError{code, std::move(message)});
}

constexpr std::array<std::string_view, 5> kMethods{"SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY",
                                                   "GET_PROPERTY"};

/// Unsigned integer, short text or null.
bool is_request_id(const net::JsonValue& id) {
  constexpr std::size_t kLongest = 36;
  if (const auto* number = id.integer()) return *number >= 0;
  if (const auto* text = id.text()) return text->size() <= kLongest;
  return id.is_null();
}

void put_id(net::JsonWriter& json, const net::JsonValue* id) {
  if (id == nullptr || id->is_null()) {
    json.null();
  } else if (const auto* number = id->integer()) {
    json.integer(*number);
  } else if (const auto* text = id->text()) {
    json.text(*text);
  }
}

std::expected<std::vector<std::string>, CommandError> names_of(const net::JsonValue* parameters) {
  if (parameters == nullptr) return refuse_command(2, "Invalid request: missing field `params`");
  if (parameters->array() == nullptr) return refuse_command(2, "Invalid request: params must be an array");
  if (parameters->array()->size() > kStreamsMax) return refuse_command(2, "Invalid request: too many parameters");
  std::vector<std::string> names;
  for (const net::JsonValue& entry : *parameters->array()) {
    if (entry.text() == nullptr) return refuse_command(2, "Invalid request: stream name must be a string");
    names.push_back(*entry.text());
  }
  return names;
}

Done subscribe(Connection& connection, const net::JsonValue* parameters, StreamHub& hub) {
  const auto names = names_of(parameters);
  if (!names) return std::unexpected(names.error());
  if (connection.streams.size() + names->size() > kStreamsMax) {
    return refuse_command(2, "Invalid request: a connection may have at most 1024 streams");
  }
  for (const std::string& name : *names) hub.subscribe(connection, name);
  return "null";
}

Done unsubscribe(Connection& connection, const net::JsonValue* parameters, StreamHub& hub) {
  const auto names = names_of(parameters);
  if (!names) return std::unexpected(names.error());
  for (const std::string& name : *names) hub.unsubscribe(connection, name);
  return "null";
}

Done list(const Connection& connection) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const std::string& name : connection.streams) json.text(name);
  json.end_array();
  return text;
}

Done property(Connection& connection, const net::JsonValue* parameters, std::size_t expected) {
  if (parameters == nullptr || parameters->array() == nullptr || parameters->array()->empty()) {
    return refuse_command(2, "Invalid request: property name must be a string");
  }
  const auto& values = *parameters->array();
  if (values.size() > expected) return refuse_command(2, "Invalid request: too many parameters");
  if (values[0].text() == nullptr) return refuse_command(2, "Invalid request: property name must be a string");
  if (*values[0].text() != "combined") return refuse_command(0, "Unknown property");
  if (expected == 1) return connection.form == StreamForm::kCombined ? "true" : "false";
  if (values.size() < expected || values[1].boolean() == nullptr) {
    return refuse_command(1, "Invalid value type: expected Boolean");
  }
  connection.form = *values[1].boolean() ? StreamForm::kCombined : StreamForm::kRaw;
  return "null";
}

Done run(Connection& connection, const net::JsonValue& request, StreamHub& hub) {
  const net::JsonValue* id = request.find("id");
  if (id != nullptr && !is_request_id(*id)) {
    return refuse_command(2, "Invalid request: request ID must be an unsigned integer");
  }
  const net::JsonValue* method = request.find("method");
  if (method == nullptr) return refuse_command(2, "Invalid request: missing field `method`");
  const net::JsonValue* parameters = request.find("params");
  const std::string_view name = method->text() == nullptr ? std::string_view{} : std::string_view{*method->text()};
  if (name == "SUBSCRIBE") return subscribe(connection, parameters, hub);
  if (name == "UNSUBSCRIBE") return unsubscribe(connection, parameters, hub);
  if (name == "LIST_SUBSCRIPTIONS") return list(connection);
  if (name == "SET_PROPERTY") return property(connection, parameters, 2);
  if (name == "GET_PROPERTY") return property(connection, parameters, 1);
  std::string message = "Invalid request: unknown variant `" + std::string{name} + "`, expected one of ";
  for (const std::string_view known : kMethods) {
    if (known != kMethods.front()) message += ", ";
    message.append("`").append(known).append("`");
  }
  return refuse_command(2, std::move(message));
}

}  // namespace

void take_stream_command(Connection& connection, std::string_view text, StreamHub& hub, MessageSink& sink) {
  const auto request = net::parse_json(text);
  std::string answer;
  net::JsonWriter json{answer};
  json.begin_object();
  if (!request || request->members() == nullptr) {
    json.key("code").integer(3).key("msg").text("Invalid JSON: expected value at line 1 column 1").end_object();
    return sink.send(connection, answer);
  }
  const Done done = run(connection, *request, hub);
  if (done) {
    json.key("result").raw(*done);
  } else {
    json.key("code").integer(done.error().code).key("msg").text(done.error().message);
  }
  const net::JsonValue* id = request->find("id");
  if (done || (id != nullptr && is_request_id(*id))) {
    json.key("id");
    put_id(json, id);
  }
  json.end_object();
  sink.send(connection, answer);
}

}  // namespace tidemark::venues::simulated
