#include "pipeline/quality.hpp"

#include <algorithm>

namespace tidemark::pipeline {
namespace {

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 1.0 : std::min(1.0, static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace

core::QualityScore quality_of(std::uint64_t expected, std::uint64_t accepted, std::uint64_t refused, std::uint64_t late,
                              std::uint64_t implausible, const QualityConfig& config) {
  core::QualityScore q;
  q.candles = accepted;
  q.expected = expected;
  q.completeness = share(accepted, expected);
  q.consistency = share(accepted, accepted + refused);
  const double undefined = expected == 0 ? 1.0 : 0.0;  // nothing accepted though something was expected is bad
  q.timeliness = accepted == 0 ? undefined : 1.0 - share(late, accepted);
  q.plausibility = accepted == 0 ? undefined : 1.0 - share(implausible, accepted);
  const double weights = config.completeness + config.consistency + config.timeliness + config.plausibility;
  q.score = (config.completeness * q.completeness + config.consistency * q.consistency +
             config.timeliness * q.timeliness + config.plausibility * q.plausibility) /
            weights;
  return q;
}

QualityWindow::QualityWindow(const QualityConfig& config)
    : config_{config}, ring_(std::clamp<std::size_t>(config.window, 1, 10'000)) {}

void QualityWindow::add(const QualityStep& step) {
  QualityStep& place = ring_[next_];
  if (used_ == ring_.size()) {
    expected_ -= place.expected;
    accepted_ -= place.accepted;
    refused_ -= place.refused;
    late_ -= place.late;
    implausible_ -= place.implausible;
  } else {
    ++used_;
  }
  place = step;
  next_ = next_ + 1 == ring_.size() ? 0 : next_ + 1;
  expected_ += step.expected;
  accepted_ += step.accepted;
  refused_ += step.refused;
  late_ += step.late;
  implausible_ += step.implausible;
}

core::QualityScore QualityWindow::score() const {
  return quality_of(expected_, accepted_, refused_, late_, implausible_, config_);
}

void QualityWindow::snapshot(core::ByteWriter& out) const {
  out.put(static_cast<std::uint32_t>(used_));
  const std::size_t first = used_ == ring_.size() ? next_ : 0;
  for (std::size_t i = 0; i < used_; ++i) {
    const QualityStep& step = ring_[(first + i) % ring_.size()];
    out.put(step.expected);
    out.put(step.accepted);
    out.put(step.refused);
    out.put(step.late);
    out.put(step.implausible);
  }
}

bool QualityWindow::restore(core::ByteReader& in) {
  *this = QualityWindow{config_};
  const auto used = in.get<std::uint32_t>();
  if (used > ring_.size()) return false;
  for (std::uint32_t i = 0; i < used; ++i) {
    QualityStep step;
    step.expected = in.get<std::uint32_t>();
    step.accepted = in.get<std::uint8_t>();
    step.refused = in.get<std::uint16_t>();
    step.late = in.get<std::uint8_t>();
    step.implausible = in.get<std::uint8_t>();
    if (!in.ok()) return false;
    add(step);
  }
  return in.ok();
}

}  // namespace tidemark::pipeline
