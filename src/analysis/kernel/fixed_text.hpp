#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace tidemark::analysis {

/// A literal as a template argument: names the kernels that one template makes.
template <std::size_t kSize>
struct FixedText {
  // NOLINTNEXTLINE(google-explicit-constructor,*-avoid-c-arrays): a literal must convert by itself
  consteval FixedText(const char (&literal)[kSize]) { std::copy_n(literal, kSize, text.begin()); }
  [[nodiscard]] constexpr std::string_view view() const { return {text.data(), kSize - 1}; }

  std::array<char, kSize> text{};
};

}  // namespace tidemark::analysis
