#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rng.hpp"
#include "core/time.hpp"
#include "sim/faults/fault_plan.hpp"

namespace tidemark::sim {

/// What becomes of a message to a client.
enum class MessageFate : std::uint8_t { kPass, kDrop, kTwice, kAfterNext, kMalformed, kTruncated, kJunk };

/// What becomes of a request.
struct RequestFate {
  core::Duration delay;       ///< the response is held back
  bool swallowed{false};      ///< carried out, never answered
  std::optional<int> status;  ///< refused with it: 429, 418 or a 5xx; not carried out
  core::Duration retry_after;
  bool stale{false};  ///< a depth snapshot must be an old one
};

/// Something that happens to all connections at once.
struct Occasion {
  FaultKind kind{FaultKind::kCut};  ///< kDisconnect, kCut or kShutdown
  double chance{1};                 ///< of each connection
  core::Duration by;                ///< kShutdown: until the connections close
};

/// Throws the dice of a plan. Deterministic by the plan's seed and the calls made. Not thread-safe.
class FaultDice {
 public:
  FaultDice(FaultPlan plan, core::Timestamp start) : plan_{std::move(plan)}, start_{start}, rng_{plan_.seed} {}

  /// More faults, with times counted from `now`; the quiet time holds for them no more.
  void add(Fault fault, core::Timestamp now);
  /// No faults any more.
  void clear() { plan_.faults.clear(); }
  [[nodiscard]] const FaultPlan& plan() const { return plan_; }

  [[nodiscard]] MessageFate message(core::Timestamp now);
  [[nodiscard]] RequestFate request(core::Timestamp now);
  [[nodiscard]] bool refuses(core::Timestamp now) const;
  [[nodiscard]] core::Duration skew(core::Timestamp now) const;
  /// The age stale snapshots must have; nothing while the plan has none at all.
  [[nodiscard]] std::optional<core::Duration> stale_age() const;

  /// Occasions in (from, to].
  [[nodiscard]] std::vector<Occasion> occasions(core::Timestamp from, core::Timestamp to) const;
  /// The first moment after `now` at which an occasion falls.
  [[nodiscard]] std::optional<core::Timestamp> next_occasion(core::Timestamp now) const;
  [[nodiscard]] bool chance(double probability) { return probability >= 1 || rng_.chance(probability); }

  /// The text, spoiled: never JSON any more. `fate` is kMalformed, kTruncated or kJunk.
  [[nodiscard]] std::string spoil(std::string_view text, MessageFate fate);

 private:
  [[nodiscard]] bool is_quiet(core::Timestamp now) const;
  [[nodiscard]] bool active(const Fault& fault, core::Timestamp now) const;
  [[nodiscard]] bool strikes(const Fault& fault, core::Timestamp now) {
    return active(fault, now) && chance(fault.chance);
  }

  FaultPlan plan_;
  core::Timestamp start_;
  core::Rng rng_;
};

}  // namespace tidemark::sim
