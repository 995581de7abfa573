#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/candle.hpp"

namespace tidemark::api {

/// The newest closed candles of one series, ascending by open time, at most `capacity`. Memory grows with what is
/// there, in small steps: there may be thousands of these.
class CandleRing {
 public:
  explicit CandleRing(std::size_t capacity) : capacity_{capacity} {}

  /// A newer candle goes to the end; one of a time already held replaces it; one in between is put in its place. Older
  /// than everything in a full ring is dropped.
  void put(const core::Candle& candle);
  /// Changes how many are kept; what no longer has room falls out at once.
  void set_capacity(std::size_t capacity);

  [[nodiscard]] std::size_t size() const { return candles_.size(); }
  [[nodiscard]] bool empty() const { return candles_.empty(); }
  /// 0 = oldest.
  [[nodiscard]] const core::Candle& operator[](std::size_t i) const { return candles_[(start_ + i) % candles_.size()]; }
  [[nodiscard]] const core::Candle& back() const { return (*this)[size() - 1]; }
  /// How often something changed before the newest candle: one added in between or older, one with other numbers.
  [[nodiscard]] std::uint64_t rewrites() const { return rewrites_; }
  /// True once a candle fell out: the series goes further back than the ring.
  [[nodiscard]] bool trimmed() const { return trimmed_; }
  /// How many candles open before `t`.
  [[nodiscard]] std::size_t count_before(core::Timestamp t) const;

 private:
  [[nodiscard]] core::Candle& at(std::size_t i) { return candles_[(start_ + i) % candles_.size()]; }
  void insert_in_order(const core::Candle& candle);
  void turn();

  std::size_t capacity_;
  std::vector<core::Candle> candles_;
  std::size_t start_{0};  ///< place of the oldest; 0 until full
  bool trimmed_{false};
  std::uint64_t rewrites_{0};
};

}  // namespace tidemark::api
