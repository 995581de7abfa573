#include "app/replay_run.hpp"

#include <variant>

#include "app/instrument_feed.hpp"

namespace tidemark::app {

core::Result<ReplayRun> replay(const std::vector<std::string>& paths, const venues::file::EventSourceOptions& options,
                               const ReplayEngines& engines, const Pace& pace) {
  ReplayRun run;
  run.outputs_by_kind.resize(std::variant_size_v<engine::Output>);
  auto source = venues::file::open_event_source(paths, options, run.instruments);
  if (!source) return core::forward_error(source);
  std::vector<engine::Engine> shards;
  shards.reserve(engines.shards);
  for (std::size_t i = 0; i < engines.shards; ++i) shards.emplace_back(run.instruments, engines.config);
  core::Event event;
  std::vector<engine::Output> outputs;
  for (;;) {
    const auto more = (*source)->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (pace) pace(core::times_of(event).received);
    ++run.events;
    outputs.clear();
    if (const auto shard = shard_of(event, shards.size())) {
      shards[*shard].process(event, outputs);
    } else {
      for (engine::Engine& engine : shards) engine.process(event, outputs);
    }
    for (const engine::Output& output : outputs) {
      run.hash.add(output);
      ++run.outputs_by_kind[output.index()];
    }
  }
  run.source = (*source)->report();
  return run;
}

}  // namespace tidemark::app
