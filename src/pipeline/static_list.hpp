#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace tidemark::pipeline {

/// A list of at most N values without allocation. Pushing into a full list is a broken invariant. Of the room it has
/// only what is used costs anything.
template <class T, std::size_t N>
class StaticList {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  StaticList() noexcept {}  // NOLINT(modernize-use-equals-default): would clear the room
  StaticList(const StaticList& other) noexcept { *this = other; }
  StaticList& operator=(const StaticList& other) noexcept {
    if (this == &other) return *this;
    clear();
    for (const T& value : other) push_back(value);
    return *this;
  }
  ~StaticList() = default;

  void push_back(const T& value) {
    assert(size_ < N);
    std::construct_at(&items_[size_++], value);
  }
  void clear() { size_ = 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return items_[i]; }
  [[nodiscard]] const T* begin() const { return items_.data(); }
  [[nodiscard]] const T* end() const { return items_.data() + size_; }
  [[nodiscard]] T* begin() { return items_.data(); }
  [[nodiscard]] T* end() { return items_.data() + size_; }

 private:
  union {
    std::array<T, N> items_;  ///< those from size_ on do not exist
  };
  std::size_t size_{0};
};

}  // namespace tidemark::pipeline
