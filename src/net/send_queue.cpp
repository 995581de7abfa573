#include "net/send_queue.hpp"

#include <algorithm>

namespace tidemark::net {

SendQueue::Push SendQueue::push(std::shared_ptr<const void> owner, std::string_view bytes) {
  return push_piece({std::move(owner), bytes, 0, false});
}

SendQueue::Push SendQueue::push_latest(std::shared_ptr<const void> owner, std::string_view bytes, std::uint64_t topic) {
  const auto waiting = pieces_.begin() + static_cast<std::ptrdiff_t>(writing_);
  // At most one piece of a topic waits, and in a queue that drains it is near the end: search from there.
  const auto found = std::find_if(std::make_reverse_iterator(pieces_.end()), std::make_reverse_iterator(waiting),
                                  [&](const Piece& p) { return p.replaceable && p.topic == topic; });
  if (found.base() != waiting) {
    bytes_ -= found->bytes.size();
    pieces_.erase(std::next(found).base());
    ++conflated_;
  }
  return push_piece({std::move(owner), bytes, topic, true});
}

SendQueue::Push SendQueue::push_piece(Piece piece) {
  const bool full = pieces_.size() >= bound_.pieces || bytes_ + piece.bytes.size() > bound_.bytes;
  if (full && !pieces_.empty()) return Push::kFull;
  bytes_ += piece.bytes.size();
  pieces_.push_back(std::move(piece));
  return Push::kQueued;
}

void SendQueue::end_write() {
  for (; writing_ > 0; --writing_) {
    bytes_ -= pieces_.front().bytes.size();
    pieces_.pop_front();
  }
}

void SendQueue::clear_waiting() {
  while (pieces_.size() > writing_) {
    bytes_ -= pieces_.back().bytes.size();
    pieces_.pop_back();
  }
}

}  // namespace tidemark::net
