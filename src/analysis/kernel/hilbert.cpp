#include "analysis/kernel/hilbert.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/blocks.hpp"

namespace tidemark::analysis {
namespace {

// From the arc tangent, as TA-Lib takes them, so that the bits are the same.
const double kDegreesPerRadian = 45.0 / std::atan(1.0);
const double kRadiansPerDegree = 1.0 / kDegreesPerRadian;
const double kFullCircle = std::atan(1.0) * 8.0;

constexpr int kPeriodMax = 50;

struct SineCosine {
  double sine;
  double cosine;
};

using CircleParts = std::array<SineCosine, static_cast<std::size_t>(kPeriodMax) * (kPeriodMax + 1) / 2>;

/// Of i/n of a circle for i < n, for all n up to 50, one after the other.
CircleParts make_circle_parts() {
  CircleParts parts{};
  std::size_t at = 0;
  for (int n = 1; n <= kPeriodMax; ++n) {
    for (int i = 0; i < n; ++i) {
      const double angle = static_cast<double>(i) * kFullCircle / static_cast<double>(n);
      parts[at++] = {std::sin(angle), std::cos(angle)};
    }
  }
  return parts;
}

const SineCosine* circle_parts(int n) {
  static const CircleParts kParts = make_circle_parts();
  return kParts.data() + static_cast<std::ptrdiff_t>(n) * (n - 1) / 2;
}

int whole_period(const Cycle& cycle) {
  // NOLINTNEXTLINE(bugprone-incorrect-roundings): as TA-Lib rounds, to the last bit
  return std::clamp(static_cast<int>(cycle.smooth_period + 0.5), 0, kPeriodMax);
}

}  // namespace

Answer<double> HilbertTransform::smooth(double x) {
  if (seen_ < 3) {
    plain_ += x;
    weighted_ += x * static_cast<double>(seen_ + 1);
    last_ = {x, last_[0], last_[1], 0};
    return std::nullopt;
  }
  plain_ += x;
  plain_ -= last_[3];
  weighted_ += x * 4.0;
  last_ = {x, last_[0], last_[1], last_[2]};
  const double smoothed = weighted_ * 0.1;
  weighted_ -= plain_;
  return smoothed;
}

double HilbertTransform::pass(Filter& filter, double input, double gain) const {
  constexpr double kA = 0.0962;
  constexpr double kB = 0.5769;
  Filter::Half& half = filter.halves[static_cast<std::size_t>(parity_)];
  const double scaled = kA * input;
  double value = -std::exchange(half.delayed[slot_], scaled);
  value += scaled;
  value -= half.before;
  half.before = kB * half.before_input;
  value += half.before;
  half.before_input = input;
  return value * gain;
}

void HilbertTransform::measure_period(double i2, double q2) {
  re_ = 0.2 * (i2 * before_i2_ + q2 * before_q2_) + 0.8 * re_;
  im_ = 0.2 * (i2 * before_q2_ - q2 * before_i2_) + 0.8 * im_;
  before_q2_ = q2;
  before_i2_ = i2;
  const double before = period_;
  if (im_ != 0.0 && re_ != 0.0) period_ = 360.0 / (std::atan(im_ / re_) * kDegreesPerRadian);
  period_ = std::min(period_, 1.5 * before);
  period_ = std::max(period_, 0.67 * before);
  period_ = std::clamp<double>(period_, 6, kPeriodMax);
  period_ = 0.2 * period_ + 0.8 * before;
  smooth_period_ = 0.33 * period_ + 0.67 * smooth_period_;
}

Answer<Cycle> HilbertTransform::next(double x) {
  const auto smoothed = smooth(x);
  if (seen_ < settling_) {
    ++seen_;
    parity_ ^= 1;
    return std::nullopt;
  }
  const double gain = 0.075 * period_ + 0.54;
  const auto parity = static_cast<std::size_t>(parity_);
  const double in_phase = in_phase_[parity][1];
  const double detrended = pass(detrender_, *smoothed, gain);
  const double quadrature = pass(quadrature_, detrended, gain);
  const double advanced_i = pass(advanced_in_phase_, in_phase, gain);
  const double advanced_q = pass(advanced_quadrature_, quadrature, gain);
  if (parity_ == 0) slot_ = slot_ == 2 ? 0 : static_cast<std::uint8_t>(slot_ + 1);
  in_phase_[parity ^ 1] = {detrended, in_phase_[parity ^ 1][0]};
  measure_period(0.2 * (in_phase - advanced_q) + 0.8 * before_i2_, 0.2 * (quadrature + advanced_i) + 0.8 * before_q2_);
  parity_ ^= 1;
  return Cycle{*smoothed, in_phase, quadrature, smooth_period_};
}

bool HilbertTransform::valid() const {
  const auto period_like = [](double v) { return v >= 0 && v <= kPeriodMax; };
  return seen_ >= 0 && seen_ <= settling_ && (parity_ == 0 || parity_ == 1) && slot_ < 3 && period_like(period_) &&
         period_like(smooth_period_);
}

double CyclePhase::next(const Cycle& cycle) {
  newest_ = newest_ + 1U == smooth_prices_.size() ? 0 : static_cast<std::uint8_t>(newest_ + 1);
  smooth_prices_[newest_] = cycle.smooth_price;
  const int period = whole_period(cycle);
  const SineCosine* parts = circle_parts(std::max(period, 1));
  double real = 0;
  double imaginary = 0;
  std::size_t at = newest_;
  for (int i = 0; i < period; ++i) {
    real += parts[i].sine * smooth_prices_[at];
    imaginary += parts[i].cosine * smooth_prices_[at];
    at = at == 0 ? smooth_prices_.size() - 1 : at - 1;
  }
  if (std::fabs(imaginary) > 0.0) {
    phase_ = std::atan(real / imaginary) * kDegreesPerRadian;
  } else if (real != 0.0) {
    phase_ += real < 0.0 ? -90.0 : 90.0;
  }
  phase_ += 90.0;
  phase_ += 360.0 / cycle.smooth_period;
  if (imaginary < 0.0) phase_ += 180.0;
  if (phase_ > 315.0) phase_ -= 360.0;
  return phase_;
}

double sine_of(double degrees) {
  return std::sin(degrees * kRadiansPerDegree);
}

template <class Self>
double CycleTrend::feed(Self& self, double x, const Cycle& cycle) {
  const auto seen = static_cast<int>(self.prices_.size());
  const int period = std::min(whole_period(cycle), seen + 1);
  double average = 0;
  for (int i = 0; i < period; ++i) average += i == 0 ? x : self.prices_.newest(static_cast<std::size_t>(i - 1));
  if (period > 0) average /= static_cast<double>(period);
  const auto& before = self.averages_;
  const double trend = (4.0 * average + 3.0 * before[0] + 2.0 * before[1] + before[2]) / 10.0;
  keep(self.averages_, {average, before[0], before[1]});
  self.prices_.feed(x);
  return trend;
}
template double CycleTrend::feed(CycleTrend&, double, const Cycle&);
template double CycleTrend::feed(const CycleTrend&, double, const Cycle&);

Answer<Mama::Values> Mama::next(double x) {
  const auto cycle = transform_.next(x);
  if (cycle) {
    const double phase =
        cycle->in_phase != 0.0 ? std::atan(cycle->quadrature / cycle->in_phase) * kDegreesPerRadian : 0.0;
    const double turned = std::max(std::exchange(phase_, phase) - phase, 1.0);
    const double speed = turned > 1.0 ? std::max(fast_limit_ / turned, slow_limit_) : fast_limit_;
    mama_ = speed * x + (1 - speed) * mama_;
    fama_ = 0.5 * speed * mama_ + (1 - 0.5 * speed) * fama_;
  }
  if (seen_ < kLookback) {
    ++seen_;
    return std::nullopt;
  }
  return Values{mama_, fama_};
}

}  // namespace tidemark::analysis
