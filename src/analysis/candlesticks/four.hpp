#pragma once

#include <cstring>

namespace tidemark::analysis::candlesticks {

/// Four numbers, in one register where the machine has such, else in two; each place is computed as a double alone
/// would be, bit for bit. Not to be taken or given by value: how depends on what a function is compiled for.
using Four __attribute__((vector_size(4 * sizeof(double)))) = double;

[[gnu::always_inline]] inline void read(Four& four, const double* from) {
  std::memcpy(&four, from, sizeof four);
}
[[gnu::always_inline]] inline void write(const Four& four, double* to) {
  std::memcpy(to, &four, sizeof four);
}

}  // namespace tidemark::analysis::candlesticks
