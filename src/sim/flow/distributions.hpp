#pragma once

#include <cstdint>

#include "core/rng.hpp"

namespace tidemark::sim {

/// Poisson count with this mean (>= 0): Knuth's product of uniforms for small means, a rounded normal from 30 on, where
/// the difference is below what a candle shows.
[[nodiscard]] std::uint32_t poisson(core::Rng& rng, double mean) noexcept;

/// Log-normal with the given mean of the values themselves and standard deviation of their logarithm.
[[nodiscard]] double lognormal(core::Rng& rng, double mean, double log_deviation) noexcept;

}  // namespace tidemark::sim
