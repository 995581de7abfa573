#include "analysis/chart_patterns/kinds.hpp"

#include <algorithm>
#include <array>

namespace tidemark::analysis::chart_patterns {
namespace {

constexpr Side kUp = Side::kBullish;
constexpr Side kDown = Side::kBearish;
constexpr Side kAny = Side::kNone;
constexpr Nature kReverses = Nature::kReversal;
constexpr Nature kContinues = Nature::kContinuation;
constexpr Nature kUnsure = Nature::kEither;

/// What a family says of its kinds.
struct Words {
  std::string_view family;
  std::string_view rule;
  std::string_view parameters;
};
constexpr Words kShoulders{
    "head_and_shoulders", "a head beyond two equal shoulders over a neckline; a close beyond the neckline completes it",
    "shoulder_tolerance head_lead time_symmetry prior_move level_tolerance"};
constexpr Words kDoubles{"tops",
                         "two equal extremes with one turning point between; a close beyond that one completes it",
                         "level_tolerance prior_move"};
constexpr Words kTriples{"tops",
                         "three equal extremes with two turning points between; a close beyond both completes it",
                         "level_tolerance shoulder_tolerance prior_move"};
constexpr Words kLevelTriangles{"triangles",
                                "two closing lines through five turning points, one of them level; a close beyond the "
                                "level one completes it",
                                "level_tolerance stray convergence flat_slope"};
constexpr Words kSymmetricals{"triangles",
                              "a falling line over a rising one, closing, through five turning points; a close beyond "
                              "either completes it",
                              "level_tolerance stray convergence flat_slope"};
constexpr Words kWedges{"wedges",
                        "two closing lines through five turning points that slope the same way; a close beyond the one "
                        "against the slope completes it",
                        "level_tolerance stray convergence flat_slope"};
constexpr Words kChannels{"channels",
                          "two parallel sloping lines through five turning points; a close beyond either completes it",
                          "level_tolerance stray parallel channel_slope"};
constexpr Words kRectangles{"rectangle",
                            "two level lines through five turning points, near each other; a close beyond either "
                            "completes it",
                            "level_tolerance stray flat_slope tight_range"};
constexpr Words kFlags{"flags",
                       "a pole and then two parallel lines that do not go on with it; a close beyond the one on the "
                       "pole's side completes it",
                       "pole pole_candles flag_retrace flag_min flag_max level_tolerance"};
constexpr Words kPennants{"flags",
                          "a pole and then two closing lines; a close beyond the one on the pole's side completes it",
                          "pole pole_candles flag_retrace flag_min flag_max convergence"};
constexpr Words kCups{"rounding",
                      "a round bottom between equal rims and a shallow handle; a close above the rims completes it",
                      "rim_tolerance curve_fit roundness prior_move handle_depth handle_min"};
constexpr Words kBowls{"rounding", "a round bottom; a close above its left rim completes it", "curve_fit roundness"};

constexpr KindInfo row(Kind kind, std::string_view id, std::string_view title, Side side, Nature nature,
                       const Words& words, int version = 1) {
  return {kind, id, title, words.family, side, nature, version, words.rule, words.parameters};
}

constexpr std::array<KindInfo, kKindCount> kRows{
    row(Kind::kHeadAndShoulders, "head_and_shoulders", "Head and shoulders", kDown, kReverses, kShoulders),
    row(Kind::kInverseHeadAndShoulders, "inverse_head_and_shoulders", "Inverse head and shoulders", kUp, kReverses,
        kShoulders),
    row(Kind::kDoubleTop, "double_top", "Double top", kDown, kReverses, kDoubles),
    row(Kind::kDoubleBottom, "double_bottom", "Double bottom", kUp, kReverses, kDoubles),
    row(Kind::kTripleTop, "triple_top", "Triple top", kDown, kReverses, kTriples),
    row(Kind::kTripleBottom, "triple_bottom", "Triple bottom", kUp, kReverses, kTriples),
    row(Kind::kAscendingTriangle, "ascending_triangle", "Ascending triangle", kUp, kUnsure, kLevelTriangles),
    row(Kind::kDescendingTriangle, "descending_triangle", "Descending triangle", kDown, kUnsure, kLevelTriangles),
    row(Kind::kSymmetricalTriangle, "symmetrical_triangle", "Symmetrical triangle", kAny, kUnsure, kSymmetricals),
    row(Kind::kRisingWedge, "rising_wedge", "Rising wedge", kDown, kReverses, kWedges),
    row(Kind::kFallingWedge, "falling_wedge", "Falling wedge", kUp, kReverses, kWedges),
    row(Kind::kRisingChannel, "rising_channel", "Rising parallel channel", kAny, kUnsure, kChannels),
    row(Kind::kFallingChannel, "falling_channel", "Falling parallel channel", kAny, kUnsure, kChannels),
    row(Kind::kRectangle, "rectangle", "Rectangle (tight range)", kAny, kUnsure, kRectangles),
    row(Kind::kBullFlag, "bull_flag", "Bull flag", kUp, kContinues, kFlags),
    row(Kind::kBearFlag, "bear_flag", "Bear flag", kDown, kContinues, kFlags),
    row(Kind::kBullPennant, "bull_pennant", "Bull pennant", kUp, kContinues, kPennants),
    row(Kind::kBearPennant, "bear_pennant", "Bear pennant", kDown, kContinues, kPennants),
    row(Kind::kCupAndHandle, "cup_and_handle", "Cup and handle", kUp, kContinues, kCups),
    row(Kind::kRoundingBottom, "rounding_bottom", "Rounding bottom", kUp, kReverses, kBowls),
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (index_of(kRows[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

std::span<const KindInfo> kind_rows() {
  return kRows;
}

const KindInfo& info_of(Kind kind) {
  return kRows[index_of(kind)];
}

std::optional<Kind> find_kind(std::string_view id) {
  const auto* row = std::ranges::find(kRows, id, &KindInfo::id);
  return row == kRows.end() ? std::nullopt : std::optional{row->kind};
}

Kind mirrored(Kind kind) {
  switch (kind) {
    case Kind::kHeadAndShoulders:
      return Kind::kInverseHeadAndShoulders;
    case Kind::kInverseHeadAndShoulders:
      return Kind::kHeadAndShoulders;
    case Kind::kDoubleTop:
      return Kind::kDoubleBottom;
    case Kind::kDoubleBottom:
      return Kind::kDoubleTop;
    case Kind::kTripleTop:
      return Kind::kTripleBottom;
    case Kind::kTripleBottom:
      return Kind::kTripleTop;
    case Kind::kAscendingTriangle:
      return Kind::kDescendingTriangle;
    case Kind::kDescendingTriangle:
      return Kind::kAscendingTriangle;
    case Kind::kRisingWedge:
      return Kind::kFallingWedge;
    case Kind::kFallingWedge:
      return Kind::kRisingWedge;
    case Kind::kRisingChannel:
      return Kind::kFallingChannel;
    case Kind::kFallingChannel:
      return Kind::kRisingChannel;
    case Kind::kBullFlag:
      return Kind::kBearFlag;
    case Kind::kBearFlag:
      return Kind::kBullFlag;
    case Kind::kBullPennant:
      return Kind::kBearPennant;
    case Kind::kBearPennant:
      return Kind::kBullPennant;
    case Kind::kSymmetricalTriangle:
    case Kind::kRectangle:
    case Kind::kCupAndHandle:
    case Kind::kRoundingBottom:
      return kind;
  }
  return kind;
}

}  // namespace tidemark::analysis::chart_patterns
