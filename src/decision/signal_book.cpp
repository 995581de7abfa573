#include "decision/signal_book.hpp"

#include <algorithm>

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::decision {
namespace {

/// A candle as a signal sees it: forward is the signal's way.
struct Seen {
  double open;
  double forward;   ///< farthest the signal's way
  double backward;  ///< farthest against it
};

Seen seen_by(const Signal& signal, const core::CandleF& candle) {
  if (signal.side == Side::kBullish) return {candle.open, candle.high, candle.low};
  return {candle.open, candle.low, candle.high};
}

std::size_t place_of(Side side) {
  return side == Side::kBullish ? 0 : 1;
}

}  // namespace

void SignalBook::step(const core::CandleF& candle, const When& at, std::vector<Signal>& ended) {
  for (auto& place : open_) {
    if (!place || candle.open_time <= place->candle) continue;
    Signal& signal = *place;
    const double way = sign_of(signal.side);
    const Seen seen = seen_by(signal, candle);
    signal.updated = at.known_at;
    signal.adverse = std::max(signal.adverse, way * (signal.entry - seen.backward));
    const bool stopped = way * (seen.backward - signal.stop) <= 0;
    if (!stopped) signal.favorable = std::max(signal.favorable, way * (seen.forward - signal.entry));
    const double target = signal.targets.front();
    if (stopped) {
      const bool gapped = way * (seen.open - signal.stop) < 0;
      end(place, SignalStatus::kStopped, gapped ? seen.open : signal.stop, at, ended);
    } else if (way * (seen.forward - target) >= 0) {
      const bool gapped = way * (seen.open - target) > 0;
      end(place, SignalStatus::kTarget, gapped ? seen.open : target, at, ended);
    } else if (at.moment >= signal.expires) {
      end(place, SignalStatus::kExpired, candle.close, at, ended);
    }
  }
}

void SignalBook::open(const Signal& signal, core::Timestamp moment, std::vector<Signal>& ended) {
  auto& other = open_[1 - place_of(signal.side)];
  if (other) end(other, SignalStatus::kReversed, signal.entry, {moment, signal.known_at}, ended);
  open_[place_of(signal.side)] = signal;
  numbers_ = std::max(numbers_, signal.number);
}

void SignalBook::end(std::optional<Signal>& signal, SignalStatus status, double exit, const When& at,
                     std::vector<Signal>& ended) {
  signal->status = status;
  signal->exit = exit;
  signal->updated = at.known_at;
  signal->ended = at.known_at;
  calibration_.add(*signal);
  last_ended_[place_of(signal->side)] = at.moment;
  ended.push_back(*signal);
  signal.reset();
}

std::optional<core::Timestamp> SignalBook::barred_until(Side side, core::Duration repeat_after) const {
  if (const auto& signal = of(side)) return signal->expires;
  const auto& last = last_ended_[place_of(side)];
  if (!last) return std::nullopt;
  return *last + repeat_after;
}

void SignalBook::save(core::ByteWriter& out) const {
  for (const auto& signal : open_) analysis::snapshot_detail::save(signal, out);
  for (const auto& time : last_ended_) {
    out.put(static_cast<std::uint8_t>(time ? 1 : 0));
    out.put(time.value_or(core::Timestamp{}).ns);
  }
  out.put(numbers_);
  analysis::snapshot_detail::save(calibration_, out);
}

bool SignalBook::load(core::ByteReader& in) {
  for (auto& signal : open_) {
    if (!analysis::snapshot_detail::load(signal, in)) return false;
    if (signal && (signal->targets.empty() || signal->side == Side::kNone)) return false;
  }
  for (auto& time : last_ended_) {
    const auto there = in.get<std::uint8_t>();
    const core::Timestamp at{in.get<std::int64_t>()};
    time.reset();
    if (there != 0) time = at;
  }
  numbers_ = in.get<std::uint64_t>();
  if (!analysis::snapshot_detail::load(calibration_, in)) return false;
  calibration_.renew();
  return in.ok();
}

}  // namespace tidemark::decision
