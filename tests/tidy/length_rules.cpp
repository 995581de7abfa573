#include <algorithm>
#include <optional>

#include "tests/tidy/rules.hpp"

namespace tidemark::tidy {
namespace {

constexpr std::size_t kMedianMax = 120;
constexpr std::size_t kLong = 400;
constexpr double kLongShareMax = 0.10;
constexpr std::size_t kNever = 1000;
constexpr std::size_t kFunctionMax = 70;

bool is_written_by_hand(const SourceFile& file) {
  return file.is_code() || file.path.ends_with(".ts") || file.path.ends_with(".svelte") || file.path.ends_with(".css");
}

/// clang-format puts the brace that opens a function's body, a branch or a loop at the end of a line, after the
/// parameter list; braces of types, namespaces and values look different.
bool opens_body(std::string_view line) {
  if (!line.ends_with(" {")) return false;
  const std::string_view head = line.substr(0, line.size() - 2);
  for (const std::string_view tail : {")", ") const", ") noexcept", ") const noexcept", ") override",
                                      ") const override", ") const noexcept override", ") noexcept override", "}"}) {
    if (head.ends_with(tail)) return true;
  }
  return head.find(") -> ") != std::string_view::npos;
}

/// The line with the brace that closes the one at the end of line `first`; braces in literals are blanked out already.
std::optional<std::size_t> end_of_body(const SourceFile& file, std::size_t first) {
  int open = 1;
  for (std::size_t i = first + 1; i < file.code.size(); ++i) {
    for (const char c : file.code[i]) {
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open == 0) return i;
    }
  }
  return std::nullopt;
}

}  // namespace

Problems check_file_lengths(const SourceTree& tree) {
  Problems problems;
  std::vector<std::size_t> lengths;
  std::size_t too_long = 0;
  for (const auto& [path, file] : tree.files()) {
    if (!is_written_by_hand(file)) continue;
    const std::size_t length = file.lines.size();
    if (length > kNever) {
      problems.push_back({path, length, std::to_string(length) + " lines; no file may have more than 1000"});
    }
    if (file.path.starts_with("src/") && !file.is_test()) {
      lengths.push_back(length);
      too_long += length > kLong ? 1 : 0;
    }
  }
  if (lengths.empty()) {
    problems.push_back({"src", 0, "no source found: nothing was measured"});
    return problems;
  }
  std::ranges::sort(lengths);
  const std::size_t median = lengths[lengths.size() / 2];
  if (median >= kMedianMax) {
    problems.push_back({"src", 0, "the median file has " + std::to_string(median) + " lines; keep it below 120"});
  }
  if (static_cast<double>(too_long) > kLongShareMax * static_cast<double>(lengths.size())) {
    problems.push_back({"src", 0, std::to_string(too_long) + " files have more than 400 lines; at most a tenth may"});
  }
  return problems;
}

Problems check_function_lengths(const SourceTree& tree) {
  Problems problems;
  std::size_t seen = 0;
  for (const auto& [path, file] : tree.files()) {
    if (!file.is_code()) continue;
    for (std::size_t i = 0; i < file.code.size(); ++i) {
      if (!opens_body(file.code[i])) continue;
      const auto end = end_of_body(file, i);
      if (!end) continue;
      ++seen;
      const std::size_t length = *end - i + 1;
      if (length > kFunctionMax) {
        problems.push_back({path, i + 1, "a body of " + std::to_string(length) + " lines; keep functions below 70"});
      }
    }
  }
  if (seen == 0) problems.push_back({"src", 0, "no function found: nothing was measured"});
  return problems;
}

}  // namespace tidemark::tidy
