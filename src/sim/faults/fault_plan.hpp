#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace tidemark::sim {

/// Everything that can go wrong with a venue. Names (name_of) are those of the specification text.
enum class FaultKind : std::uint8_t {
  kDisconnect,  ///< every connection is closed properly
  kCut,         ///< every connection breaks, as if the cable had been cut
  kShutdown,    ///< a serverShutdown message, then disconnect
  kRefuse,      ///< no connection can be opened
  kStall,       ///< connections stay open and nothing comes; what should have come is lost
  kGap,         ///< a message is lost
  kDuplicate,   ///< a message comes twice
  kReorder,     ///< a message comes after the next one
  kMalformed,   ///< a message is broken JSON
  kTruncated,   ///< a message is cut off
  kJunk,        ///< a message is binary junk
  kSlow,        ///< a response comes late
  kSwallow,     ///< a request is carried out but never answered
  kLimit,       ///< a request is refused with 429
  kBan,         ///< a request is refused with 418
  kError,       ///< a request is refused with a 5xx
  kStale,       ///< a depth snapshot is older than it should be
  kSkew,        ///< the venue's clock is wrong
};
inline constexpr std::size_t kFaultKindCount = static_cast<std::size_t>(FaultKind::kSkew) + 1;

[[nodiscard]] std::string_view name_of(FaultKind kind) noexcept;

inline constexpr core::Duration kForever{std::numeric_limits<std::int64_t>::max()};

/// One fault and when it strikes, in time since the plan began.
struct Fault {
  FaultKind kind{FaultKind::kGap};
  core::Duration from;
  core::Duration until{kForever};
  /// How likely each message, request or (at an occasion) connection is hit.
  double chance{1};
  /// Occasions of kDisconnect, kCut and kShutdown within the window, the first at its start; zero: only that one.
  core::Duration every;
  /// kSlow: the delay. kStale: the least age. kSkew: venue time minus true time. kLimit, kBan: Retry-After. kShutdown:
  /// how long after the message the connections close.
  core::Duration by;
  int status{503};  ///< kError: 500..599

  friend bool operator==(const Fault&, const Fault&) = default;
};

struct FaultPlan {
  std::vector<Fault> faults;
  std::uint64_t seed{1};           ///< of all chances
  core::Duration quiet{kForever};  ///< from here on nothing goes wrong any more, whatever the faults say

  friend bool operator==(const FaultPlan&, const FaultPlan&) = default;
};

/// Reads a plan:
///
///   PLAN  = ITEM *( "," ITEM )
///   ITEM  = "seed=" NUMBER | "quiet=" TIME | "mix=" TIME | FAULT
///   FAULT = NAME [ "@" TIME [ "-" TIME ] ] *( ":" KEY "=" VALUE )
///   TIME  = NUMBER ( "ms" | "s" | "m" | "h" )            only `by` may be negative
///   KEY   = "p" (chance, 0..1) | "every" (TIME) | "by" (TIME) | "status" (500..599)
///
/// "cut@30s:every=20s, gap:p=0.01, skew@1m-2m:by=-2500ms, quiet=5m". "mix=60s" adds what random_faults() draws for the
/// seed. An empty text is a plan without faults. Errors: kInvalidArgument "bad_fault" with the item as place.
[[nodiscard]] core::Result<FaultPlan> parse_fault_plan(std::string_view text);
/// One FAULT of the grammar.
[[nodiscard]] core::Result<Fault> parse_fault(std::string_view text);

/// Three to eight faults of any kinds, drawn by seed, within the first `length`.
[[nodiscard]] std::vector<Fault> random_faults(std::uint64_t seed, core::Duration length);

/// The plan as text that parse_fault_plan() reads back to the same.
[[nodiscard]] std::string to_text(const FaultPlan& plan);
[[nodiscard]] std::string to_text(const Fault& fault);

}  // namespace tidemark::sim
