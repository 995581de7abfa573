#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/snapshot.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"

namespace tidemark::analysis::structure {

/// A candle of the series: how many came before it, and when it opened.
struct Moment {
  std::int64_t index{0};
  core::Timestamp time{};

  friend constexpr bool operator==(const Moment&, const Moment&) = default;
  static auto fields(auto& self) { return std::tie(self.index, self.time.ns); }
};

/// The last candles of a series and Wilder's average true range after the newest one: what the analyzers of structure
/// and zones look back at, kept once for all of them. Beyond kAtOnce candles it grows as they come, in a few steps to
/// what it may hold and no further: most series of a thousand instruments are of long timeframes and have few.
class History {
 public:
  static constexpr std::size_t kAtOnce = 64;

  /// Holds `candles`, 1 or more; `atr_period` 1 or more.
  History(std::size_t candles, int atr_period) : capacity_{candles}, first_atr_{atr_period}, average_{atr_period} {
    ring_.reserve(std::min(candles, kAtOnce));
  }

  /// False, and nothing has changed, for a candle with NaN or infinity among its numbers or beyond kInputMax.
  bool push(const core::CandleF& candle);

  /// Candles seen, refused ones not counted.
  [[nodiscard]] std::int64_t count() const { return count_; }
  /// Index of the newest candle; there is one.
  [[nodiscard]] std::int64_t newest() const { return count_ - 1; }
  /// Index of the oldest candle still held.
  [[nodiscard]] std::int64_t oldest() const {
    const auto most = static_cast<std::int64_t>(capacity_);
    return count_ > most ? count_ - most : 0;
  }
  /// oldest() <= index <= newest().
  [[nodiscard]] const core::CandleF& at(std::int64_t index) const { return seen(index).candle; }
  [[nodiscard]] const core::CandleF& last() const { return at(newest()); }
  [[nodiscard]] Moment moment(std::int64_t index) const { return {index, at(index).open_time}; }
  [[nodiscard]] Moment now() const { return moment(newest()); }
  /// The average true range after the newest candle: from atr_period + 1 candles on; price units, never negative.
  [[nodiscard]] std::optional<double> atr() const { return count_ > 0 ? atr_at(newest()) : std::nullopt; }
  /// As it was after that candle.
  [[nodiscard]] std::optional<double> atr_at(std::int64_t index) const {
    if (index < first_atr_) return std::nullopt;
    return seen(index).atr;
  }

  void save(core::ByteWriter& out) const;
  bool load(core::ByteReader& in);

 private:
  struct Seen {
    core::CandleF candle;
    double atr{0};  ///< from first_atr_ on
  };
  [[nodiscard]] const Seen& seen(std::int64_t index) const {
    const auto back = static_cast<std::size_t>(count_ - index);
    return ring_[next_ >= back ? next_ - back : next_ + capacity_ - back];
  }
  void put(const Seen& seen);

  std::vector<Seen> ring_;
  std::size_t capacity_;
  std::size_t next_{0};  ///< place of the next candle
  std::int64_t count_{0};
  std::int64_t first_atr_;  ///< index of the first candle with an average
  TrueRange range_;
  WilderMean average_;
};

}  // namespace tidemark::analysis::structure
