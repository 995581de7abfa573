#include "journal/performance.hpp"

#include <algorithm>
#include <cmath>

#include "core/timeframe.hpp"

namespace tidemark::journal {
namespace {

constexpr double kDaysPerYear = 365.25;

core::Timestamp end_of_day(core::Timestamp at) {
  return core::open_time_of(at, core::Timeframe::k1d) + core::days(1);
}

}  // namespace

void PerformanceMeter::Returns::add(double value) {
  ++count;
  const double before = value - mean;
  mean += before / static_cast<double>(count);
  squares += before * (value - mean);
  if (value < 0) negative_squares += value * value;
}

void PerformanceMeter::begin(core::Timestamp at, double equity) {
  first_at_ = high_at_ = at;
  first_ = high_ = day_open_ = last_ = equity;
  day_end_ = end_of_day(at);
}

void PerformanceMeter::end_day(core::Timestamp at) {
  if (day_open_ > 0) returns_.add(last_ / day_open_ - 1);
  day_open_ = last_;
  day_end_ = end_of_day(at);
}

void PerformanceMeter::end_drawdown(core::Timestamp at) {
  longest_ = std::max(longest_, at - high_at_);
  below_ = false;
}

Performance PerformanceMeter::result() const {
  Performance p;
  if (looks_ == 0) return p;
  p.from = first_at_;
  p.to = last_at_;
  p.first = first_;
  p.last = last_;
  p.total_return = first_ > 0 ? last_ / first_ - 1 : 0;
  p.max_drawdown = worst_;
  p.max_drawdown_length = below_ ? std::max(longest_, last_at_ - high_at_) : longest_;
  p.exposure = static_cast<double>(in_market_) / static_cast<double>(looks_);
  const double mean_equity = sum_ / static_cast<double>(looks_);
  p.turnover = mean_equity > 0 ? traded_ / mean_equity : 0;

  const core::Duration span = last_at_ - first_at_;
  const double years = static_cast<double>(span.ns) / (kDaysPerYear * 86'400e9);
  if (span >= core::days(1) && first_ > 0 && last_ > 0) p.cagr = std::pow(last_ / first_, 1 / years) - 1;
  if (p.cagr && worst_ > 0) p.calmar = *p.cagr / worst_;

  Returns returns = returns_;  // with the day that is not over
  if (day_open_ > 0) returns.add(last_ / day_open_ - 1);
  p.days = returns.count;
  const double root = std::sqrt(days_per_year_);
  if (returns.count >= 2) {
    const double deviation = std::sqrt(returns.squares / static_cast<double>(returns.count - 1));
    p.volatility = deviation * root;
    if (deviation > 0) p.sharpe = returns.mean / deviation * root;
  }
  const double downside =
      std::sqrt(returns.negative_squares / static_cast<double>(std::max<std::uint64_t>(returns.count, 1)));
  if (downside > 0) p.sortino = returns.mean / downside * root;
  return p;
}

}  // namespace tidemark::journal
