#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <type_traits>

#include "analysis/kernel/pair.hpp"
#include "core/bytes.hpp"

namespace tidemark::analysis::snapshot_detail {

template <class T>
concept MayBeAbsent = requires(const T& field) {
  field.has_value();
  *field;
};

/// Writes a field: a number, an enumerator, an array of fields, something with save(), an optional of these, or the
/// parts its fields() names.
template <class T>
void save(const T& field, core::ByteWriter& out) {
  if constexpr (std::is_same_v<T, bool>) {
    out.put(static_cast<std::uint8_t>(field ? 1 : 0));
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    out.put(field);
  } else if constexpr (std::is_same_v<T, Pair>) {
    out.put(field[0]);
    out.put(field[1]);
  } else if constexpr (requires { field.save(out); }) {
    field.save(out);
  } else if constexpr (MayBeAbsent<T>) {
    save(field.has_value(), out);
    if (field) save(*field, out);
  } else if constexpr (requires { field.begin(); }) {
    for (const auto& part : field) save(part, out);
  } else {
    std::apply([&out](const auto&... part) { (save(part, out), ...); }, T::fields(field));
  }
}

/// False on short input, a number that is not finite, or a state the field calls invalid. Whether an enumerator exists
/// is for its owner's valid() to say.
template <class T>
bool load(T& field, core::ByteReader& in) {
  if constexpr (std::is_same_v<T, bool>) {
    const auto byte = in.get<std::uint8_t>();
    field = byte == 1;
    return in.ok() && byte <= 1;
  } else if constexpr (std::is_floating_point_v<T>) {
    field = in.get<T>();
    return in.ok() && std::isfinite(field);
  } else if constexpr (std::is_same_v<T, Pair>) {
    const auto first = in.get<double>();
    field = Pair{first, in.get<double>()};
    return in.ok() && std::isfinite(field[0]) && std::isfinite(field[1]);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    field = in.get<T>();
    return in.ok();
  } else if constexpr (requires { field.load(in); }) {
    return field.load(in);
  } else if constexpr (MayBeAbsent<T>) {
    bool there = false;
    field.reset();
    return load(there, in) && (!there || load(field.emplace(), in));
  } else if constexpr (requires { field.begin(); }) {
    for (auto& part : field) {
      if (!load(part, in)) return false;
    }
    return true;
  } else {
    const bool loaded = std::apply([&in](auto&... part) { return (load(part, in) && ...); }, T::fields(field));
    if constexpr (requires { field.valid(); }) return loaded && field.valid();
    return loaded;
  }
}

}  // namespace tidemark::analysis::snapshot_detail
