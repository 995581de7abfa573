#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/shared_data.hpp"
#include "venues/file/byte_source.hpp"

namespace tidemark::conformance {

/// Calls visit(line) for every line of a plain or packed file.
template <class Visit>
void for_each_line(const std::filesystem::path& path, Visit&& visit) {
  constexpr std::size_t kLineBytesMax = std::size_t{64} << 20U;
  auto source = venues::file::open_byte_source(path.string());
  ASSERT_TRUE(source.has_value()) << source.error().text();
  venues::file::LineReader lines{**source, path.string(), kLineBytesMax};
  while (true) {
    std::string_view line;
    const auto more = lines.next(line);
    ASSERT_TRUE(more.has_value()) << more.error().text();
    if (!*more) return;
    visit(line);
  }
}

}  // namespace tidemark::conformance

/// Skips, visibly, where the recorded data is not there; else `variable` is its folder.
#define TIDEMARK_NEED_SHARED(variable)  \
  TIDEMARK_REQUIRE_SHARED(shared_root); \
  const std::filesystem::path variable = shared_root / "data"
