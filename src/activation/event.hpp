#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "activation/criteria.hpp"
#include "activation/stage.hpp"
#include "core/time.hpp"

namespace tidemark::activation {

enum class EventKind : std::uint8_t {
  kConfigured,  ///< another configuration runs than before, or the first one
  kPromoted,
  kRolledBack,
  kRestarted,  ///< the stage's evidence begins anew, because somebody said so
};

/// What took a configuration down.
enum class Trigger : std::uint8_t { kDrawdown, kLossStreak, kWinRate, kObjectives, kData, kManual };

/// Something that happened to the stage.
struct Event {
  std::uint64_t number{0};  ///< from 1 on
  core::Timestamp at;
  EventKind kind{EventKind::kConfigured};
  Stage from{Stage::kShadow};
  Stage to{Stage::kShadow};
  std::string configuration;  ///< that runs
  std::string reason;
  Board board{};  ///< as it stood before the step
  // Of a rollback.
  std::optional<Trigger> trigger;
  std::optional<double> measured;
  std::optional<double> limit;
  std::string restored;  ///< the last good configuration: the one that runs, or the one to put back in its place

  friend bool operator==(const Event&, const Event&) = default;
};

[[nodiscard]] constexpr std::string_view name_of(EventKind kind) noexcept {
  switch (kind) {
    case EventKind::kConfigured:
      return "configured";
    case EventKind::kPromoted:
      return "promoted";
    case EventKind::kRolledBack:
      return "rolled_back";
    case EventKind::kRestarted:
      return "restarted";
  }
  return {};
}

[[nodiscard]] constexpr std::string_view name_of(Trigger trigger) noexcept {
  switch (trigger) {
    case Trigger::kDrawdown:
      return "drawdown";
    case Trigger::kLossStreak:
      return "loss_streak";
    case Trigger::kWinRate:
      return "win_rate";
    case Trigger::kObjectives:
      return "objectives";
    case Trigger::kData:
      return "data";
    case Trigger::kManual:
      return "manual";
  }
  return {};
}

}  // namespace tidemark::activation
