#pragma once

#include <array>
#include <cassert>
#include <cstddef>

namespace tidemark::pipeline {

/// A list of at most N values without allocation. Pushing into a full list is a broken invariant.
template <class T, std::size_t N>
class StaticList {
 public:
  void push_back(const T& value) {
    assert(size_ < N);
    items_[size_++] = value;
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
  std::array<T, N> items_{};
  std::size_t size_{0};
};

}  // namespace tidemark::pipeline
