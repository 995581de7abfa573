#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "analysis/kernel/snapshot.hpp"
#include "core/bytes.hpp"

namespace tidemark::analysis {

/// Up to N things inside the object, without a heap.
template <class T, std::size_t N>
class FixedList {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] bool full() const { return size_ == N; }
  /// False, and nothing has changed, when it is full.
  bool push(const T& one) {
    if (full()) return false;
    items_[size_++] = one;
    return true;
  }
  void clear() { size_ = 0; }
  /// Takes one out and keeps the order of the others.
  void erase(std::size_t place) {
    for (std::size_t i = place + 1; i < size_; ++i) items_[i - 1] = items_[i];
    --size_;
  }

  [[nodiscard]] T& operator[](std::size_t i) { return items_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return items_[i]; }
  [[nodiscard]] const T& front() const { return items_[0]; }
  [[nodiscard]] const T& back() const { return items_[size_ - 1]; }
  [[nodiscard]] std::span<const T> items() const& { return std::span{items_}.first(size_); }
  [[nodiscard]] std::span<T> items() & { return std::span{items_}.first(size_); }
  /// Of a list about to go nothing would be left to look at.
  [[nodiscard]] std::span<const T> items() const&& = delete;

  friend bool operator==(const FixedList& a, const FixedList& b) {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i < a.size_; ++i) {
      if (!(a.items_[i] == b.items_[i])) return false;
    }
    return true;
  }

  void save(core::ByteWriter& out) const {
    out.put(static_cast<std::uint32_t>(size_));
    for (const T& one : items()) snapshot_detail::save(one, out);
  }
  bool load(core::ByteReader& in) {
    const auto size = in.get<std::uint32_t>();
    if (!in.ok() || size > N) return false;
    size_ = size;
    for (T& one : items()) {
      if (!snapshot_detail::load(one, in)) return false;
    }
    return true;
  }

 private:
  std::array<T, N> items_{};
  std::size_t size_{0};
};

}  // namespace tidemark::analysis
