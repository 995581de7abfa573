#include <algorithm>

#include "net/json_reader.hpp"

namespace tidemark::net {

JsonValue::JsonValue(Data data) : data_{std::move(data)} {}

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

}  // namespace tidemark::net
