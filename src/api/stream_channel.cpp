#include "api/stream_channel.hpp"

#include <algorithm>

namespace tidemark::api {

Channel::~Channel() {
  while (!kept_.empty()) drop_oldest();
}

bool Channel::can_resume(std::uint64_t seq) const {
  if (!warm_ || seq > seq_) return false;
  return seq == seq_ || (!kept_.empty() && kept_.back().seq == seq_ && kept_.front().seq <= seq + 1);
}

void Channel::welcome(net::WsSession& session, std::optional<std::uint64_t> seq) {
  if (seq && can_resume(*seq)) {
    for (const Kept& message : kept_) {
      if (message.seq > *seq) session.send(message.frame, message.kind, topic_);
    }
  } else {
    const std::string whole = look();
    session.send(snapshot_frame(whole, Resync::kNo));
    warm_ = true;
  }
  subscribers_.push_back({&session, {}});
}

void Channel::leave(const net::WsSession& session) {
  const auto it = std::ranges::find(subscribers_, &session, &Subscriber::session);
  if (it == subscribers_.end()) return;
  if (it->lagging_since) --lagging_;
  subscribers_.erase(it);
  if (subscribers_.empty()) left_at_ = world_.clock.monotonic();
}

void Channel::serve_lagging() {
  if (lagging_ == 0) return;
  const core::Duration now = world_.clock.monotonic();
  std::string data;
  net::SharedFrame frame;
  for (Subscriber& subscriber : subscribers_) {
    if (!subscriber.lagging_since) continue;
    if (subscriber.session->backlog() == net::Backlog::kLow) {
      if (!frame) {
        data = look();
        frame = snapshot_frame(data, Resync::kYes);
      }
      subscriber.lagging_since.reset();
      --lagging_;
      subscriber.session->send(frame);
    } else if (now - *subscriber.lagging_since >= world_.options.lag_max) {
      subscriber.session->close(net::WsClose::kTryAgainLater, "the client did not keep up");
    }
  }
}

bool Channel::cool_down() {
  if (!warm_ || has_subscribers() || world_.clock.monotonic() - left_at_ < world_.options.linger) return false;
  warm_ = false;
  while (!kept_.empty()) drop_oldest();
  ++seq_;  // who comes back with the last number has missed what is told to nobody from here on
  return true;
}

void Channel::broadcast(const Message& message) {
  const auto frame = net::make_frame(encode(
      {.type = message.type, .channel = name_, .timestamp = world_.clock.now(), .seq = ++seq_, .data = message.data}));
  if (message.replay == Replay::kKeep) keep(frame, message.kind);
  const std::size_t count = subscribers_.size();
  for (std::size_t i = 0; i < count; ++i) {
    // Another one is first each time: whoever is last waits for the writes to all the others.
    Subscriber& subscriber = subscribers_[(i + seq_) % count];
    if (subscriber.lagging_since) continue;
    if (message.kind == net::FrameKind::kKeep && subscriber.session->backlog() == net::Backlog::kHigh) {
      subscriber.lagging_since = world_.clock.monotonic();
      ++lagging_;
      continue;
    }
    subscriber.session->send(frame, message.kind, topic_);
  }
  if (count == 0 || message.known_at < world_.started) return;
  const core::Duration taken = world_.clock.now() - message.known_at;
  for (ops::Histogram* histogram : {world_.pushed, message.own}) {
    if (histogram != nullptr) histogram->record(taken.ns);
  }
}

void Channel::resync(std::string_view whole) {
  ++seq_;
  while (!kept_.empty()) drop_oldest();
  const auto frame = snapshot_frame(whole, Resync::kYes);
  for (Subscriber& subscriber : subscribers_) {
    if (!subscriber.lagging_since) subscriber.session->send(frame);
  }
}

net::SharedFrame Channel::snapshot_frame(std::string_view data, Resync resync) const {
  return net::make_frame(encode({.type = "snapshot",
                                 .channel = name_,
                                 .timestamp = world_.clock.now(),
                                 .seq = seq_,
                                 .data = data,
                                 .resync = resync == Resync::kYes}));
}

void Channel::keep(const net::SharedFrame& frame, net::FrameKind kind) {
  kept_.push_back({seq_, frame, kind});
  world_.replay_bytes += frame->bytes().size();
  while (kept_.size() > world_.options.replay_messages ||
         (kept_.size() > 1 && world_.replay_bytes > world_.options.replay_bytes)) {
    drop_oldest();
  }
}

void Channel::drop_oldest() {
  world_.replay_bytes -= kept_.front().frame->bytes().size();
  kept_.pop_front();
}

}  // namespace tidemark::api
