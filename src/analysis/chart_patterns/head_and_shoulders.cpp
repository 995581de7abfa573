#include "analysis/chart_patterns/head_and_shoulders.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tidemark::analysis::chart_patterns {
namespace {

/// The turning points in their roles, as seen upright.
struct Roles {
  Anchor before;  ///< the low the left shoulder came up from
  Anchor left;
  Anchor first_trough;
  Anchor head;
  Anchor second_trough;
  std::optional<Anchor> right;

  [[nodiscard]] Line neckline() const { return {first_trough, second_trough}; }
  [[nodiscard]] double height() const { return head.price - neckline().at(head.at.index); }
  [[nodiscard]] Anchor last() const { return right.value_or(second_trough); }
  /// Longer half over the shorter.
  [[nodiscard]] double asymmetry() const {
    const auto first = static_cast<double>(head.at.index - left.at.index);
    const auto second = static_cast<double>(last().at.index - head.at.index);
    return std::max(first, second) / std::min(first, second);
  }
};

Roles roles_of(const View& view) {
  const std::size_t i = view.ends_high() ? 1 : 0;
  Roles roles{.before = view.point(i + 4),
              .left = view.point(i + 3),
              .first_trough = view.point(i + 2),
              .head = view.point(i + 1),
              .second_trough = view.point(i),
              .right = {}};
  if (i == 1) roles.right = view.point(0);
  return roles;
}

bool shoulder_fits(const Settings& settings, const Roles& roles, const Anchor& shoulder) {
  const double lead = settings.head_lead * roles.height();
  return roles.head.price - shoulder.price >= lead && shoulder.price - roles.neckline().at(shoulder.at.index) >= lead;
}

bool fits(const View& view, const Roles& roles) {
  const Settings& settings = view.settings;
  const double height = roles.height();
  if (height <= 0 || height < settings.min_height * view.atr) return false;
  if (!shoulder_fits(settings, roles, roles.left)) return false;
  const double tolerance = settings.shoulder_tolerance * height;
  if (std::fabs(roles.second_trough.price - roles.first_trough.price) > tolerance) return false;
  if (roles.left.price - roles.before.price < settings.prior_move * height) return false;
  if (!roles.right) return true;
  return shoulder_fits(settings, roles, *roles.right) &&
         std::fabs(roles.right->price - roles.left.price) <= tolerance && roles.asymmetry() <= settings.time_symmetry &&
         fits_length(settings, roles.last().at.index - roles.left.at.index);
}

double quality_of(const Settings& settings, const Roles& roles) {
  const double tolerance = settings.shoulder_tolerance * roles.height();
  const double neck = closeness(roles.second_trough.price - roles.first_trough.price, tolerance);
  if (!roles.right) return neck;
  return (neck + closeness(roles.right->price - roles.left.price, tolerance) +
          closeness(roles.asymmetry() - 1, settings.time_symmetry - 1)) /
         3;
}

}  // namespace

void find_head_and_shoulders(const View& view, Shapes& out) {
  if (view.size() < (view.ends_high() ? 6U : 5U)) return;
  const Roles roles = roles_of(view);
  if (!fits(view, roles)) return;
  Shape shape{.kind = Kind::kHeadAndShoulders, .height = roles.height(), .quality = quality_of(view.settings, roles)};
  for (const Anchor& one : {roles.left, roles.first_trough, roles.head, roles.second_trough}) shape.anchors.push(one);
  shape.lower = roles.neckline();
  shape.upper = level(roles.left.at, roles.second_trough.at, roles.left.price);
  shape.stop = roles.head.price;
  shape.in_place = 4;
  shape.needed = 5;
  if (roles.right) {
    shape.anchors.push(*roles.right);
    shape.upper = {roles.left, *roles.right};
    shape.stop = roles.right->price + view.settings.level_tolerance * shape.height;
    shape.in_place = 5;
    shape.whole_from = view.now();
  }
  shape.expires = roles.last().at.index + share_of(view.settings.wait, shape.length());
  out.push(view.in_chart(shape));
}

}  // namespace tidemark::analysis::chart_patterns
