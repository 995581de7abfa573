// Holds every kind of volume finding to its text cases (tests/cases/volume), and to having them.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/volume/analyzer.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::volume;

struct Expected {
  std::size_t candle{0};  ///< of the case's own candles
  std::string side;
  std::string strength;
  double confidence{0};
  double measure{0};
  double price{0};
};

struct VolumeCase {
  std::string name;
  std::string why;
  std::string parameters;
  std::size_t lead{0};
  std::vector<core::CandleF> candles;
  std::vector<Expected> expected;
  bool none{false};
};

struct VolumeCaseFile {
  std::string kind;
  std::vector<VolumeCase> cases;
};

/// An hour each; body 1, range 2, both shadows 0.5, so that the averages are hand arithmetic.
core::CandleF calm_candle(std::size_t index, double volume) {
  const bool white = index % 2 == 0;
  return {.open_time = {},
          .open = white ? 100.0 : 101.0,
          .high = 101.5,
          .low = 99.5,
          .close = white ? 101.0 : 100.0,
          .volume = volume};
}

/// "4", "-0.25", "250/3".
double read_number(std::istream& words) {
  std::string text;
  words >> text;
  const auto bar = text.find('/');
  const double top = std::stod(text.substr(0, bar));
  return bar == std::string::npos ? top : top / std::stod(text.substr(bar + 1));
}

void read_claim(const std::string& key, std::istream& words, VolumeCase& one) {
  if (key == "why") {
    std::getline(words >> std::ws, one.why);
  } else if (key == "parameters") {
    words >> one.parameters;
  } else if (key == "lead" || key == "quiet") {
    words >> one.lead;
    for (std::size_t i = 0; i < one.lead; ++i) one.candles.push_back(calm_candle(i, key == "lead" ? 100 : 0));
  } else if (key == "candle") {
    auto& c = one.candles.emplace_back();
    words >> c.open >> c.high >> c.low >> c.close >> c.volume;
  } else if (key == "expect") {
    auto& e = one.expected.emplace_back();
    words >> e.candle >> e.side >> e.strength;
    e.confidence = read_number(words);
    e.measure = read_number(words);
    e.price = read_number(words);
  } else if (key == "none") {
    one.none = true;
  } else {
    throw std::runtime_error{"'" + key + "' is no word of this format"};
  }
}

/// Throws std::runtime_error on anything unexpected: a check that cannot run fails.
VolumeCaseFile read_volume_cases(const std::filesystem::path& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error{path.string() + " is not there"};
  VolumeCaseFile file;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words{line};
    std::string key;
    words >> key;
    if (key == "kind") {
      words >> file.kind;
    } else if (key == "case") {
      words >> file.cases.emplace_back().name;
    } else if (file.cases.empty()) {
      throw std::runtime_error{path.string() + ": a claim before the first case"};
    } else {
      read_claim(key, words, file.cases.back());
    }
    if (words.fail()) throw std::runtime_error{path.string() + ": cannot be read: " + line};
  }
  return file;
}

std::filesystem::path folder() {
  return std::filesystem::path{TIDEMARK_SOURCE_DIR} / "tests/cases/volume";
}

std::vector<Placed> findings_of(Kind kind, const VolumeCase& one) {
  const auto settings = parse_settings({}, one.parameters);
  if (!settings) throw std::runtime_error{one.name + ": " + settings.error().text()};
  auto candles = one.candles;
  for (std::size_t i = 0; i < candles.size(); ++i) {
    auto& c = candles[i];
    c.open_time = core::Timestamp::from_s(1'672'531'200 + static_cast<std::int64_t>(i) * 3600);
    if (c.low > std::min(c.open, c.close) || c.high < std::max(c.open, c.close)) {
      throw std::runtime_error{one.name + " is given an impossible candle"};
    }
  }
  auto found = find_all(*settings, core::Timeframe::k1h, candles);
  std::erase_if(found, [kind](const Placed& placed) { return placed.finding.kind != kind; });
  return found;
}

class VolumeCases : public ::testing::TestWithParam<Kind> {
 protected:
  [[nodiscard]] static const KindInfo& row() { return info_of(GetParam()); }
  [[nodiscard]] static VolumeCaseFile file() { return read_volume_cases(folder() / (std::string{row().id} + ".case")); }
};

TEST_P(VolumeCases, hold) {
  const VolumeCaseFile cases = file();
  ASSERT_EQ(cases.kind, row().id);
  for (const VolumeCase& one : cases.cases) {
    SCOPED_TRACE(one.name + ": " + one.why);
    const auto found = findings_of(row().kind, one);
    ASSERT_EQ(one.none, one.expected.empty()) << "a case claims something, or none";
    ASSERT_EQ(found.size(), one.expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Expected& wanted = one.expected[i];
      const Finding& finding = found[i].finding;
      EXPECT_EQ(found[i].candle, wanted.candle + one.lead);
      EXPECT_EQ(name_of_side(finding.side), wanted.side);
      EXPECT_EQ(name_of(finding.strength), wanted.strength);
      EXPECT_NEAR(finding.confidence, wanted.confidence, 1e-7);
      EXPECT_NEAR(finding.measure, wanted.measure, 1e-7);
      EXPECT_NEAR(finding.price, wanted.price, 1e-9);
    }
  }
}

TEST_P(VolumeCases, cover_both_directions_and_a_refusal) {
  std::set<std::string> sides;
  bool refuses = false;
  for (const VolumeCase& one : file().cases) {
    EXPECT_TRUE(one.why.starts_with("hand: ")) << one.name << " does not say why";
    refuses = refuses || one.none;
    for (const Expected& expected : one.expected) sides.insert(expected.side);
  }
  EXPECT_TRUE(refuses) << "no case where it does not occur";
  if (row().kind == Kind::kDryUp) {
    EXPECT_EQ(sides, std::set<std::string>{"neutral"});
  } else {
    EXPECT_TRUE(sides.contains("bullish") && sides.contains("bearish"));
  }
}

std::vector<Kind> all_kinds() {
  std::vector<Kind> all;
  for (const KindInfo& row : kind_rows()) all.push_back(row.kind);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Rows, VolumeCases, ::testing::ValuesIn(all_kinds()),
                         [](const auto& parameter) { return std::string{info_of(parameter.param).id}; });

TEST(VolumeCaseFolder, holds_no_case_of_an_unknown_kind) {
  for (const auto& entry : std::filesystem::directory_iterator{folder()}) {
    EXPECT_NE(find_kind(entry.path().stem().string()), nullptr) << entry.path() << " belongs to no row";
  }
}

}  // namespace
}  // namespace tidemark::laws
