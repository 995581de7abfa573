#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/candle.hpp"
#include "core/result.hpp"

namespace tidemark::laws {

/// "expect OUTPUT FIRST: values" of a case.
struct Expectation {
  std::string output;
  std::size_t first{0};
  std::vector<double> values;
  std::optional<double> tolerance;  ///< absolute; else 1e-12 relative
  int line{0};
};

struct Case {
  std::string name;
  std::string source_kind;  ///< hand, book, document or library
  std::string source;
  std::string parameters;  ///< "period=14", may be empty
  std::vector<core::CandleF> candles;
  std::vector<Expectation> expectations;
  std::vector<std::size_t> silent;  ///< candles that must give no output
};

struct Refusal {
  std::string parameters;
  std::string words;  ///< must stand in the message
};

/// A file of tests/cases; its README.md tells the format.
struct CaseFile {
  std::string indicator;
  std::vector<Case> cases;
  std::vector<Refusal> refusals;
};

/// Everything not understood is an error with "name:line"; a case without source, candles or claims is one, too.
[[nodiscard]] core::Result<CaseFile> parse_case_file(std::string_view text, const std::string& name);
[[nodiscard]] core::Result<CaseFile> read_case_file(const std::filesystem::path& path);

/// What a row with this case file (nullptr: none) still lacks, in words; empty when it is covered: a file, an expected
/// number with a source, and a negative case.
[[nodiscard]] std::vector<std::string> missing_coverage(const CaseFile* file);

}  // namespace tidemark::laws
