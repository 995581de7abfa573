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

constexpr std::array<KindInfo, kKindCount> kRows{{
    {Kind::kHeadAndShoulders, "head_and_shoulders", "Head and shoulders", "head_and_shoulders", kDown, kReverses, 1},
    {Kind::kInverseHeadAndShoulders, "inverse_head_and_shoulders", "Inverse head and shoulders", "head_and_shoulders",
     kUp, kReverses, 1},
    {Kind::kDoubleTop, "double_top", "Double top", "tops", kDown, kReverses, 1},
    {Kind::kDoubleBottom, "double_bottom", "Double bottom", "tops", kUp, kReverses, 1},
    {Kind::kTripleTop, "triple_top", "Triple top", "tops", kDown, kReverses, 1},
    {Kind::kTripleBottom, "triple_bottom", "Triple bottom", "tops", kUp, kReverses, 1},
    {Kind::kAscendingTriangle, "ascending_triangle", "Ascending triangle", "triangles", kUp, Nature::kEither, 1},
    {Kind::kDescendingTriangle, "descending_triangle", "Descending triangle", "triangles", kDown, Nature::kEither, 1},
    {Kind::kSymmetricalTriangle, "symmetrical_triangle", "Symmetrical triangle", "triangles", kAny, Nature::kEither, 1},
    {Kind::kRisingWedge, "rising_wedge", "Rising wedge", "wedges", kDown, kReverses, 1},
    {Kind::kFallingWedge, "falling_wedge", "Falling wedge", "wedges", kUp, kReverses, 1},
    {Kind::kRisingChannel, "rising_channel", "Rising parallel channel", "channels", kAny, Nature::kEither, 1},
    {Kind::kFallingChannel, "falling_channel", "Falling parallel channel", "channels", kAny, Nature::kEither, 1},
    {Kind::kRectangle, "rectangle", "Rectangle (tight range)", "rectangle", kAny, Nature::kEither, 1},
    {Kind::kBullFlag, "bull_flag", "Bull flag", "flags", kUp, kContinues, 1},
    {Kind::kBearFlag, "bear_flag", "Bear flag", "flags", kDown, kContinues, 1},
    {Kind::kBullPennant, "bull_pennant", "Bull pennant", "flags", kUp, kContinues, 1},
    {Kind::kBearPennant, "bear_pennant", "Bear pennant", "flags", kDown, kContinues, 1},
    {Kind::kCupAndHandle, "cup_and_handle", "Cup and handle", "rounding", kUp, kContinues, 1},
    {Kind::kRoundingBottom, "rounding_bottom", "Rounding bottom", "rounding", kUp, kReverses, 1},
}};

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
