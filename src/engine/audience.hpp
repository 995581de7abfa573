#pragma once

#include <cstdint>

#include "core/timeframe.hpp"
#include "decision/hearing.hpp"

namespace tidemark::engine {

/// Who hears what the analyzers find.
enum class Audience : std::uint8_t {
  kEveryone,
  kDecisions,  ///< signals alone are wanted: what no decision rests on is neither looked for nor told
};

/// Whether what is found on a timeframe is told as a reason of its own.
[[nodiscard]] constexpr bool hears_reasons(Audience audience, core::Timeframe timeframe) {
  return audience == Audience::kEveryone || decision::gives_factors(timeframe);
}

}  // namespace tidemark::engine
