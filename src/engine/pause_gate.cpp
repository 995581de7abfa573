#include "engine/pause_gate.hpp"

namespace tidemark::engine {

std::optional<PauseGate::Change> PauseGate::pause(core::FindingCode reason) {
  clean_ = 0;
  if (state_ == SignalGate::kPaused) return std::nullopt;
  state_ = SignalGate::kPaused;
  reason_ = reason;
  return Change{SignalGate::kPaused, reason};
}

std::optional<PauseGate::Change> PauseGate::critical(core::FindingCode code) {
  return pause(code);
}

std::optional<PauseGate::Change> PauseGate::feed_down(core::FindingCode reason) {
  feed_ = Feed::kDown;
  return pause(reason);
}

std::optional<PauseGate::Change> PauseGate::book_down(core::FindingCode reason) {
  if (book_ == Feed::kDown) return std::nullopt;
  book_ = Feed::kDown;
  return pause(reason);
}

std::optional<PauseGate::Change> PauseGate::candle(double score, core::FindingCode reason) {
  if (score < config_.close_below) return pause(reason);
  if (state_ == SignalGate::kOpen) return std::nullopt;
  ++clean_;
  if (clean_ < config_.clean_candles || feed_ == Feed::kDown || book_ == Feed::kDown || score < config_.open_above)
    return std::nullopt;
  state_ = SignalGate::kOpen;
  return Change{SignalGate::kOpen, reason_};
}

void PauseGate::snapshot(core::ByteWriter& out) const {
  out.put(state_);
  out.put(reason_);
  out.put(feed_);
  out.put(book_);
  out.put(clean_);
}

bool PauseGate::restore(core::ByteReader& in) {
  state_ = in.get<SignalGate>();
  reason_ = in.get<core::FindingCode>();
  feed_ = in.get<Feed>();
  book_ = in.get<Feed>();
  clean_ = in.get<std::uint32_t>();
  return in.ok() && state_ <= SignalGate::kPaused && reason_ <= core::FindingCode::kUnparsable &&
         feed_ <= Feed::kDown && book_ <= Feed::kDown;
}

}  // namespace tidemark::engine
