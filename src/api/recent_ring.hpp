#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidemark::api {

/// The newest elements of a stream, at most `capacity`, numbered from 1 in order of arrival. Memory grows with what is
/// there.
template <class T>
class RecentRing {
 public:
  explicit RecentRing(std::size_t capacity) : capacity_{capacity} {}

  void push(const T& value) {
    ++pushed_;
    if (capacity_ == 0) return;
    if (items_.size() < capacity_) {
      if (items_.size() == items_.capacity()) items_.reserve(std::min(capacity_, 2 * items_.size() + 1));
      items_.push_back(value);
      return;
    }
    items_[start_] = value;
    start_ = (start_ + 1) % items_.size();
  }

  /// At least 1. What there is then no room for is forgotten, the oldest first.
  void set_capacity(std::size_t capacity) {
    if (capacity == capacity_) return;
    std::ranges::rotate(items_, items_.begin() + static_cast<std::ptrdiff_t>(start_));
    start_ = 0;
    capacity_ = capacity;
    if (items_.size() <= capacity) return;
    items_.erase(items_.begin(), items_.end() - static_cast<std::ptrdiff_t>(capacity));
    items_.shrink_to_fit();
  }

  /// The number of the newest; 0 when there never was one.
  [[nodiscard]] std::uint64_t pushed() const { return pushed_; }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  /// The number of the oldest still here is pushed() - size() + 1: whether everything after `number` is.
  [[nodiscard]] bool holds_all_after(std::uint64_t number) const { return number + items_.size() >= pushed_; }
  /// Those after `number`, oldest first.
  [[nodiscard]] std::vector<T> after(std::uint64_t number) const {
    return newest(number >= pushed_ ? 0 : static_cast<std::size_t>(pushed_ - number));
  }
  [[nodiscard]] std::vector<T> newest(std::size_t limit) const {
    std::vector<T> list;
    const std::size_t count = std::min(limit, items_.size());
    list.reserve(count);
    for (std::size_t i = items_.size() - count; i < items_.size(); ++i) {
      list.push_back(items_[(start_ + i) % items_.size()]);
    }
    return list;
  }

 private:
  std::size_t capacity_;
  std::vector<T> items_;
  std::size_t start_{0};  ///< place of the oldest; 0 until full
  std::uint64_t pushed_{0};
};

}  // namespace tidemark::api
