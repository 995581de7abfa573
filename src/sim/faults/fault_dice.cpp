#include "sim/faults/fault_dice.hpp"

#include <algorithm>

namespace tidemark::sim {
namespace {

constexpr std::size_t kJunkMax = 256;

bool is_occasion(FaultKind kind) {
  return kind == FaultKind::kDisconnect || kind == FaultKind::kCut || kind == FaultKind::kShutdown;
}

std::optional<MessageFate> fate_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::kStall:
    case FaultKind::kGap:
      return MessageFate::kDrop;
    case FaultKind::kDuplicate:
      return MessageFate::kTwice;
    case FaultKind::kReorder:
      return MessageFate::kAfterNext;
    case FaultKind::kMalformed:
      return MessageFate::kMalformed;
    case FaultKind::kTruncated:
      return MessageFate::kTruncated;
    case FaultKind::kJunk:
      return MessageFate::kJunk;
    default:
      return std::nullopt;
  }
}

/// Occasion number `n` of a fault, in time since the start; nothing behind its window.
std::optional<core::Duration> occasion_at(const Fault& fault, std::int64_t n) {
  if (n > 0 && fault.every.ns <= 0) return std::nullopt;
  const core::Duration at = fault.from + fault.every * n;
  if (at >= fault.until) return std::nullopt;
  return at;
}

/// The number of the first occasion later than `since`.
std::int64_t first_after(const Fault& fault, core::Duration since) {
  if (since < fault.from) return 0;
  return fault.every.ns <= 0 ? 1 : (since - fault.from) / fault.every + 1;
}

}  // namespace

void FaultDice::add(Fault fault, core::Timestamp now) {
  const core::Duration since = now - start_;
  fault.from = fault.from + since;
  if (fault.until != kForever) fault.until = fault.until + since;
  plan_.quiet = kForever;
  plan_.faults.push_back(fault);
}

bool FaultDice::is_quiet(core::Timestamp now) const {
  return plan_.quiet != kForever && now - start_ >= plan_.quiet;
}

bool FaultDice::active(const Fault& fault, core::Timestamp now) const {
  const core::Duration since = now - start_;
  return fault.from <= since && since < fault.until && !is_quiet(now);
}

MessageFate FaultDice::message(core::Timestamp now) {
  for (const Fault& fault : plan_.faults) {
    const auto fate = fate_of(fault.kind);
    if (fate && strikes(fault, now)) return *fate;
  }
  return MessageFate::kPass;
}

RequestFate FaultDice::request(core::Timestamp now) {
  RequestFate fate;
  for (const Fault& fault : plan_.faults) {
    switch (fault.kind) {
      case FaultKind::kSlow:
        if (strikes(fault, now)) fate.delay = std::max(fate.delay, fault.by);
        break;
      case FaultKind::kSwallow:
        if (strikes(fault, now)) fate.swallowed = true;
        break;
      case FaultKind::kStale:
        if (strikes(fault, now)) fate.stale = true;
        break;
      case FaultKind::kLimit:
      case FaultKind::kBan:
      case FaultKind::kError:
        if (fate.status || !strikes(fault, now)) break;
        fate.status = fault.kind == FaultKind::kLimit ? 429 : fault.kind == FaultKind::kBan ? 418 : fault.status;
        fate.retry_after = fault.by;
        break;
      default:
        break;
    }
  }
  return fate;
}

bool FaultDice::refuses(core::Timestamp now) const {
  return std::ranges::any_of(
      plan_.faults, [&](const Fault& fault) { return fault.kind == FaultKind::kRefuse && active(fault, now); });
}

core::Duration FaultDice::skew(core::Timestamp now) const {
  core::Duration sum;
  for (const Fault& fault : plan_.faults) {
    if (fault.kind == FaultKind::kSkew && active(fault, now)) sum = sum + fault.by;
  }
  return sum;
}

std::optional<core::Duration> FaultDice::stale_age() const {
  const auto found = std::ranges::find(plan_.faults, FaultKind::kStale, &Fault::kind);
  if (found == plan_.faults.end()) return std::nullopt;
  return found->by;
}

std::vector<Occasion> FaultDice::occasions(core::Timestamp from, core::Timestamp to) const {
  std::vector<Occasion> found;
  for (const Fault& fault : plan_.faults) {
    if (!is_occasion(fault.kind)) continue;
    for (std::int64_t n = first_after(fault, from - start_);; ++n) {
      const auto at = occasion_at(fault, n);
      if (!at || start_ + *at > to) break;
      if (!is_quiet(start_ + *at)) found.push_back({fault.kind, fault.chance, fault.by});
    }
  }
  return found;
}

std::optional<core::Timestamp> FaultDice::next_occasion(core::Timestamp now) const {
  std::optional<core::Timestamp> next;
  for (const Fault& fault : plan_.faults) {
    if (!is_occasion(fault.kind)) continue;
    const auto at = occasion_at(fault, first_after(fault, now - start_));
    if (!at || is_quiet(start_ + *at)) continue;
    if (!next || start_ + *at < *next) next = start_ + *at;
  }
  return next;
}

std::string FaultDice::spoil(std::string_view text, MessageFate fate) {
  std::string spoiled{text};
  if (fate == MessageFate::kTruncated) {
    // A part of an object or list is never a whole one.
    spoiled.resize(rng_.below(std::max<std::size_t>(text.size(), 1)));
  } else if (fate == MessageFate::kMalformed) {
    // A quote too few: names and values change places, and the last text has no end.
    const std::size_t quotes = static_cast<std::size_t>(std::ranges::count(text, '"'));
    std::size_t skip = quotes == 0 ? 0 : rng_.below(quotes);
    std::size_t at = spoiled.find('"');
    while (skip-- > 0) at = spoiled.find('"', at + 1);
    if (at == std::string::npos) return "{";
    spoiled.erase(at, 1);
  } else if (fate == MessageFate::kJunk) {
    spoiled.resize(1 + rng_.below(kJunkMax));
    for (char& c : spoiled) c = static_cast<char>(rng_.below(256));
    spoiled.front() = '\xff';  // begins no JSON and no UTF-8
  }
  return spoiled;
}

}  // namespace tidemark::sim
