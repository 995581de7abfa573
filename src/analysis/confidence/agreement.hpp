#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analysis/confidence/pattern_confidence.hpp"
#include "core/timeframe.hpp"

namespace tidemark::analysis::confidence {

/// The timeframes that are asked to agree, shortest first. 30m is not among them.
inline constexpr std::array kHierarchy{core::Timeframe::k1m, core::Timeframe::k5m, core::Timeframe::k15m,
                                       core::Timeframe::k1h, core::Timeframe::k4h, core::Timeframe::k1d,
                                       core::Timeframe::k1w};
/// What each timeframe of the hierarchy says; kNone where it shows no pattern.
using Sides = std::array<Side, kHierarchy.size()>;

/// 0.1 for 1m, rising linearly to 0.4 for 1w.
[[nodiscard]] double weight_of(std::size_t place);

enum class AgreementStrength : std::uint8_t { kNone, kWeak, kMedium, kStrong };
[[nodiscard]] std::string_view name_of(AgreementStrength strength) noexcept;

struct Agreement {
  Side side{Side::kNone};  ///< of the longest timeframe with a pattern, which overrides those below
  int consecutive{0};      ///< the longest run of neighboring timeframes on that side
  AgreementStrength strength{AgreementStrength::kNone};  ///< 1 weak, 2 medium, 3 and more strong
  double weight{0};                                      ///< sum of the weights on that side

  friend bool operator==(const Agreement&, const Agreement&) = default;
};
[[nodiscard]] Agreement agreement_of(const Sides& sides);

}  // namespace tidemark::analysis::confidence
