#pragma once

#include <array>
#include <optional>

#include "core/bytes.hpp"
#include "core/event.hpp"
#include "core/instrument.hpp"
#include "engine/book_depth.hpp"
#include "engine/engine.hpp"
#include "engine/sink.hpp"
#include "pipeline/book_sync.hpp"

namespace tidemark::engine {

/// The way of one instrument's book. Every applied message gives a BookOutput; a change of state gives one as well, so
/// that a state of kSyncing asks for a snapshot. Losing the book is a finding whose policy is kRepair: fetch again.
class BookPath {
 public:
  BookPath(const core::Instrument& instrument, const EngineConfig& config);

  void on_delta(const core::BookDelta& delta, Sink& sink);
  void on_snapshot(const core::BookSnapshot& snapshot, Sink& sink);
  /// The feed lost messages: the book is forgotten.
  void on_feed_lost(Sink& sink);
  void on_time(Sink& sink);

  /// All but `known_at`.
  void copy_depth(BookDepth& out) const;

  /// The best bid and ask while the book is live and has both.
  [[nodiscard]] std::optional<std::array<core::Price, 2>> best() const;
  [[nodiscard]] BookState state() const { return sync_.state(); }

  void snapshot(core::ByteWriter& out) const { sync_.snapshot(out); }
  [[nodiscard]] bool restore(core::ByteReader& in) { return sync_.restore(in); }

 private:
  void report(const pipeline::BookResult& result, BookState before, Sink& sink);
  void publish(Sink& sink) const;

  core::InstrumentId instrument_;
  core::Scale scale_;
  const EngineConfig* config_;
  pipeline::BookSync sync_;
};

}  // namespace tidemark::engine
