#pragma once

#include <memory>
#include <optional>
#include <string>

#include "activation/machine.hpp"
#include "api/shadow_mode.hpp"
#include "core/result.hpp"

namespace tidemark::api {

/// The stage of the strategy that trades, with all it rests on.
struct ActivationView {
  activation::Machine machine;
  activation::Reach reach;
  core::Rate multiplier;  ///< of the strategy's sizes in the account now: with real money 0 below `micro`
};

/// The way from the API to the stage of what trades. Any thread, but never the one that trades. When a call returns
/// well, what it did is in the store. Errors: those of activation::Machine, and those of Trading.
class Activation {
 public:
  virtual ~Activation() = default;

  /// Never null.
  [[nodiscard]] virtual std::shared_ptr<const ActivationView> activation() const = 0;
  virtual core::Result<activation::Event> promote(std::string reason) = 0;
  /// Absent: one stage down.
  virtual core::Result<activation::Event> roll_back(std::string reason, std::optional<activation::Stage> to) = 0;
  /// Forgets the evidence of the present stage.
  virtual core::Result<activation::Event> restart(std::string reason) = 0;

  /// The candidate that runs beside the active strategy; null: none does. It does not survive a restart.
  [[nodiscard]] virtual std::shared_ptr<const ShadowView> shadow() const = 0;
  /// In place of the one before. kInvalidArgument names the member that is wrong.
  virtual core::Status start_shadow(const ShadowRequest& request) = 0;
  virtual core::Status stop_shadow() = 0;
};

}  // namespace tidemark::api
