#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "core/event.hpp"

namespace tidemark::venues {

/// Watches the update ids of one instrument's book, and nothing but the ids: whether the engine's book
/// (pipeline::BookSync, which gets the same events) can be whole, and when it needs a snapshot. The rules of joining
/// are BookSync's. Not thread-safe.
class BookChain {
 public:
  /// `buffer_max`: deltas that the engine keeps while it waits for a snapshot.
  explicit BookChain(std::size_t buffer_max = 2000) : buffer_max_{buffer_max} {}

  enum class State : std::uint8_t {
    kEmpty,     ///< nothing has come
    kSyncing,   ///< a snapshot is needed
    kUnproven,  ///< whole when last heard of, but the link was lost since
    kLive,
  };
  enum class Step : std::uint8_t {
    kPassed,
    kDuplicate,  ///< had already: not to be handed on
    kLost,       ///< deltas are missing: to be handed on, and a snapshot fetched
  };
  [[nodiscard]] Step on_delta(const core::BookDelta& delta);

  enum class Joined : std::uint8_t {
    kJoined,
    kBehind,  ///< the book is whole and further already: not to be handed on
    kTooOld,  ///< does not reach the deltas that are waiting: not to be handed on, and another fetched
  };
  [[nodiscard]] Joined on_snapshot(const core::BookSnapshot& snapshot);
  /// The link was lost: what comes next shows whether something is missing.
  void doubt();
  /// The book is lost whatever the ids say.
  void lose();

  [[nodiscard]] State state() const { return state_; }
  /// Where the book stands while it is live or unproven.
  [[nodiscard]] std::uint64_t update_id() const { return local_; }

 private:
  struct Ids {
    std::uint64_t first{0};
    std::uint64_t last{0};
    std::optional<std::uint64_t> previous;
  };
  enum class Join : std::uint8_t { kOld, kJoins, kGap };
  [[nodiscard]] static Join join(const Ids& ids, std::uint64_t local, bool bridged);
  void keep(const Ids& ids);

  std::size_t buffer_max_;
  State state_{State::kEmpty};
  std::uint64_t local_{0};
  bool bridged_{false};  ///< a delta has joined the snapshot
  std::deque<Ids> waiting_;
};

}  // namespace tidemark::venues
