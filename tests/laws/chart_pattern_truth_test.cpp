// Whether chart patterns that were drawn into a noisy market on purpose are found, and called by their name.
#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/chart_patterns/detector.hpp"
#include "tests/laws/planted.hpp"
#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::chart_patterns;

/// Whether a pattern lies for the better part where one was planted.
bool hits(const ChartPattern& found, const Plant& planted) {
  const auto first = std::max(found.shape.anchors.front().at.index, static_cast<std::int64_t>(planted.first));
  const auto last = std::min(found.shape.anchors.back().at.index, static_cast<std::int64_t>(planted.last));
  const auto shorter =
      std::min<std::int64_t>(found.shape.length(), static_cast<std::int64_t>(planted.last - planted.first));
  return 2 * (last - first) > shorter;
}

struct Score {
  int planted{0};
  int found{0};     ///< plants of the kind that were found complete
  int complete{0};  ///< completed patterns of the kind, on any plant …
  int right{0};     ///< … and those of them on a plant of the kind

  [[nodiscard]] double recall() const { return planted == 0 ? 0 : static_cast<double>(found) / planted; }
  [[nodiscard]] double precision() const { return complete == 0 ? 0 : static_cast<double>(right) / complete; }
};
using Scores = std::array<Score, kKindCount>;

void judge(const Plant& planted, Scores& scores) {
  ChartPatternDetector detector;
  std::vector<ChartPattern> said;
  detector.update_all(planted.candles, said);
  bool found = false;
  for (const ChartPattern& one : said) {
    if (one.state != State::kComplete || one.outcome.state != OutcomeState::kOpen || !hits(one, planted)) continue;
    ++scores[index_of(one.kind())].complete;
    if (one.kind() != planted.kind) continue;
    ++scores[index_of(one.kind())].right;
    found = true;
  }
  Score& own = scores[index_of(planted.kind)];
  ++own.planted;
  own.found += found ? 1 : 0;
}

Scores score_at(double noise) {
  constexpr int kPlants = 100;
  Scores scores{};
  core::Rng rng{20240611};
  for (const KindInfo& row : kind_rows()) {
    for (int i = 0; i < kPlants; ++i) judge(plant(row.kind, noise, rng), scores);
  }
  return scores;
}

/// What the drawing of a kind must show at least, at any of the noise levels. Precision is strict: a double top within
/// a planted triple top counts against it, although it is one. What is drawn on purpose in one figure and found under
/// another name as well: doubles within triples and rectangles, rounding bottoms within cups, flags where a steep leg
/// is followed by a shallow one (shoulders, handles, wedges), triangles around pennants.
struct Floor {
  double recall;
  double precision;
};

Floor floor_of(const KindInfo& row) {
  switch (row.kind) {
    case Kind::kDoubleTop:
    case Kind::kDoubleBottom:
    case Kind::kRoundingBottom:
      return {0.9, 0.35};
    case Kind::kTripleTop:
    case Kind::kTripleBottom:
      return {0.95, 0.7};
    case Kind::kAscendingTriangle:
    case Kind::kSymmetricalTriangle:
      return {0.95, 0.55};
    case Kind::kDescendingTriangle:
    case Kind::kRisingWedge:
    case Kind::kFallingWedge:
      return {0.95, 0.7};
    case Kind::kBullFlag:
    case Kind::kBearFlag:
      return {0.7, 0.25};
    case Kind::kBullPennant:
    case Kind::kBearPennant:
      return {0.55, 0.7};
    default:
      return {0.8, 0.9};
  }
}

// The levels: closes lie off the drawing by half a percent, one and a half and three percent of the pattern's height.
TEST(ChartPatternTruth, planted_patterns_are_found_and_called_by_their_name) {
  for (const double noise : {0.005, 0.015, 0.03}) {
    const Scores scores = score_at(noise);
    for (const KindInfo& row : kind_rows()) {
      const Score& one = scores[index_of(row.kind)];
      std::printf("| %.3f | %s | %.2f | %.2f |\n", noise, row.id.data(), one.recall(), one.precision());
      EXPECT_GE(one.recall(), floor_of(row).recall) << row.id << " at noise " << noise;
      EXPECT_GE(one.precision(), floor_of(row).precision) << row.id << " at noise " << noise;
    }
  }
}

// A market without any drawing: 20,000 candles of a random walk. Not a claim about usefulness, only that the detector
// does not see a pattern everywhere: fewer than one completed pattern of a kind in 150 candles.
TEST(ChartPatternTruth, a_random_walk_is_not_full_of_patterns) {
  ChartPatternDetector detector;
  std::vector<ChartPattern> said;
  constexpr std::size_t kCandles = 20'000;
  detector.update_all(random_walk(3, kCandles), said);
  std::array<std::size_t, kKindCount> complete{};
  for (const ChartPattern& one : said) {
    if (one.outcome.state == OutcomeState::kOpen) ++complete[index_of(one.kind())];
  }
  for (const KindInfo& row : kind_rows()) EXPECT_LT(complete[index_of(row.kind)], kCandles / 150) << row.id;
}

}  // namespace
}  // namespace tidemark::laws
