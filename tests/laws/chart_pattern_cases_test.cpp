// Holds every kind of chart pattern to its text cases (tests/cases/chart_patterns), and to having them.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/chart_patterns/detector.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::chart_patterns;

struct ChartCase {
  std::string name;
  std::string why;
  std::vector<core::CandleF> candles;
  std::vector<std::string> expected;  ///< "complete 71 target 90 stop 111.5"
  bool none{false};
  double step{1};
  double volume{100};
};

/// One candle from the last close to `close`, without shadows.
void go(ChartCase& one, double close) {
  const double open = one.candles.empty() ? close : one.candles.back().close;
  one.candles.push_back({.open_time = core::Timestamp::from_s(static_cast<std::int64_t>(one.candles.size()) * 3600),
                         .open = open,
                         .high = std::max(open, close),
                         .low = std::min(open, close),
                         .close = close,
                         .volume = one.volume});
}

/// From price to price by `step` a candle.
void walk(ChartCase& one, std::istream& words) {
  for (double price = 0; words >> price;) {
    if (one.candles.empty()) go(one, price);
    for (double close = one.candles.back().close; close != price;) {
      close = close < price ? std::min(price, close + one.step) : std::max(price, close - one.step);
      go(one, close);
    }
  }
  words.clear();
}

/// Down to `bottom` and back up along a parabola, `candles` in all.
void bowl(ChartCase& one, std::istream& words) {
  double bottom = 0;
  int candles = 0;
  words >> bottom >> candles;
  const double rim = one.candles.back().close;
  for (int i = 1; i <= candles; ++i) {
    const double x = 2.0 * i / candles - 1;
    go(one, bottom + (rim - bottom) * x * x);
  }
}

void read_claim(const std::string& key, std::istream& words, ChartCase& one) {
  if (key == "why") {
    std::getline(words >> std::ws, one.why);
  } else if (key == "step") {
    words >> one.step;
  } else if (key == "volume") {
    words >> one.volume;
  } else if (key == "path") {
    walk(one, words);
  } else if (key == "bowl") {
    bowl(one, words);
  } else if (key == "expect") {
    std::getline(words >> std::ws, one.expected.emplace_back());
  } else if (key == "none") {
    one.none = true;
  } else {
    throw std::runtime_error{"'" + key + "' is no word of this format"};
  }
  if (words.fail()) throw std::runtime_error{"'" + key + "' lacks something"};
}

struct ChartCaseFile {
  std::string pattern;
  std::vector<ChartCase> cases;
};

/// Throws std::runtime_error on anything unexpected: a check that cannot run fails.
ChartCaseFile read_chart_cases(const std::filesystem::path& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error{path.string() + " is not there"};
  ChartCaseFile file;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words{line};
    std::string key;
    words >> key;
    if (key == "pattern") {
      words >> file.pattern;
    } else if (key == "case") {
      words >> file.cases.emplace_back().name;
    } else if (file.cases.empty()) {
      throw std::runtime_error{path.string() + ": not a line of this format: " + line};
    } else {
      read_claim(key, words, file.cases.back());
    }
  }
  return file;
}

std::filesystem::path folder() {
  return std::filesystem::path{TIDEMARK_SOURCE_DIR} / "tests/cases/chart_patterns";
}

/// "complete 71 target 90 stop 111.5"; the outcome's word once there is one, with the reason of a failure.
std::string text_of(const ChartPattern& said) {
  std::ostringstream text;
  const auto outcome = said.outcome.state;
  if (outcome == OutcomeState::kFailed) {
    text << "outcome_failed " << said.known.index;
  } else if (outcome != OutcomeState::kNone && outcome != OutcomeState::kOpen) {
    text << kOutcomeNames[static_cast<std::size_t>(outcome)] << ' ' << said.known.index;
  } else {
    text << kStateNames[static_cast<std::size_t>(said.state)] << ' ' << said.known.index;
  }
  if (said.reason != Reason::kNone) text << ' ' << kReasonNames[static_cast<std::size_t>(said.reason)];
  if (outcome == OutcomeState::kOpen) text << " target " << *said.target << " stop " << *said.invalidation;
  return text.str();
}

/// What was said of one kind: when each pattern began, and each change of its state.
std::vector<std::string> said_of(Kind kind, const std::vector<core::CandleF>& candles) {
  ChartPatternDetector detector;
  std::vector<ChartPattern> all;
  detector.update_all(candles, all);
  std::vector<std::string> texts;
  for (const ChartPattern& one : all) {
    const bool news = one.state != State::kForming || one.known.index == one.began.index;
    if (one.kind() == kind && news) texts.push_back(text_of(one));
  }
  return texts;
}

class ChartPatternCases : public ::testing::TestWithParam<Kind> {
 protected:
  [[nodiscard]] static const KindInfo& row() { return info_of(GetParam()); }
  [[nodiscard]] static ChartCaseFile file() { return read_chart_cases(folder() / (std::string{row().id} + ".case")); }
};

TEST_P(ChartPatternCases, hold) {
  const ChartCaseFile cases = file();
  ASSERT_EQ(cases.pattern, row().id);
  for (const ChartCase& one : cases.cases) {
    EXPECT_TRUE(one.none == one.expected.empty()) << one.name << " claims nothing, or both";
    EXPECT_THAT(said_of(GetParam(), one.candles), ::testing::ElementsAreArray(one.expected))
        << one.name << ": " << one.why;
  }
}

TEST_P(ChartPatternCases, cover_a_completed_one_and_none) {
  bool complete = false;
  bool none = false;
  for (const ChartCase& one : file().cases) {
    EXPECT_TRUE(one.why.starts_with("hand: ")) << one.name << " does not say why";
    none = none || one.none;
    const auto completes = [](const std::string& text) { return text.starts_with("complete "); };
    complete = complete || std::ranges::any_of(one.expected, completes);
  }
  EXPECT_TRUE(complete && none);
}

std::vector<Kind> all_kinds() {
  std::vector<Kind> all;
  for (const KindInfo& row : kind_rows()) all.push_back(row.kind);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Kinds, ChartPatternCases, ::testing::ValuesIn(all_kinds()),
                         [](const auto& parameter) { return std::string{info_of(parameter.param).id}; });

TEST(ChartPatternCaseFolder, holds_no_case_of_an_unknown_kind) {
  for (const auto& entry : std::filesystem::directory_iterator{folder()}) {
    EXPECT_TRUE(find_kind(entry.path().stem().string())) << entry.path() << " belongs to no kind";
  }
}

}  // namespace
}  // namespace tidemark::laws
