#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/snapshot.hpp"
#include "core/bytes.hpp"

namespace tidemark::analysis {

/// An extreme of which only the value matters.
struct Peak {
  double value;
  static auto fields(auto& self) { return std::tie(self.value); }
};
/// A value and the candle it came with, counted from the series' first.
struct Extreme {
  double value;
  std::int64_t index;
  static auto fields(auto& self) { return std::tie(self.value, self.index); }
};

enum class Side : std::uint8_t { kHighest, kLowest };
/// Which of equal values counts.
enum class Ties : std::uint8_t { kLatest, kEarliest };

/// The highest or lowest of the last n values. A block (blocks.hpp).
///
/// The series is cut into pieces of n. A window then is the end of one piece and the beginning of the next: the extreme
/// of the beginning is kept running, those of all ends are worked out backwards when a piece is full. O(1) amortized,
/// and without the branches on the values that make a queue of candidates slow (van Herk 1992, Gil and Werman 1993).
template <Side kSide, class Item = Peak, Ties kTies = Ties::kLatest>
class RollingExtreme {
 public:
  explicit RollingExtreme(int period) : period_{static_cast<std::size_t>(period)}, ends_(period_) {}

  Answer<Item> next(double x) {
    const Item now = item(x);
    begun_ = at_ == 0 ? now : better(begun_, now);
    const bool full = at_ + 1 == period_;
    const Item answer = full ? begun_ : better(ends_[at_ + 1], begun_);
    ends_[at_] = now;
    at_ = full ? 0 : at_ + 1;
    if (full) work_out_ends();
    if (++next_ < static_cast<std::int64_t>(period_)) return std::nullopt;
    return answer;
  }
  [[nodiscard]] Answer<Item> next(double x) const {
    if (next_ + 1 < static_cast<std::int64_t>(period_)) return std::nullopt;
    const Item now = item(x);
    const Item begun = at_ == 0 ? now : better(begun_, now);
    return at_ + 1 == period_ ? begun : better(ends_[at_ + 1], begun);
  }
  /// Values seen.
  [[nodiscard]] std::int64_t count() const { return next_; }

  void save(core::ByteWriter& out) const {
    out.put(next_);
    snapshot_detail::save(begun_, out);
    snapshot_detail::save(ends_, out);
  }
  bool load(core::ByteReader& in) {
    next_ = in.get<std::int64_t>();
    if (!in.ok() || next_ < 0 || next_ > kCountMax) return false;
    at_ = static_cast<std::size_t>(next_) % period_;
    return snapshot_detail::load(begun_, in) && snapshot_detail::load(ends_, in);
  }

 private:
  [[nodiscard]] Item item(double x) const {
    if constexpr (std::is_same_v<Item, Peak>) {
      return {x};
    } else {
      return {x, next_};
    }
  }
  /// Which of two counts; `newer` came later. By value, so that it is an instruction and not a branch.
  [[nodiscard]] static Item better(Item older, Item newer) {
    const bool beats = kSide == Side::kHighest ? newer.value > older.value : newer.value < older.value;
    if constexpr (std::is_same_v<Item, Peak>) {
      return {beats ? newer.value : older.value};
    } else {
      const bool wins = beats || (kTies == Ties::kLatest && newer.value == older.value);
      return {wins ? newer.value : older.value, wins ? newer.index : older.index};
    }
  }
  void work_out_ends() {
    for (std::size_t i = period_ - 1; i > 0; --i) ends_[i - 1] = better(ends_[i - 1], ends_[i]);
  }

  static constexpr std::int64_t kCountMax = std::int64_t{1} << 53;  ///< as far as a double counts

  std::size_t period_;
  std::int64_t next_{0};  ///< index of the next value
  std::size_t at_{0};     ///< its place in its piece
  Item begun_{};          ///< of the piece so far
  /// Before at_: the piece's own values. From at_ on: the extreme from there to the end of the piece before.
  std::vector<Item> ends_;
};

using Highest = RollingExtreme<Side::kHighest>;
using Lowest = RollingExtreme<Side::kLowest>;
using HighestCandle = RollingExtreme<Side::kHighest, Extreme>;
using LowestCandle = RollingExtreme<Side::kLowest, Extreme>;

}  // namespace tidemark::analysis
