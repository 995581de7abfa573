#pragma once

#include "core/time.hpp"

namespace tidemark::pipeline {

/// Years 1700 to 2199. Everything outside is refused before any arithmetic, so that sums and differences of times, some
/// decades of calendar search included, cannot leave the range of a Timestamp.
[[nodiscard]] constexpr bool is_plausible(core::Timestamp t) {
  constexpr core::Timestamp kFrom = core::Timestamp::from_s(-8'520'336'000);  // 1700-01-01
  constexpr core::Timestamp kTo = core::Timestamp::from_s(7'258'118'400);     // 2200-01-01
  return kFrom <= t && t < kTo;
}

}  // namespace tidemark::pipeline
