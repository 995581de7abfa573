#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "app/trading/account_setup.hpp"
#include "app/trading/shadow_account.hpp"
#include "core/result.hpp"
#include "engine/engine.hpp"
#include "venues/file/event_source.hpp"

namespace tidemark::app {

/// A configuration as it would run: what the engine is told, and what the account is.
struct ShadowSide {
  std::string id;  ///< of its ConfigVersionRecord
  engine::EngineConfig engine;
  AccountSetup account;
};

struct ShadowReport {
  std::uint64_t events{0};
  IntentComparison signals;
  IntentComparison orders;
  ShadowOutcome active;
  ShadowOutcome candidate;
};

/// Runs both sides over the same events in one pass, each with an engine and a paper account of its own: a
/// configuration is never judged on another input. Deterministic. Errors as open_event_source().
[[nodiscard]] core::Result<ShadowReport> run_shadow(const std::vector<std::string>& paths,
                                                    const venues::file::EventSourceOptions& options,
                                                    const ShadowSide& active, const ShadowSide& candidate);

}  // namespace tidemark::app
