#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

/// Counts what a test program asks of the heap, by replacing its allocation functions. To be included by one source
/// file of a program only.
namespace tidemark::core::testing {

// A replaced operator new can only count in a global.
inline std::atomic<std::size_t> allocation_count{0};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

/// So far, by all threads.
inline std::size_t allocations() {
  return allocation_count.load(std::memory_order_relaxed);
}

inline void* counted_memory(std::size_t size) {
  allocation_count.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc{};
}

}  // namespace tidemark::core::testing

// Not inlined: g++ would else warn that memory of malloc() is deleted, or of new freed.
// NOLINTBEGIN(misc-definitions-in-headers,clang-analyzer-cplusplus.NewDelete): the program's one definition
[[gnu::noinline]] void* operator new(std::size_t size) {
  return tidemark::core::testing::counted_memory(size);
}
[[gnu::noinline]] void* operator new[](std::size_t size) {
  return tidemark::core::testing::counted_memory(size);
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return tidemark::core::testing::counted_memory(size);
}
[[gnu::noinline]] void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return tidemark::core::testing::counted_memory(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
// NOLINTEND(misc-definitions-in-headers,clang-analyzer-cplusplus.NewDelete)
