#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/kernel/snapshot.hpp"
#include "core/bytes.hpp"

namespace tidemark::analysis {

/// When a list takes its room.
enum class ListRoom : std::uint8_t { kAsNeeded, kAll };

/// Things in the order they came, at most `capacity` of them. When full, the oldest makes room and is handed back, so
/// that its owner can say so. The room it takes doubles as it is needed and is kept: most series never need all of it,
/// and once warm nothing is allocated. With ListRoom::kAll it is all there from the start.
template <class T>
class BoundedList {
 public:
  explicit BoundedList(std::size_t capacity, ListRoom room = ListRoom::kAsNeeded) : capacity_{capacity} {
    items_.reserve(room == ListRoom::kAll ? capacity : std::min(capacity, kFirst));
  }

  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] bool full() const { return items_.size() == capacity_; }
  [[nodiscard]] auto begin() { return items_.begin(); }
  [[nodiscard]] auto end() { return items_.end(); }
  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }
  [[nodiscard]] T& back() { return items_.back(); }
  [[nodiscard]] const T& back() const { return items_.back(); }
  [[nodiscard]] const T& operator[](std::size_t i) const { return items_[i]; }
  [[nodiscard]] T& operator[](std::size_t i) { return items_[i]; }

  std::optional<T> push(const T& item) {
    std::optional<T> oldest;
    if (items_.size() == capacity_) {
      oldest = items_.front();
      items_.erase(items_.begin());
    }
    items_.push_back(item);
    return oldest;
  }
  void pop() { items_.pop_back(); }
  void erase(std::size_t place) { items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(place)); }
  void clear() { items_.clear(); }
  template <class Predicate>
  void remove_if(Predicate predicate) {
    items_.erase(std::remove_if(items_.begin(), items_.end(), predicate), items_.end());
  }

  void save(core::ByteWriter& out) const {
    out.put(static_cast<std::uint32_t>(items_.size()));
    for (const T& item : items_) snapshot_detail::save(item, out);
  }
  bool load(core::ByteReader& in) {
    const auto count = in.get<std::uint32_t>();
    if (count > capacity_) return false;
    items_.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!snapshot_detail::load(items_.emplace_back(), in)) return false;
    }
    return in.ok();
  }

 private:
  static constexpr std::size_t kFirst = 8;

  std::size_t capacity_;
  std::vector<T> items_;
};

}  // namespace tidemark::analysis
