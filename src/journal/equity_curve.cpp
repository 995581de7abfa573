#include "journal/equity_curve.hpp"

#include <algorithm>

namespace tidemark::journal {

void EquityCurve::keep() {
  EquityPoint point = last_;
  point.drawdown = deepest_;
  points_.push_back(point);
  since_ = 0;
  deepest_ = 0;
  if (points_.size() < kMost) return;
  // Every second one goes; its drawdown lives on in the next.
  std::size_t kept = 0;
  for (std::size_t i = 1; i < points_.size(); i += 2) {
    points_[i].drawdown = std::max(points_[i].drawdown, points_[i - 1].drawdown);
    points_[kept++] = points_[i];
  }
  points_.resize(kept);
  stride_ *= 2;
}

std::vector<EquityPoint> EquityCurve::points() const {
  std::vector<EquityPoint> all = points_;
  if (since_ > 0) {
    all.push_back(last_);
    all.back().drawdown = deepest_;
  }
  return all;
}

}  // namespace tidemark::journal
