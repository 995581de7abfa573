#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "activation/criteria.hpp"
#include "activation/event.hpp"
#include "activation/evidence.hpp"
#include "activation/settings.hpp"
#include "core/result.hpp"

namespace tidemark::activation {

/// A configuration that has earned a stage.
struct Good {
  std::string configuration;
  Stage stage{Stage::kShadow};

  friend bool operator==(const Good&, const Good&) = default;
};

/// Everything a machine knows: kept by whoever must survive a restart, and given back to a new machine.
struct State {
  Stage stage{Stage::kShadow};
  core::Timestamp since;      ///< the evidence is from then on
  std::string configuration;  ///< that runs; empty: none was told of yet
  std::optional<Good> good;
  std::uint64_t events{0};  ///< the number of the last one
  Evidence evidence;
  Present present;
  std::uint32_t breaches_in_a_row{0};
  bool data_is_bad{false};  ///< by Triggers::quality_min
  bool rejected{false};     ///< it was rolled back, and the last good one is to be put back in its place

  friend bool operator==(const State&, const State&) = default;
};

/// How far the account goes that trades, whatever was shown.
struct Reach {
  Stage highest{Stage::kFull};
  std::string why;  ///< it goes no further: one sentence
};

/// At which stage a configuration stands, and what moves it. A step up is asked for and given only when every criterion
/// is met; a step down comes at once with a trigger, or is asked for. Every step begins the evidence anew. The same
/// calls give the same state and events. Not thread-safe; a value.
class Machine {
 public:
  explicit Machine(const Settings& settings, State state = {}) : settings_{settings}, state_{std::move(state)} {}

  // What is seen; the event is the rollback it triggers.
  std::optional<Event> on(const TradeSeen& trade);
  std::optional<Event> on(const EquitySeen& seen);
  std::optional<Event> on(const ObjectivesSeen& seen);
  std::optional<Event> on(const QualitySeen& seen);
  std::optional<Event> on(const FaultSeen& seen);
  void on(const LatencySeen& seen) { state_.present.latency = seen; }
  /// The equity is that of another account from now on: its highest is not known yet.
  void forget_highest() { state_.evidence.highest.reset(); }

  /// The configuration that runs, and how far its account goes. Another than before begins at Settings::start; the last
  /// good one, when it is back, at its stage; none above what the account reaches. Nothing when all is as it was.
  std::optional<Event> configure(core::Timestamp at, const std::string& configuration, const Reach& reach);
  /// One step up. kConflict "no_stage_above", "beyond_account" (Reach), "configuration_rejected" (the last good one is
  /// to be put back), "criteria_unmet" with all that is missing.
  core::Result<Event> promote(core::Timestamp at, const std::string& reason, const Reach& reach);
  /// One step down, or to a stage further down. kInvalidArgument "not_below".
  core::Result<Event> roll_back(core::Timestamp at, const std::string& reason, std::optional<Stage> to = {});
  /// Forgets the stage's evidence; a rejected configuration may try again.
  Event restart(core::Timestamp at, const std::string& reason);

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] Board board() const { return judge(settings_.criteria, state_.evidence, state_.present); }
  [[nodiscard]] core::Rate multiplier() const { return multiplier_of(state_.stage); }

 private:
  struct Fall {
    Trigger trigger;
    std::string reason;
    std::optional<double> measured{};
    std::optional<double> limit{};
  };

  Event step(core::Timestamp at, EventKind kind, Stage to, std::string reason);
  Event fall(core::Timestamp at, const Fall& fall, std::optional<Stage> to = {});

  Settings settings_;
  State state_;
};

}  // namespace tidemark::activation
