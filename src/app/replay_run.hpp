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
  RunHash hash;
  std::uint64_t events{0};
  venues::file::EventSourceReport source;
  std::vector<std::uint64_t> outputs_by_kind;  ///< by index of engine::Output's alternatives
};

/// Called before each event is processed with its received time: the place to wait when playing at some speed.
using Pace = std::function<void(core::Timestamp received)>;

/// How the live run divided its instruments; when a candle closes depends on the events its engine has seen.
struct ReplayEngines {
  engine::EngineConfig config;
  std::size_t shards{1};
};

/// Feeds a whole source to fresh engines. Deterministic: the same files and configuration give the same hash.
[[nodiscard]] core::Result<ReplayRun> replay(const std::vector<std::string>& paths,
                                             const venues::file::EventSourceOptions& options,
                                             const ReplayEngines& engines, const Pace& pace = {});

}  // namespace tidemark::app
