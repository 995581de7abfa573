#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

#include "app/instrument_feed.hpp"
#include "app/output_hash.hpp"
#include "app/serve/book_wants.hpp"
#include "bus/spsc_ring.hpp"
#include "bus/waker.hpp"
#include "core/clock.hpp"
#include "engine/engine.hpp"
#include "ops/histogram.hpp"
#include "ops/log.hpp"

namespace tidemark::app {

/// A picture of a book on its way to whoever trades, right behind the output that says that the book changed.
using SharedDepth = std::shared_ptr<const engine::BookDepth>;

/// Outputs of one shard on their way to the dispatcher, and now and then what the engine knows, in line behind the
/// outputs that it includes: so a stored state is never ahead of the stored candles.
using ShardOutput = std::variant<engine::Output, EngineState, SharedDepth>;
using OutputRing = bus::SpscRing<ShardOutput>;
using FeedRing = bus::SpscRing<FeedItem>;

enum class Hashing : std::uint8_t { kOff, kOn };

/// When a shard hands out the state of its engine. The interval is of received time.
struct StatePolicy {
  std::optional<core::Duration> interval{core::minutes(5)};  ///< absent: never, not even at the end
};

/// One engine with its own table of instruments, between its two rings; an instrument lives on one shard for good. Both
/// rings hold the producer back when they are full: nothing is dropped on the way.
class Shard {
 public:
  struct Dependencies {
    bus::Parker& downstream;  ///< notified when outputs are ready
    ops::Logger& logger;
    /// Takes a picture of a book that has changed; false: not yet, offer it again.
    std::function<bool(const engine::BookDepth&)> depth;
    const core::Clock& clock;
    ops::Histogram& received_to_engine;   ///< of events received since the start
    engine::StageWatch* stages{nullptr};  ///< of this shard alone
    const BookWants* books{nullptr};      ///< absent: nobody wants pictures of books in line
  };
  /// `hashing` keeps a hash over everything said (for recordings).
  Shard(const engine::EngineConfig& config, Hashing hashing, StatePolicy states, Dependencies dependencies);

  [[nodiscard]] FeedRing& input() { return input_; }
  [[nodiscard]] bus::Parker& parker() { return parker_; }
  [[nodiscard]] OutputRing& output() { return output_; }

  /// The thread's body: works until `stop` is requested and the input is empty.
  void run(const std::stop_token& stop);
  /// Processes what waits, at most a batch; returns how many items that was.
  std::size_t do_work();

  /// Only after run() has returned.
  [[nodiscard]] const RunHash& hash() const { return hash_; }
  [[nodiscard]] std::uint64_t events() const { return events_.load(std::memory_order_relaxed); }

 private:
  void process(FeedItem& item);
  void restore(const EngineState& state);
  void pass_on();
  ShardOutput& claim();
  void keep_due_states();
  void note_book(core::InstrumentId instrument);
  void renew_book_wants();
  void share_book(core::InstrumentId instrument);
  void show_books();
  void keep_state(core::InstrumentId instrument);

  core::InstrumentTable table_;
  engine::Engine engine_;
  FeedRing input_;
  OutputRing output_;
  bus::Parker parker_;
  Dependencies on_;
  Hashing hashing_;
  core::Timestamp began_;
  StatePolicy states_;
  core::Timestamp states_kept_;  ///< when the last round began, in received time
  std::size_t next_state_{0};    ///< the instrument whose turn it is in this round; the table's size when it is over
  RunHash hash_;
  std::vector<engine::Output> outputs_;
  std::vector<core::InstrumentId> changed_books_;  ///< since they were last shown, each once
  std::vector<bool> book_changed_;                 ///< by instrument id
  core::Timestamp books_shown_;                    ///< in received time
  engine::BookDepth depth_;
  BookWants::Wanted books_wanted_;
  std::uint64_t books_wanted_version_{0};
  std::atomic<std::uint64_t> events_{0};
};

}  // namespace tidemark::app
