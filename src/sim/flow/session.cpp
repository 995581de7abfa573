#include "sim/flow/session.hpp"

#include <array>
#include <cmath>

#include "core/timeframe.hpp"

namespace tidemark::sim {
namespace {

constexpr std::size_t kHours = 24;
using Profile = std::array<double, kHours>;

constexpr Profile kVolume{1.09, 1.00, 0.87, 0.68, 0.58, 0.62, 0.86, 0.90, 1.15, 0.87, 0.88, 0.89,
                          1.21, 1.21, 1.42, 1.58, 1.31, 1.18, 1.11, 1.34, 1.02, 0.71, 0.80, 0.75};
constexpr Profile kMove{1.12, 1.06, 0.89, 0.72, 0.62, 0.66, 0.78, 0.82, 1.01, 0.80, 0.79, 0.80,
                        1.09, 1.15, 1.29, 1.36, 1.18, 1.17, 1.15, 1.34, 1.23, 1.08, 1.00, 0.90};

/// Mean over the day of the profile's piecewise linear curve (power 1) or of its square (power 2).
constexpr double mean_over_day(const Profile& profile, int power) {
  double sum = 0;
  for (std::size_t h = 0; h < kHours; ++h) {
    const double a = profile[h];
    const double b = profile[(h + 1) % kHours];
    sum += power == 1 ? (a + b) / 2 : (a * a + a * b + b * b) / 3;
  }
  return sum / static_cast<double>(kHours);
}

constexpr double kVolumeMean = mean_over_day(kVolume, 1);
const double kMoveScale = std::sqrt(mean_over_day(kMove, 2));

double at(const Profile& profile, std::size_t hour, double weight) {
  return profile[hour] * (1 - weight) + profile[(hour + 1) % kHours] * weight;
}

}  // namespace

SessionIntensity session_intensity(core::Timestamp t) noexcept {
  const core::Timestamp day = core::open_time_of(t, core::Timeframe::k1d);
  // Half an hour back: the table's values belong to the middles of the hours.
  double hours = static_cast<double>((t - day).ns) / static_cast<double>(core::hours(1).ns) - 0.5;
  if (hours < 0) hours += static_cast<double>(kHours);
  const auto hour = static_cast<std::size_t>(hours);
  const double weight = hours - static_cast<double>(hour);
  return {at(kVolume, hour, weight) / kVolumeMean, at(kMove, hour, weight) / kMoveScale};
}

}  // namespace tidemark::sim
