#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "ops/testing/temporary_folder.hpp"

namespace tidemark::test {

/// Real market data that is not part of the project: the folder named by TIDEMARK_SHARED, or ../shared beside the
/// source.
inline std::optional<std::filesystem::path> shared_data() {
  const char* named = std::getenv("TIDEMARK_SHARED");
  const std::filesystem::path folder =
      named != nullptr ? std::filesystem::path{named} : std::filesystem::path{TIDEMARK_SOURCE_DIR} / ".." / "shared";
  if (!std::filesystem::is_directory(folder / "data")) return std::nullopt;
  return folder;
}

using ops::testing::TemporaryFolder;

}  // namespace tidemark::test

/// Skips, visibly, where the real data is not there.
#define TIDEMARK_REQUIRE_SHARED(variable)                                                      \
  const auto variable##_found = ::tidemark::test::shared_data();                               \
  if (!variable##_found) GTEST_SKIP() << "needs the shared market data (set TIDEMARK_SHARED)"; \
  const std::filesystem::path variable = *variable##_found
