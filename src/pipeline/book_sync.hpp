#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/bytes.hpp"
#include "core/event.hpp"
#include "core/finding.hpp"
#include "pipeline/book_state.hpp"
#include "pipeline/order_book.hpp"

namespace tidemark::pipeline {

struct BookSyncConfig {
  std::size_t buffer_max{2000};    ///< deltas kept while waiting for a snapshot
  std::size_t max_levels{20'000};  ///< per side
  core::Duration stale_after{core::seconds(10)};
};

/// What one message did to the book.
enum class BookStep : std::uint8_t {
  kIgnored,   ///< older than the book
  kBuffered,  ///< kept for the snapshot that must come
  kUpdated,   ///< the book is live and has moved on (or has come alive)
  kLost,      ///< the book is not valid, or the snapshot did not join: another snapshot is needed
  kWentStale,
};

struct BookResult {
  BookStep step{BookStep::kIgnored};
  core::FindingCode reason{core::FindingCode::kBookGap};  ///< meaningful for kLost and kWentStale
};

/// Keeps a local book in step with a venue's snapshot and delta messages, by Binance's documented procedures:
///
/// Spot (deltas without previous_update_id), with L the snapshot's lastUpdateId:
///  1. deltas are buffered until the snapshot comes;
///  2. those with u <= L are dropped; the first one kept must have U <= L + 1 <= u, else the snapshot is too old;
///  3. then every delta: u < local id, ignored; U > local id + 1, a gap: the book is discarded and all starts anew.
/// USD-M and COIN-M futures (deltas with pu):
///  2. those with u < L are dropped; the first one kept must reach over L: pu <= L <= u. The documents say U <= L <= u,
///     which is the usual case of it; where the snapshot ends exactly at a delta (u == L, whether seen or not) the next
///     one has pu == L and nothing is missing.
///  3. then every delta's pu must equal the u before it.
///
/// A snapshot alone makes the book live: it is whole. A newer snapshot replaces a live book, an older one is ignored.
/// A crossed book or an impossible level (price <= 0, quantity < 0) is never shown: the book is lost and says so. The
/// buffer is bounded; when it is full it starts over, and only a newer snapshot can join.
class BookSync {
 public:
  explicit BookSync(const BookSyncConfig& config);

  BookResult apply(const core::BookDelta& delta);
  BookResult apply(const core::BookSnapshot& snapshot);
  /// Time has passed: kWentStale once when a live book had no message for too long.
  BookResult check_stale(core::Timestamp now);
  /// The connection was lost: deltas were missed. Forgets the book.
  void reset();

  [[nodiscard]] BookState state() const { return state_; }
  /// Meaningful while kLive; old while kStale; empty otherwise.
  [[nodiscard]] const OrderBook& book() const { return book_; }
  [[nodiscard]] std::uint64_t update_id() const { return local_id_; }
  [[nodiscard]] std::size_t buffered() const { return buffer_.size(); }

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  /// A delta kept; its levels stand in levels_, bids first.
  struct Kept {
    std::uint64_t first_id{0};
    std::uint64_t last_id{0};
    std::optional<std::uint64_t> previous_id;
    std::uint32_t bids{0};
    std::uint32_t asks{0};
  };
  struct View {  // a delta, wherever its levels are
    std::uint64_t first_id{0};
    std::uint64_t last_id{0};
    std::optional<std::uint64_t> previous_id;
    std::span<const core::BookLevel> bids;
    std::span<const core::BookLevel> asks;
  };
  enum class Join : std::uint8_t { kOld, kJoins, kGap };

  [[nodiscard]] Join join_of(const View& delta) const;
  BookResult follow(const View& delta);
  BookResult replay();
  BookResult lose(core::FindingCode reason);
  void keep(const View& delta);
  void drop_buffer();

  BookSyncConfig config_;
  BookState state_{BookState::kEmpty};
  OrderBook book_;
  std::uint64_t local_id_{0};
  bool bridged_{false};  ///< a delta has joined the snapshot
  core::Timestamp last_received_;
  std::vector<Kept> buffer_;
  std::vector<core::BookLevel> levels_;
};

}  // namespace tidemark::pipeline
