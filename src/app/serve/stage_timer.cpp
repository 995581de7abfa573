#include "app/serve/stage_timer.hpp"

#include "api/budget.hpp"

namespace tidemark::app {

StageTimer::StageTimer(const core::Clock& clock, ops::Metrics& metrics)
    : clock_{clock}, whole_{api::candle_histogram(metrics)} {
  for (std::size_t i = 0; i < engine::kStageCount; ++i) {
    stages_[i] = &api::stage_histogram(metrics, static_cast<engine::Stage>(i));
  }
}

void StageTimer::begin() {
  running_ = true;
  taken_ = {};
  began_ = lap_ = clock_.monotonic();
}

void StageTimer::done(engine::Stage stage) {
  if (!running_) return;  // longer candles that time alone has closed
  const core::Duration now = clock_.monotonic();
  core::Duration& taken = taken_[static_cast<std::size_t>(stage)];
  taken = taken + (now - lap_);
  lap_ = now;
}

void StageTimer::end() {
  if (!running_) return;
  running_ = false;
  for (std::size_t i = 0; i < engine::kStageCount; ++i) {
    if (taken_[i].ns > 0) stages_[i]->record(taken_[i].ns);
  }
  whole_.record((clock_.monotonic() - began_).ns);
}

}  // namespace tidemark::app
