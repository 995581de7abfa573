#pragma once

#include <array>

#include "core/clock.hpp"
#include "engine/stage_watch.hpp"
#include "ops/histogram.hpp"
#include "ops/metrics.hpp"

namespace tidemark::app {

/// Times the stages of an engine: a sample of each, and one of the whole, for every base candle. One engine each;
/// several may share the metrics.
class StageTimer final : public engine::StageWatch {
 public:
  /// Both must outlive it.
  StageTimer(const core::Clock& clock, ops::Metrics& metrics);

  void begin() override;
  void done(engine::Stage stage) override;
  void end() override;

 private:
  const core::Clock& clock_;
  std::array<ops::Histogram*, engine::kStageCount> stages_{};
  ops::Histogram& whole_;
  std::array<core::Duration, engine::kStageCount> taken_{};
  core::Duration began_{};
  core::Duration lap_{};
  bool running_{false};
};

}  // namespace tidemark::app
