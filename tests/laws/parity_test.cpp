// Writes docs/parity.md, or holds it to what is true: per row the reference, the warm-up, and the largest difference
// from TA-Lib's own output on real data. To write it anew: TIDEMARK_TEST_WRITE_DOCS=1 and the test.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/catalogue.hpp"
#include "tests/laws/oracle.hpp"

namespace tidemark::laws {
namespace {

struct Difference {
  std::size_t cells{0};
  std::size_t bit_equal{0};
  double largest{0};  ///< relative
};

Difference difference(const std::vector<std::optional<double>>& theirs, const analysis::Column& ours) {
  Difference found;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    if (!theirs[i]) continue;
    ++found.cells;
    const bool same = std::bit_cast<std::uint64_t>(*theirs[i]) == std::bit_cast<std::uint64_t>(ours[i]);
    found.bit_equal += same ? 1U : 0U;
    if (!same) found.largest = std::max(found.largest, std::fabs(ours[i] - *theirs[i]) / std::fabs(*theirs[i]));
  }
  return found;
}

/// Over all outputs of the row and all series; no cells when TA-Lib does not have it.
Difference difference(const analysis::IndicatorSpec& spec, const std::vector<Oracle>& oracles) {
  Difference all;
  for (const Oracle& oracle : oracles) {
    const auto columns = analysis::compute(spec, oracle.candles);
    for (std::size_t o = 0; o < columns.size(); ++o) {
      std::string name{spec.info->id};
      if (columns.size() > 1) name += "." + std::string{spec.info->outputs[o].name};
      const auto theirs = oracle.columns.find(name);
      if (theirs == oracle.columns.end()) continue;
      const Difference one = difference(theirs->second, columns[o]);
      all.cells += one.cells;
      all.bit_equal += one.bit_equal;
      all.largest = std::max(all.largest, one.largest);
    }
  }
  return all;
}

std::string table(const std::vector<Oracle>& oracles) {
  std::string text =
      "# Parity\n\n"
      "Written by `tests/laws/parity_test.cpp` from the catalogue and from TA-Lib 0.6's own output over 5,000 hourly\n"
      "candles each of EURUSD and BTCUSDT, default parameters. *Cells* are the values compared; *error* is the "
      "largest\n"
      "relative difference among them, 0 when every one is equal to the last bit. *Warm-up* is the number of candles\n"
      "before the first value. Rows without cells are not in TA-Lib: their reference and their case file hold them.\n\n"
      "| row | cells | equal to the bit | error | warm-up | reference |\n"
      "| --- | ---: | ---: | ---: | ---: | --- |\n";
  for (const auto& row : analysis::catalogue()) {
    const auto spec = analysis::parse_indicator(row.id);
    const Difference d = difference(*spec, oracles);
    const std::string compared =
        d.cells == 0 ? " | | " : std::to_string(d.cells) + " | " + std::to_string(d.bit_equal) + " | ";
    std::string error;
    if (d.cells > 0) error = d.bit_equal == d.cells ? "0" : std::to_string(d.largest);
    text += "| `" + spec->text() + "` | " + compared + error + " | " + std::to_string(spec->warm_up()) + " | " +
            std::string{row.source} + " |\n";
  }
  return text;
}

/// A value of a parameter as it is written: a choice by its name.
std::string number(const analysis::ParameterInfo& parameter, double value) {
  if (!parameter.choices.empty()) return std::string{parameter.choices[static_cast<std::size_t>(value)]};
  std::ostringstream text;
  text << value;
  return text.str();
}

/// Where TA-Lib 0.6 itself goes wrong, so that there is nothing to be equal to.
constexpr std::string_view kFaults =
    "\n## Where TA-Lib 0.6 is not followed\n\n"
    "- MACD and MACDFIX with signal period 1, TRIX with period 1: TA-Lib refuses the period inside, and gives what "
    "happens\n"
    "  to lie in memory. Here an average over one candle is the candle's value.\n"
    "- BBANDS with MAMA and a period above 33: TA-Lib joins an average and a deviation of different candles. Here the\n"
    "  slower of the two decides the warm-up.\n"
    "- MAVP with the least period above the largest: TA-Lib reads values that are not there. Here the two are "
    "swapped.\n"
    "- IMI where no candle has a body: TA-Lib divides 0 by 0. Here it is 50, as in TA-Lib 0.8.\n"
    "- LINEARREG and its kin, WMA: periods whose sums overflow TA-Lib's 32-bit integers (above about 1,000 and "
    "65,000).\n"
    "- The unstable period is 0 and the compatibility is the default one.\n"
    "\n## Options\n\nAway from the reference, and off by default. `source` (which price is read) is left out of this "
    "list.\n\n"
    "| row | option | default | range |\n| --- | --- | --- | --- |\n";

std::string options() {
  std::string text;
  for (const auto& row : analysis::catalogue()) {
    for (const auto& parameter : row.parameters) {
      const bool is_source = parameter.name.ends_with("source");
      if (parameter.role != analysis::ParameterRole::kOption || is_source) continue;
      text += "| `" + std::string{row.id} + "` | `" + std::string{parameter.name} +
              "`: " + std::string{parameter.title} + " | " + number(parameter, parameter.fallback) + " | " +
              number(parameter, parameter.min) + (parameter.choices.empty() ? " to " : " … ") +
              number(parameter, parameter.max) + " |\n";
    }
  }
  return text;
}

std::filesystem::path document() {
  return std::filesystem::path{TIDEMARK_SOURCE_DIR} / "docs/parity.md";
}

TEST(Parity, document_says_what_is_true) {
  if (oracle_folder().empty()) GTEST_SKIP() << "no oracles: set TIDEMARK_SHARED to the folder that holds oracles/talib";
  std::vector<Oracle> oracles;
  for (const auto* series : {"EURUSD_1h", "BTCUSDT_1h"}) oracles.push_back(read_oracle(oracle_folder() / series));
  const std::string now = table(oracles) + std::string{kFaults} + options();
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment while tests run
  if (std::getenv("TIDEMARK_TEST_WRITE_DOCS") != nullptr) std::ofstream{document()} << now;
  std::ifstream in{document()};
  const std::string held{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_EQ(held, now) << "write it anew with TIDEMARK_TEST_WRITE_DOCS=1";
}

}  // namespace
}  // namespace tidemark::laws
