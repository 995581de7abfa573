#pragma once

#include <cstdint>
#include <optional>

#include "activation/machine.hpp"
#include "app/trading/shadow_mode.hpp"
#include "ops/config.hpp"
#include "storage/activation_record.hpp"

namespace tidemark::app {

/// What an account trades with.
enum class Funds : std::uint8_t { kPlay, kReal };

/// What the stages of an account that trades stand on.
struct ActivationSetup {
  activation::Settings settings;
  storage::ConfigVersionRecord configuration;  ///< that runs; `first_used` is not read
  activation::Reach reach;                     ///< of the account
  Funds funds{Funds::kPlay};
};

[[nodiscard]] ActivationSetup activation_setup_of(const ops::Config& config);

/// What was asked for in place of what the configuration says. Errors as account_setup_of(), their place the member
/// that is wrong.
[[nodiscard]] core::Result<ShadowCandidate> shadow_candidate_of(const ops::Config& config,
                                                                const api::ShadowRequest& asked,
                                                                std::optional<core::Timestamp> since);

}  // namespace tidemark::app
