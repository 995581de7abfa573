#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tidemark::core {

static_assert(std::endian::native == std::endian::little, "the byte formats are little-endian and written natively");

/// Appends fixed-width little-endian values; for snapshots, recordings and output hashes.
class ByteWriter {
 public:
  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void put(T value) {
    const auto* bytes = reinterpret_cast<const std::byte*>(&value);
    data_.insert(data_.end(), bytes, bytes + sizeof value);
  }
  /// Length (u32) and bytes.
  void put_text(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
    data_.insert(data_.end(), bytes, bytes + text.size());
  }
  void put_doubles(std::span<const double> values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const double v : values) put(v);
  }
  [[nodiscard]] std::span<const std::byte> bytes() const { return data_; }
  [[nodiscard]] std::vector<std::byte> take() { return std::move(data_); }
  void clear() { data_.clear(); }

 private:
  std::vector<std::byte> data_;
};

/// Reads what ByteWriter wrote. Never reads past the end: after a short read ok() is false and every get() gives zero,
/// so a caller checks once at the end.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> data) : data_{data} {}

  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  [[nodiscard]] T get() {
    T value{};
    if (!take_into(&value, sizeof value)) return T{};
    return value;
  }
  [[nodiscard]] std::string get_text() {
    const auto size = get<std::uint32_t>();
    if (size > remaining()) {
      ok_ = false;
      return {};
    }
    std::string text(size, '\0');
    take_into(text.data(), size);
    return text;
  }
  [[nodiscard]] std::vector<double> get_doubles() {
    const auto count = get<std::uint32_t>();
    if (count > remaining() / sizeof(double)) {
      ok_ = false;
      return {};
    }
    std::vector<double> values(count);
    for (double& v : values) v = get<double>();
    return values;
  }
  [[nodiscard]] std::size_t remaining() const { return ok_ ? data_.size() - at_ : 0; }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  bool take_into(void* out, std::size_t size) {
    if (!ok_ || data_.size() - at_ < size) {
      ok_ = false;
      return false;
    }
    if (size != 0) std::memcpy(out, data_.data() + at_, size);
    at_ += size;
    return true;
  }

  std::span<const std::byte> data_;
  std::size_t at_{0};
  bool ok_{true};
};

}  // namespace tidemark::core
