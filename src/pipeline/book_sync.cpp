#include "pipeline/book_sync.hpp"

#include <algorithm>

namespace tidemark::pipeline {
namespace {

using core::BookLevel;
using core::FindingCode;

/// The first thing wrong with a list of levels.
std::optional<FindingCode> fault_in(std::span<const BookLevel> levels) {
  for (const BookLevel& level : levels) {
    if (level.price.ticks <= 0) return FindingCode::kNonPositivePrice;
    if (level.qty.lots < 0) return FindingCode::kNegativeVolume;
  }
  return std::nullopt;
}

}  // namespace

BookSync::BookSync(const BookSyncConfig& config) : config_{config}, book_{config.max_levels} {}

void BookSync::reset() {
  state_ = BookState::kEmpty;
  book_.clear();
  bridged_ = false;
  local_id_ = 0;
  drop_buffer();
}

void BookSync::drop_buffer() {
  buffer_.clear();
  levels_.clear();
}

BookResult BookSync::lose(FindingCode reason) {
  state_ = BookState::kSyncing;
  book_.clear();
  bridged_ = false;
  return {BookStep::kLost, reason};
}

void BookSync::keep(const View& delta) {
  if (buffer_.size() >= config_.buffer_max) drop_buffer();
  buffer_.push_back({delta.first_id, delta.last_id, delta.previous_id, static_cast<std::uint32_t>(delta.bids.size()),
                     static_cast<std::uint32_t>(delta.asks.size())});
  levels_.insert(levels_.end(), delta.bids.begin(), delta.bids.end());
  levels_.insert(levels_.end(), delta.asks.begin(), delta.asks.end());
}

BookSync::Join BookSync::join_of(const View& delta) const {
  if (delta.previous_id) {
    if (bridged_) {
      if (*delta.previous_id == local_id_) return Join::kJoins;
      return delta.last_id <= local_id_ ? Join::kOld : Join::kGap;
    }
    if (delta.last_id < local_id_) return Join::kOld;
    return *delta.previous_id <= local_id_ ? Join::kJoins : Join::kGap;
  }
  if (delta.last_id <= local_id_) return Join::kOld;
  return delta.first_id <= local_id_ + 1 ? Join::kJoins : Join::kGap;
}

BookResult BookSync::follow(const View& delta) {
  switch (join_of(delta)) {
    case Join::kOld:
      return {BookStep::kIgnored};
    case Join::kGap:
      return lose(FindingCode::kBookGap);
    case Join::kJoins:
      break;
  }
  for (const auto side : {delta.bids, delta.asks}) {
    if (const auto fault = fault_in(side)) return lose(*fault);
  }
  for (const BookLevel& level : delta.bids) book_.set(BookSide::kBid, level);
  for (const BookLevel& level : delta.asks) book_.set(BookSide::kAsk, level);
  local_id_ = delta.last_id;
  bridged_ = true;
  if (book_.crossed()) return lose(FindingCode::kCrossedBook);
  state_ = BookState::kLive;
  return {BookStep::kUpdated};
}

BookResult BookSync::apply(const core::BookDelta& delta) {
  const View view{delta.first_update_id, delta.last_update_id, delta.previous_update_id, delta.bids, delta.asks};
  last_received_ = delta.times.received;
  if (state_ == BookState::kLive || state_ == BookState::kStale) {
    const BookResult result = follow(view);
    // What comes after a gap is whole again once a newer snapshot is there.
    if (result.step == BookStep::kLost && result.reason == FindingCode::kBookGap) keep(view);
    return result;
  }
  state_ = BookState::kSyncing;
  keep(view);
  return {BookStep::kBuffered};
}

BookResult BookSync::apply(const core::BookSnapshot& snapshot) {
  const bool usable = state_ == BookState::kLive || state_ == BookState::kStale;
  if (usable && snapshot.last_update_id < local_id_) return {BookStep::kIgnored};
  last_received_ = snapshot.times.received;
  for (const std::span<const BookLevel> side : {std::span{snapshot.bids}, std::span{snapshot.asks}}) {
    if (const auto fault = fault_in(side)) return lose(*fault);
  }
  book_.assign(BookSide::kBid, snapshot.bids);
  book_.assign(BookSide::kAsk, snapshot.asks);
  local_id_ = snapshot.last_update_id;
  bridged_ = false;
  if (book_.crossed()) return lose(FindingCode::kCrossedBook);
  state_ = BookState::kLive;
  return replay();
}

BookResult BookSync::replay() {
  std::size_t at = 0;
  for (std::size_t i = 0; i < buffer_.size(); ++i) {
    const Kept& kept = buffer_[i];
    const std::span<const BookLevel> all{levels_};
    const View view{kept.first_id, kept.last_id, kept.previous_id, all.subspan(at, kept.bids),
                    all.subspan(at + kept.bids, kept.asks)};
    const BookResult result = follow(view);
    if (result.step == BookStep::kLost) {
      // This delta and those after it may still join a newer snapshot; after a bad book nothing is believed.
      const bool gap = result.reason == FindingCode::kBookGap;
      const std::size_t drop_events = gap ? i : buffer_.size();
      const std::size_t drop_levels = gap ? at : levels_.size();
      buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(drop_events));
      levels_.erase(levels_.begin(), levels_.begin() + static_cast<std::ptrdiff_t>(drop_levels));
      return result;
    }
    at += kept.bids + kept.asks;
  }
  drop_buffer();
  return {BookStep::kUpdated};
}

