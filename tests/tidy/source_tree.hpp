#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::tidy {

/// Something that breaks a house rule. line is 1-based; 0 when the whole file is meant.
struct Problem {
  std::string file;
  std::size_t line{0};
  std::string message;

  [[nodiscard]] std::string text() const {
    return file + (line > 0 ? ":" + std::to_string(line) : "") + ": " + message;
  }
};
using Problems = std::vector<Problem>;

struct SourceFile {
  std::string path;                ///< from the project's root: "src/core/time.hpp"
  std::vector<std::string> lines;  ///< as written
  std::vector<std::string> code;   ///< C++ only: comments and the insides of literals blanked out, same line numbers

  /// "core" for "src/core/time.hpp"; empty outside src.
  [[nodiscard]] std::string_view room() const;
  [[nodiscard]] bool is_header() const { return path.ends_with(".hpp"); }
  [[nodiscard]] bool is_cpp() const { return path.ends_with(".cpp"); }
  [[nodiscard]] bool is_code() const { return is_header() || is_cpp(); }
  /// Tests and what only tests use: *_test.cpp, */testing/*, testing.hpp, everything outside src.
  [[nodiscard]] bool is_test() const;
};

/// One `#include`.
struct Include {
  std::size_t line{0};
  std::string target;  ///< without quotes or brackets
  bool quoted{false};
};
[[nodiscard]] std::vector<Include> includes_of(const SourceFile& file);

/// A set of files, real or planted.
class SourceTree {
 public:
  void add(std::string path, std::string_view text);
  [[nodiscard]] const SourceFile* find(const std::string& path) const;
  [[nodiscard]] const std::map<std::string, SourceFile>& files() const { return files_; }
  /// C++ files below src, in order of path.
  [[nodiscard]] std::vector<const SourceFile*> sources() const;

 private:
  std::map<std::string, SourceFile> files_;
};

/// The project's own text files: no build output, packages, corpora or other data.
[[nodiscard]] SourceTree read_tree(const std::filesystem::path& root);

/// The text with comments, and what stands between quotes, replaced by blanks.
[[nodiscard]] std::string blank_out(std::string_view text);

}  // namespace tidemark::tidy
