#include "app/serve/alert_intake.hpp"

#include <algorithm>

#include "app/serve/alert_happenings.hpp"

namespace tidemark::app {

void AlertIntake::want(core::InstrumentId instrument, core::Scale scale, std::uint32_t wanted) {
  const std::lock_guard lock{mutex_};
  if (wanted_.size() <= instrument.value) wanted_.resize(instrument.value + 1);
  wanted_[instrument.value] = {scale, wanted};
  version_.fetch_add(1, std::memory_order_release);
}

void AlertIntake::refresh() {
  const std::lock_guard lock{mutex_};
  copy_ = wanted_;
  seen_ = version_.load(std::memory_order_relaxed);
  any_ = std::ranges::any_of(copy_, [](const Wanted& w) { return w.kinds != 0; });
}

bool AlertIntake::offer(const engine::Output& output) {
  if (version_.load(std::memory_order_acquire) != seen_) refresh();
  if (!any_) return false;
  const auto instrument = alert_instrument(output);
  if (!instrument || instrument->value >= copy_.size()) return false;
  const Wanted& wanted = copy_[instrument->value];
  if (wanted.kinds == 0) return false;
  bool put = false;
  give_happenings(output, wanted.scale, wanted.kinds, [&](const alerts::Happening& happening) {
    if (ring_.try_push(happening)) {
      put = true;
    } else {
      lost_.fetch_add(1, std::memory_order_relaxed);
    }
  });
  return put;
}

std::size_t AlertIntake::drain(const std::function<void(const alerts::Happening&)>& take, std::size_t max) {
  return ring_.drain([&](alerts::Happening& happening) { take(happening); }, max);
}

bus::QueueStats AlertIntake::stats() const {
  return {.name = "alerts.happenings",
          .owner = "alerts",
          .unit = "happenings",
          .policy = bus::OverflowPolicy::kRefuse,
          .capacity = ring_.capacity(),
          .depth = ring_.depth(),
          .high_water = ring_.high_water(),
          .full = lost(),
          .lost = lost()};
}

}  // namespace tidemark::app
