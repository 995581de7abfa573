// Holds every kind of structure to its text cases (tests/cases/structure), and to having them.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/structure/rules.hpp"
#include "analysis/structure/structure.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::structure;

struct StructureCase {
  std::string name;
  std::string why;
  StructureSettings settings;
  std::vector<core::CandleF> candles;
  std::vector<std::string> expected;  ///< in the order said
  bool none{false};
};

struct StructureCaseFile {
  std::string kind;
  std::vector<StructureCase> cases;
};

std::string number_text(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

/// "formed bullish at 2 known 4 price 101.5 top 103 bottom 100 LABEL PART", the last two where there are such.
std::string text_of(const Event& event) {
  std::string text{kStateNames[static_cast<std::size_t>(event.state)]};
  text += ' ';
  text += kSideNames[static_cast<std::size_t>(event.side)];
  text += " at " + std::to_string(event.at.index) + " known " + std::to_string(event.known.index);
  text +=
      " price " + number_text(event.price) + " top " + number_text(event.top) + " bottom " + number_text(event.bottom);
  if (event.label != Label::kNone) text += " " + std::string{kLabelNames[static_cast<std::size_t>(event.label)]};
  if (const auto part = part_name(event); !part.empty()) text += " " + std::string{part};
  return text;
}

void read_line(const std::string& line, StructureCaseFile& file) {
  std::istringstream words{line};
  std::string key;
  words >> key;
  if (key == "kind") {
    words >> file.kind;
    return;
  }
  if (key == "case") {
    auto& one = file.cases.emplace_back();
    words >> one.name;
    // Fractals of one candle on each side, and every turn a swing.
    one.settings.swings.left = one.settings.swings.right = 1;
    one.settings.swings.atr_multiple = 0;
    return;
  }
  if (file.cases.empty()) throw std::runtime_error(line);
  StructureCase& one = file.cases.back();
  if (key == "why") {
    std::getline(words >> std::ws, one.why);
  } else if (key == "set") {
    for (std::string text; words >> text;) {
      const auto change = analysis::parse_knob("structure", text, knobs_of(one.settings));
      if (!change) throw std::runtime_error(change.error().message);
      if (!analysis::set_knob("structure", one.settings, knobs_of(one.settings), change->first, change->second)) {
        throw std::runtime_error(text);
      }
    }
    return;
  } else if (key == "candle") {
    auto& c = one.candles.emplace_back();
    c.open_time = core::Timestamp::from_s(1'672'617'600 + 3600 * (static_cast<std::int64_t>(one.candles.size()) - 1));
    words >> c.open >> c.high >> c.low >> c.close;
  } else if (key == "flat") {
    int count = 0;
    core::CandleF c;
    words >> count >> c.open >> c.high >> c.low >> c.close;
    for (int i = 0; i < count; ++i) {
      c.open_time = core::Timestamp::from_s(1'672'617'600 + 3600 * static_cast<std::int64_t>(one.candles.size()));
      one.candles.push_back(c);
    }
  } else if (key == "expect") {
    std::getline(words >> std::ws, one.expected.emplace_back());
  } else if (key == "none") {
    one.none = true;
    return;
  } else {
    throw std::runtime_error(line);
  }
  if (words.fail() && !words.eof()) throw std::runtime_error(line);
}

/// Throws std::runtime_error on anything unexpected: a check that cannot run fails.
StructureCaseFile read_cases(const std::filesystem::path& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error{path.string() + " is not there"};
  StructureCaseFile file;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') read_line(line, file);
  }
  return file;
}

std::filesystem::path folder() {
  return std::filesystem::path{TIDEMARK_SOURCE_DIR} / "tests/cases/structure";
}

class StructureCases : public ::testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] static StructureCaseFile file() { return read_cases(folder() / (GetParam() + ".case")); }
};

TEST_P(StructureCases, hold) {
  const StructureCaseFile cases = file();
  ASSERT_EQ(cases.kind, GetParam());
  for (const StructureCase& one : cases.cases) {
    ASSERT_TRUE(check_settings(one.settings)) << one.name;
    std::vector<Event> events;
    for (const auto& c : one.candles) {
      ASSERT_TRUE(c.low <= std::min(c.open, c.close) && c.high >= std::max(c.open, c.close))
          << one.name << " is given an impossible candle";
    }
    Structure{one.settings}.update_all(one.candles, events);
    std::vector<std::string> said;
    for (const Event& event : events) {
      if (kKindNames[static_cast<std::size_t>(event.kind)] == cases.kind) said.push_back(text_of(event));
    }
    EXPECT_EQ(said, one.expected) << one.name << ": " << one.why;
  }
}

TEST_P(StructureCases, cover_an_occurrence_and_a_refusal) {
  bool occurs = false;
  bool refused = false;
  for (const StructureCase& one : file().cases) {
    EXPECT_TRUE(one.why.starts_with("hand: ")) << one.name << " does not say why";
    EXPECT_EQ(one.none, one.expected.empty()) << one.name;
    occurs = occurs || !one.none;
    refused = refused || one.none;
  }
  EXPECT_TRUE(occurs && refused);
}

std::vector<std::string> all_kinds() {
  return {kKindNames.begin(), kKindNames.end()};
}

INSTANTIATE_TEST_SUITE_P(Kinds, StructureCases, ::testing::ValuesIn(all_kinds()),
                         [](const auto& parameter) { return parameter.param; });

TEST(StructureCaseFolder, holds_no_case_of_an_unknown_kind) {
  const auto kinds = all_kinds();
  const std::set<std::string> known(kinds.begin(), kinds.end());
  for (const auto& entry : std::filesystem::directory_iterator{folder()}) {
    EXPECT_TRUE(known.contains(entry.path().stem().string())) << entry.path();
  }
}

}  // namespace
}  // namespace tidemark::laws
