#include "app/cli/knob_output.hpp"

#include <array>
#include <charconv>

namespace tidemark::app {

void write_knob(net::JsonWriter& json, const analysis::ParameterInfo& info, double value) {
  json.key(info.name);
  if (info.choices.empty()) {
    json.number(value);
  } else {
    json.text(info.choices[static_cast<std::size_t>(value)]);
  }
}

void append_number(std::string& text, double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  text.append(buffer.data(), end.ptr);
}

}  // namespace tidemark::app
