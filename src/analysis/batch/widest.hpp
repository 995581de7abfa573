#pragma once

namespace tidemark::analysis::batch {

// Vectors wider than every x86-64 processor has are chosen when the program runs. Clang checks operands before it knows
// the caller's width.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TIDEMARK_WIDEST_VECTORS

template <class Loop>
[[gnu::flatten, gnu::target("avx2")]] void run_with_avx2(const Loop& loop) {
  loop();
}
/// The same for code that works on one thing at a time and gains nothing by width: instructions that name where their
/// result goes need no copies beside them.
template <class Code>
[[gnu::flatten, gnu::target("avx2,bmi,bmi2")]] auto run_with_three_operands(const Code& code) {
  return code();
}

template <class Loop>
[[gnu::flatten, gnu::target("avx512f,avx512dq,avx512vl")]] void run_with_avx512(const Loop& loop) {
  loop();
}
#endif

/// Runs a loop over many candles, compiled for each width of vectors, with the widest that the machine has. The numbers
/// are the same: every lane computes what a double alone would. Whatever the loop calls must be inlined into it.
template <class Loop>
void run_widest(const Loop& loop) {
#if defined(TIDEMARK_WIDEST_VECTORS)
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) return run_with_avx512(loop);
  if (__builtin_cpu_supports("avx2")) return run_with_avx2(loop);
#endif
  loop();
}

/// Runs code of one candle in the shortest form that the machine has. The numbers are the same.
template <class Code>
auto run_shortest(const Code& code) {
#if defined(TIDEMARK_WIDEST_VECTORS)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) return run_with_three_operands(code);
#endif
  return code();
}

}  // namespace tidemark::analysis::batch
