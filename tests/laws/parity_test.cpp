// Writes docs/parity.md, or holds it to what is true: per row the reference, the warm-up, and the largest difference
// from TA-Lib's own output on real data. To write it anew: TIDEMARK_WRITE_PARITY=1 and the test.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
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

std::filesystem::path document() {
  return std::filesystem::path{TIDEMARK_SOURCE_DIR} / "docs/parity.md";
}

TEST(Parity, document_says_what_is_true) {
  if (oracle_folder().empty()) GTEST_SKIP() << "no oracles: set TIDEMARK_SHARED to the folder that holds oracles/talib";
  std::vector<Oracle> oracles;
  for (const auto* series : {"EURUSD_1h", "BTCUSDT_1h"}) oracles.push_back(read_oracle(oracle_folder() / series));
  const std::string now = table(oracles);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment while tests run
  if (std::getenv("TIDEMARK_WRITE_PARITY") != nullptr) std::ofstream{document()} << now;
  std::ifstream in{document()};
  const std::string held{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_EQ(held, now) << "write it anew with TIDEMARK_WRITE_PARITY=1";
}

}  // namespace
}  // namespace tidemark::laws
