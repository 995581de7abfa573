// Holds every candlestick pattern to its text cases (tests/cases/candlesticks), and to having them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/candlesticks/detector.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::candlesticks;

struct PatternCase {
  std::string name;
  std::string why;
  std::vector<core::CandleF> candles;
  std::optional<int> value;
};

struct PatternCaseFile {
  std::string pattern;
  std::vector<PatternCase> cases;
};

/// The calm market every case begins in: body 1, range 2, both shadows 0.5, so that the averages are hand arithmetic.
core::CandleF calm_candle(int index) {
  const bool white = index % 2 == 0;
  return {.open_time = {}, .open = white ? 100.0 : 101.0, .high = 101.5, .low = 99.5, .close = white ? 101.0 : 100.0};
}

std::runtime_error bad_line(const std::filesystem::path& path, const std::string& line) {
  return std::runtime_error{path.string() + ": not a line of this format: " + line};
}

void read_line(const std::filesystem::path& path, const std::string& line, PatternCaseFile& file) {
  std::istringstream words{line};
  std::string key;
  words >> key;
  if (key == "pattern") {
    words >> file.pattern;
    return;
  }
  if (key == "case") {
    words >> file.cases.emplace_back().name;
    return;
  }
  if (file.cases.empty()) throw bad_line(path, line);
  PatternCase& one = file.cases.back();
  if (key == "why") {
    std::getline(words >> std::ws, one.why);
  } else if (key == "lead") {
    int count = 0;
    words >> count;
    for (int i = 0; i < count; ++i) one.candles.push_back(calm_candle(i));
  } else if (key == "candle") {
    auto& c = one.candles.emplace_back();
    words >> c.open >> c.high >> c.low >> c.close;
  } else if (key == "value") {
    words >> one.value.emplace();
  } else {
    throw bad_line(path, line);
  }
  if (words.fail()) throw bad_line(path, line);
}

/// Throws std::runtime_error on anything unexpected: a check that cannot run fails.
PatternCaseFile read_pattern_cases(const std::filesystem::path& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error{path.string() + " is not there"};
  PatternCaseFile file;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') read_line(path, line, file);
  }
  return file;
}

std::filesystem::path folder() {
  return std::filesystem::path{TIDEMARK_SOURCE_DIR} / "tests/cases/candlesticks";
}

std::string file_name(std::string_view id) {
  std::string name{id};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name + ".case";
}

class PatternCases : public ::testing::TestWithParam<Pattern> {
 protected:
  [[nodiscard]] static const PatternInfo& row() { return info_of(GetParam()); }
  [[nodiscard]] static PatternCaseFile file() { return read_pattern_cases(folder() / file_name(row().id)); }
};

TEST_P(PatternCases, hold) {
  const PatternCaseFile cases = file();
  ASSERT_EQ(cases.pattern, row().id);
  for (const PatternCase& one : cases.cases) {
    PatternDetector detector;
    PatternHits hits;
    for (const auto& candle : one.candles) {
      ASSERT_TRUE(candle.low <= std::min(candle.open, candle.close) &&
                  candle.high >= std::max(candle.open, candle.close))
          << one.name << " is given an impossible candle";
      hits = detector.update(candle);
    }
    ASSERT_NE(hits.ready & set_of(row().pattern), 0U) << one.name << " is too short";
    ASSERT_TRUE(one.value) << one.name;
    EXPECT_EQ(hits.value(row().pattern), *one.value) << one.name << ": " << one.why;
  }
}

TEST_P(PatternCases, cover_each_direction_and_a_refusal) {
  std::set<int> signs;
  for (const PatternCase& one : file().cases) {
    EXPECT_TRUE(one.why.starts_with("hand: ")) << one.name << " does not say why";
    signs.insert((*one.value > 0) - (*one.value < 0));
  }
  EXPECT_TRUE(signs.contains(0)) << "no case where it does not occur";
  const Direction direction = row().direction;
  EXPECT_EQ(signs.contains(1), direction != Direction::kBearish) << name_of(direction);
  EXPECT_EQ(signs.contains(-1), direction == Direction::kBearish || direction == Direction::kEither)
      << name_of(direction);
}

std::vector<Pattern> all_patterns() {
  std::vector<Pattern> all;
  for (const PatternInfo& row : pattern_rows()) all.push_back(row.pattern);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Rows, PatternCases, ::testing::ValuesIn(all_patterns()),
                         [](const auto& parameter) { return std::string{info_of(parameter.param).id}; });

TEST(PatternCaseFolder, holds_no_case_of_an_unknown_pattern) {
  for (const auto& entry : std::filesystem::directory_iterator{folder()}) {
    const auto owns = [&entry](const PatternInfo& row) { return file_name(row.id) == entry.path().filename(); };
    EXPECT_TRUE(std::ranges::any_of(pattern_rows(), owns)) << entry.path() << " belongs to no row";
  }
}

}  // namespace
}  // namespace tidemark::laws
