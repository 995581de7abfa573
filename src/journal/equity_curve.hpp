#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/time.hpp"

namespace tidemark::journal {

struct EquityPoint {
  core::Timestamp at;
  double equity{0};
  double benchmark{0};  ///< of buying and holding
  double price{0};      ///< of the instrument
  double drawdown{0};   ///< share below the highest equity so far; the deepest since the last point
};

/// An equity curve of bounded length: every n-th look is kept, n doubling whenever there are kMost points.
class EquityCurve {
 public:
  static constexpr std::size_t kMost = 4096;

  void add(const EquityPoint& point) {
    if (point.drawdown > deepest_) deepest_ = point.drawdown;
    last_ = point;
    if (++since_ < stride_) return;
    keep();
  }
  /// The points kept, and the last one.
  [[nodiscard]] std::vector<EquityPoint> points() const;

 private:
  void keep();

  std::vector<EquityPoint> points_;
  std::uint64_t stride_{1};
  std::uint64_t since_{0};
  double deepest_{0};
  EquityPoint last_;
};

}  // namespace tidemark::journal