BookResult BookSync::check_stale(core::Timestamp now) {
  if (state_ != BookState::kLive || now - last_received_ <= config_.stale_after) return {BookStep::kIgnored};
  state_ = BookState::kStale;
  return {BookStep::kWentStale, FindingCode::kBookStale};
}

void BookSync::snapshot(core::ByteWriter& out) const {
  out.put(state_);
  out.put(local_id_);
  out.put(static_cast<std::uint8_t>(bridged_));
  out.put(last_received_.ns);
  book_.snapshot(out);
  out.put(static_cast<std::uint32_t>(buffer_.size()));
  for (const Kept& kept : buffer_) {
    out.put(kept.first_id);
    out.put(kept.last_id);
    out.put(static_cast<std::uint8_t>(kept.previous_id.has_value()));
    out.put(kept.previous_id.value_or(0));
    out.put(kept.bids);
    out.put(kept.asks);
  }
  for (const BookLevel& level : levels_) {
    out.put(level.price.ticks);
    out.put(level.qty.lots);
  }
}

bool BookSync::restore(core::ByteReader& in) {
  state_ = in.get<BookState>();
  local_id_ = in.get<std::uint64_t>();
  bridged_ = in.get<std::uint8_t>() != 0;
  last_received_.ns = in.get<std::int64_t>();
  if (state_ > BookState::kStale || !book_.restore(in)) return false;
  drop_buffer();
  const auto events = in.get<std::uint32_t>();
  std::uint64_t levels = 0;
  for (std::uint32_t i = 0; i < events && in.ok(); ++i) {
    Kept kept;
    kept.first_id = in.get<std::uint64_t>();
    kept.last_id = in.get<std::uint64_t>();
    const bool has_previous = in.get<std::uint8_t>() != 0;
    const auto previous = in.get<std::uint64_t>();
    if (has_previous) kept.previous_id = previous;
    kept.bids = in.get<std::uint32_t>();
    kept.asks = in.get<std::uint32_t>();
    levels += std::uint64_t{kept.bids} + kept.asks;
    buffer_.push_back(kept);
  }
  if (!in.ok() || levels > in.remaining() / (2 * sizeof(std::int64_t))) return false;
  for (std::uint64_t i = 0; i < levels; ++i) {
    const core::Price price{in.get<std::int64_t>()};
    const core::Qty qty{in.get<std::int64_t>()};
    levels_.push_back({price, qty});
  }
  return in.ok();
}

}  // namespace tidemark::pipeline
