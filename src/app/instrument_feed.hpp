#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"

namespace tidemark::app {

/// What an engine knew of one instrument (engine::Engine::snapshot): on its way into the store, or back.
struct EngineState {
  core::InstrumentId instrument;
  std::vector<std::byte> snapshot;
};

/// What travels from a feed to the engine shards: events; before an instrument's first event (or when its facts change)
/// the instrument itself, so that every shard keeps its own table and none is shared between threads; and between the
/// two, where one was kept, the state in which an earlier run left the instrument.
using FeedItem = std::variant<core::Event, core::Instrument, EngineState>;

/// Notices instruments that a feed's table holds and the shards have not heard of, or whose facts changed.
class InstrumentWatch {
 public:
  /// Appends the new and changed instruments of `table` to `out`, in order of id. Costs nothing while nothing changes.
  void collect(const core::InstrumentTable& table, std::vector<core::Instrument>& out);

 private:
  std::vector<core::Instrument> known_;
  std::uint64_t generation_{0};
};

/// Puts an instrument that came down the feed into a shard's table: the ids stay those of the feed because all are
/// announced in order.
void apply(core::InstrumentTable& table, const core::Instrument& instrument);

/// The shard an instrument lives on, for good.
[[nodiscard]] std::size_t shard_of(core::InstrumentId instrument, std::size_t shards);
/// The shard an event belongs to. Heartbeats concern all (nullopt).
[[nodiscard]] std::optional<std::size_t> shard_of(const core::Event& event, std::size_t shards);

}  // namespace tidemark::app
