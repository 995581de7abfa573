#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <zlib.h>

namespace tidemark::venues::testing {

/// A folder of its own, removed with all its content at the end.
class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "tidemark_venues_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
    path_ = name;
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file and returns its path.
  std::string put(const std::string& name, std::string_view content) const {
    std::ofstream out{file(name), std::ios::binary};
    out << content;
    return file(name);
  }

 private:
  std::filesystem::path path_;
};

inline std::string slurp(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// One gzip member.
inline std::string gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(::deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(::deflateBound(&stream, text.size()) + 64, '\0');
  std::string in{text};
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

/// The recorded real data beside the project (TIDEMARK_SHARED, or ../shared of the source folder); empty when absent.
inline std::optional<std::filesystem::path> shared_data() {
  const char* from_environment = std::getenv("TIDEMARK_SHARED");
  const std::filesystem::path root = from_environment != nullptr
                                         ? std::filesystem::path{from_environment}
                                         : std::filesystem::path{TIDEMARK_SOURCE_DIR} / ".." / "shared";
  if (!std::filesystem::exists(root / "data" / "MANIFEST.md")) return std::nullopt;
  return root / "data";
}

}  // namespace tidemark::venues::testing

/// Skips a test that needs the recorded real data when it is not there.
#define TIDEMARK_NEED_SHARED(variable)                                                                 \
  const auto variable##_found = tidemark::venues::testing::shared_data();                              \
  if (!variable##_found) GTEST_SKIP() << "recorded data not found: set TIDEMARK_SHARED to its folder"; \
  const std::filesystem::path variable = *variable##_found
