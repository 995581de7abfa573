#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/output_hash.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "engine/engine.hpp"
#include "venues/file/event_source.hpp"

namespace tidemark::app {

struct ReplayRun {
  core::InstrumentTable instruments;
  OutputHash hash;
  std::uint64_t events{0};
  venues::file::EventSourceReport source;
  std::vector<std::uint64_t> outputs_by_kind;  ///< by index of engine::Output's alternatives
};

/// Called before each event is processed with its received time: the place to wait when playing at some speed.
using Pace = std::function<void(core::Timestamp received)>;

/// Feeds a whole source to a fresh engine. Deterministic: the same files and configuration give the same hash.
[[nodiscard]] core::Result<ReplayRun> replay(const std::vector<std::string>& paths,
                                             const venues::file::EventSourceOptions& options,
                                             const engine::EngineConfig& config, const Pace& pace = {});

}  // namespace tidemark::app
