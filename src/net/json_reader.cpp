#include "net/json_reader.hpp"

#include <algorithm>

#include <boost/json/src.hpp>  // the library itself, compiled in this one place

namespace tidemark::net {
namespace {

core::Error bad_json(std::string message, std::string place) {
  return {core::ErrorKind::kParse, "bad_json", std::move(message), std::move(place)};
}

JsonValue convert(const boost::json::value& value) {
  using boost::json::kind;
  switch (value.kind()) {
    case kind::null:
      return {};
    case kind::bool_:
      return JsonValue{value.get_bool()};
    case kind::int64:
      return JsonValue{value.get_int64()};
    case kind::uint64:  // only what does not fit int64
      return JsonValue{static_cast<double>(value.get_uint64())};
    case kind::double_:
      return JsonValue{value.get_double()};
    case kind::string:
      return JsonValue{std::string{value.get_string()}};
    case kind::array: {
      JsonValue::Array array;
      array.reserve(value.get_array().size());
      for (const auto& item : value.get_array()) array.push_back(convert(item));
      return JsonValue{std::move(array)};
    }
    case kind::object: {
      JsonValue::Members members;
      members.reserve(value.get_object().size());
      for (const auto& item : value.get_object()) members.emplace_back(std::string{item.key()}, convert(item.value()));
      return JsonValue{std::move(members)};
    }
  }
  return {};
}

}  // namespace

std::optional<double> JsonValue::number() const {
  if (const auto* whole = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&data_)) return *real;
  return std::nullopt;
}

const JsonValue* JsonValue::find(std::string_view name) const {
  const Members* list = members();
  if (list == nullptr) return nullptr;
  const auto it = std::ranges::find_if(*list, [&](const auto& member) { return member.first == name; });
  return it == list->end() ? nullptr : &it->second;
}

core::Result<JsonValue> parse_json(std::string_view text) {
  try {
    boost::json::stream_parser parser;
    boost::json::error_code error;
    const std::size_t read = parser.write_some({text.data(), text.size()}, error);
    if (!error) {
      if (read < text.size()) {
        return std::unexpected(bad_json("There is more text after the JSON value.", std::to_string(read)));
      }
      parser.finish(error);
    }
    if (error)
      return std::unexpected(bad_json("This is not valid JSON: " + error.message() + ".", std::to_string(read)));
    return convert(parser.release());
  } catch (const std::exception& e) {
    return std::unexpected(bad_json(std::string{"This JSON cannot be read: "} + e.what() + ".", "0"));
  }
}

}  // namespace tidemark::net
