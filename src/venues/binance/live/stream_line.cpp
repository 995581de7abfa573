#include "venues/binance/live/stream_line.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::venues::binance {

StreamLine::StreamLine(Parts parts)
    : config_{&parts.config},
      transport_{&parts.transport},
      attempts_{&parts.attempts},
      url_{std::move(parts.url)},
      backoff_{parts.config.backoff, parts.rng.fork(0)},
      next_backoff_{parts.config.backoff, parts.rng.fork(1)} {}

void StreamLine::remove(std::string_view stream) {
  if (const auto found = wanted_.find(stream); found != wanted_.end()) wanted_.erase(found);
}

void StreamLine::renew(std::string_view stream) {
  if (current_) current_->renew(stream);
}

bool StreamLine::carries(std::string_view stream) const {
  return (current_ && current_->open() && current_->carries(stream)) ||
         (next_ && next_->open() && next_->carries(stream));
}

bool StreamLine::owns(LinkId link) const {
  return (current_ && current_->id() == link) || (next_ && next_->id() == link);
}

StreamLink* StreamLine::find(LinkId link) {
  if (current_ && current_->id() == link) return &*current_;
  if (next_ && next_->id() == link) return &*next_;
  return nullptr;
}

void StreamLine::on_open(LinkId link, core::Timestamp at) {
  StreamLink* found = find(link);
  if (found == nullptr) return;
  found->on_open(at);
  (found == &*current_ ? backoff_ : next_backoff_).opened(at);
  reason_.clear();
  ++generation_;
}

void StreamLine::on_text(LinkId link, core::Timestamp at) {
  if (StreamLink* found = find(link)) found->on_text(at);
}

void StreamLine::on_answer(LinkId link, std::uint64_t id, StreamLink::Answer answer, core::Timestamp at) {
  if (StreamLink* found = find(link)) found->on_answer(id, answer, at);
  ++generation_;
}

void StreamLine::on_closed(LinkId link, const core::Error& why, core::Timestamp at) {
  if (current_ && current_->id() == link) {
    current_.reset();
    lose_current(why.message, at);
  } else if (next_ && next_->id() == link) {
    next_.reset();
    next_connect_at_ = at + next_backoff_.failed(at);
  }
}

void StreamLine::on_farewell(LinkId link) {
  if (current_ && current_->id() == link) replace_ = true;
}

void StreamLine::lose_current(std::string_view why, core::Timestamp now) {
  reason_ = why;
  ++losses_;
  ++generation_;
  replace_ = false;
  connect_at_ = now + backoff_.failed(now);
  if (!next_) return;
  current_ = std::move(next_);  // already under way
  next_.reset();
  if (current_->open()) reason_.clear();
}

void StreamLine::drop_next(core::Timestamp now) {
  transport_->close(next_->id());
  next_.reset();
  next_connect_at_ = now + next_backoff_.failed(now);
}

void StreamLine::connect(std::optional<StreamLink>& place, core::Timestamp now) {
  if (!attempts_->take(now)) return;
  place.emplace(*config_, *transport_, transport_->open(url_), now);
}

void StreamLine::check_current(core::Timestamp now) {
  if (current_) {
    if (const auto why = current_->failure(now)) {
      transport_->close(current_->id());
      current_.reset();
      lose_current(*why, now);
    } else if (current_->opened() && now - *current_->opened() >= config_->link_age_max) {
      replace_ = true;
    }
  }
  if (!current_ && now >= connect_at_) connect(current_, now);
}

void StreamLine::check_next(core::Timestamp now) {
  if (next_ && next_->failure(now)) drop_next(now);
  if (replace_ && current_ && current_->open() && !next_ && now >= next_connect_at_) connect(next_, now);
  if (!next_ || !next_->open() || !next_->carries_all(wanted_)) {
    both_since_.reset();
    return;
  }
  if (!both_since_) both_since_ = now;
  // What the old link was sent before the new one was complete may still be on its way.
  if (now - *both_since_ < config_->overlap) return;
  both_since_.reset();
  transport_->close(current_->id());
  current_ = std::move(next_);
  next_.reset();
  replace_ = false;
  ++generation_;
}

core::Timestamp StreamLine::on_time(core::Timestamp now) {
  if (wanted_.empty()) {
    if (current_ || next_) close();
    return {INT64_MAX};
  }
  check_current(now);
  check_next(now);
  core::Timestamp due{INT64_MAX};
  if (current_) {
    due = std::min(due, current_->on_time(wanted_, now));
    if (current_->opened() && !replace_) due = std::min(due, *current_->opened() + config_->link_age_max);
    if (replace_ && !next_) due = std::min(due, std::max(next_connect_at_, attempts_->next(now)));
  } else {
    due = std::min(due, std::max(connect_at_, attempts_->next(now)));
  }
  if (next_) due = std::min(due, next_->on_time(wanted_, now));
  if (both_since_) due = std::min(due, *both_since_ + config_->overlap);
  return due;
}

void StreamLine::close() {
  for (std::optional<StreamLink>* link : {&current_, &next_}) {
    if (*link) transport_->close((*link)->id());
    link->reset();
  }
  replace_ = false;
  ++generation_;
}

}  // namespace tidemark::venues::binance
