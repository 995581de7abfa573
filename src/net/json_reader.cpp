#include "net/json_reader.hpp"

#include <algorithm>
#include <charconv>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>  // the library itself, compiled in this one place

namespace tidemark::net {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

/// Builds our value from what Boost's parser sees. Numbers are read from their text: Boost 1.81 rounds doubles
/// carelessly.
class Builder {
 public:
  // NOLINTBEGIN(readability-identifier-naming): Boost asks for these names
  static constexpr std::size_t max_object_size = 1000;  // names are compared with each other
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  // NOLINTEND(readability-identifier-naming)

  JsonValue root;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return open(JsonValue::Members{}); }
  bool on_object_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_array_begin(error_code&) { return open(JsonValue::Array{}); }
  bool on_array_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_key_part(string_view part, std::size_t, error_code&) { return collect(part); }
  bool on_key(string_view part, std::size_t, error_code&) {
    collect(part);
    open_.back().key = std::exchange(text_, {});
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) { return collect(part); }
  bool on_string(string_view part, std::size_t, error_code& ec) {
    collect(part);
    return put(JsonValue{std::exchange(text_, {})}, ec);
  }
  bool on_number_part(string_view part, error_code&) { return collect(part); }
  bool on_int64(std::int64_t value, string_view, error_code& ec) {
    text_.clear();
    return put(JsonValue{value}, ec);
  }
  bool on_uint64(std::uint64_t value, string_view, error_code& ec) {  // only what does not fit int64
    text_.clear();
    return put(JsonValue{static_cast<double>(value)}, ec);
  }
  bool on_double(double, string_view part, error_code& ec) {
    collect(part);
    const std::string number = std::exchange(text_, {});
    double value = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), value).ec != std::errc{}) {
      return refuse(json::error::exponent_overflow, ec);
    }
    return put(JsonValue{value}, ec);
  }
  bool on_bool(bool value, error_code& ec) { return put(JsonValue{value}, ec); }
  bool on_null(error_code& ec) { return put(JsonValue{}, ec); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  struct Open {
    JsonValue::Data data;
    std::string key;  ///< of the member whose value comes next
  };

  static bool refuse(json::error error, error_code& ec) {
    ec = error;
    return false;
  }
  bool collect(string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool open(JsonValue::Data data) {
    open_.push_back({std::move(data), {}});
    return true;
  }
  bool close(error_code& ec) {
    JsonValue value{std::move(open_.back().data)};
    open_.pop_back();
    return put(std::move(value), ec);
  }
  bool put(JsonValue value, error_code& ec) {
    if (open_.empty()) {
      root = std::move(value);
      return true;
    }
    Open& parent = open_.back();
    if (auto* array = std::get_if<JsonValue::Array>(&parent.data)) {
      array->push_back(std::move(value));
      return true;
    }
    auto& members = std::get<JsonValue::Members>(parent.data);
    const auto same = [&](const auto& member) { return member.first == parent.key; };
    if (std::ranges::any_of(members, same)) return refuse(json::error::syntax, ec);
    members.emplace_back(std::move(parent.key), std::move(value));
    return true;
  }

  std::string text_;
  std::vector<Open> open_;
};

std::unexpected<core::Error> bad_json(std::string message, std::size_t offset) {
  return core::fail(core::ErrorKind::kParse, "bad_json", std::move(message), std::to_string(offset));
}

}  // namespace

core::Result<JsonValue> parse_json(std::string_view text) {
  try {
    json::basic_parser<Builder> parser{json::parse_options{}};
    error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (error) return bad_json("This is not valid JSON: " + error.message() + ".", read);
    if (read < text.size()) return bad_json("There is more text after the JSON value.", read);
    return std::move(parser.handler().root);
  } catch (const std::exception& e) {
    return bad_json(std::string{"This JSON cannot be read: "} + e.what() + ".", 0);
  }
}

}  // namespace tidemark::net
