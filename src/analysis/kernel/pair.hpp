#pragma once

namespace tidemark::analysis {

/// Two numbers side by side in one register: a processor divides both in the time of one. Each place is computed as a
/// double alone would be, bit for bit.
using Pair __attribute__((vector_size(2 * sizeof(double)))) = double;

}  // namespace tidemark::analysis
