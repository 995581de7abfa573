#include "venues/live/book_chain.hpp"

namespace tidemark::venues {

BookChain::Join BookChain::join(const Ids& ids, std::uint64_t local, bool bridged) {
  if (ids.previous) {
    if (bridged) {
      if (*ids.previous == local) return Join::kJoins;
      return ids.last <= local ? Join::kOld : Join::kGap;
    }
    if (ids.last < local) return Join::kOld;
    return *ids.previous <= local ? Join::kJoins : Join::kGap;
  }
  if (ids.last <= local) return Join::kOld;
  return ids.first <= local + 1 ? Join::kJoins : Join::kGap;
}

void BookChain::keep(const Ids& ids) {
  // As the engine does it: a full buffer starts over, and only a newer snapshot can join.
  if (waiting_.size() >= buffer_max_) waiting_.clear();
  waiting_.push_back(ids);
}

BookChain::Step BookChain::on_delta(const core::BookDelta& delta) {
  const Ids ids{delta.first_update_id, delta.last_update_id, delta.previous_update_id};
  if (state_ == State::kEmpty || state_ == State::kSyncing) {
    state_ = State::kSyncing;
    keep(ids);
    return Step::kPassed;
  }
  switch (join(ids, local_, bridged_)) {
    case Join::kOld:
      return Step::kDuplicate;
    case Join::kGap:
      lose();
      keep(ids);
      return Step::kLost;
    case Join::kJoins:
      break;
  }
  local_ = ids.last;
  bridged_ = true;
  state_ = State::kLive;
  return Step::kPassed;
}

BookChain::Joined BookChain::on_snapshot(const core::BookSnapshot& snapshot) {
  const bool usable = state_ == State::kLive || state_ == State::kUnproven;
  if (usable && snapshot.last_update_id < local_) {
    return state_ == State::kLive ? Joined::kBehind : Joined::kTooOld;
  }
  std::uint64_t local = snapshot.last_update_id;
  bool bridged = false;
  for (const Ids& ids : waiting_) {
    const Join joined = join(ids, local, bridged);
    if (joined == Join::kGap) return Joined::kTooOld;
    if (joined == Join::kOld) continue;
    local = ids.last;
    bridged = true;
  }
  waiting_.clear();
  local_ = local;
  bridged_ = bridged;
  state_ = State::kLive;
  return Joined::kJoined;
}

void BookChain::doubt() {
  if (state_ == State::kLive) state_ = State::kUnproven;
}

void BookChain::lose() {
  state_ = State::kSyncing;
  bridged_ = false;
  waiting_.clear();
}

}  // namespace tidemark::venues
