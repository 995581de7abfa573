#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tidemark::bus {

/// What a full queue does.
enum class OverflowPolicy : std::uint8_t {
  kBlock,       ///< its producer waits: nothing is lost, what is before it slows down
  kRefuse,      ///< what comes is refused, and who sent it is told
  kDisconnect,  ///< the consumer that does not keep up is told so and let go
};

[[nodiscard]] constexpr std::string_view name_of(OverflowPolicy policy) noexcept {
  switch (policy) {
    case OverflowPolicy::kBlock:
      return "block";
    case OverflowPolicy::kRefuse:
      return "refuse";
    case OverflowPolicy::kDisconnect:
      return "disconnect";
  }
  return "unknown";
}

/// A queue at one moment, for people. Counters only grow.
struct QueueStats {
  std::string name;   ///< "engine.0.input"
  std::string owner;  ///< the thread that empties it: "engine"
  std::string unit;   ///< what is counted, in the plural: "events"
  OverflowPolicy policy{OverflowPolicy::kBlock};
  std::uint64_t capacity{0};
  std::uint64_t depth{0};       ///< waiting now
  std::uint64_t high_water{0};  ///< the largest depth so far
  std::uint64_t full{0};        ///< how often something found no room
  std::uint64_t lost{0};        ///< of the unit, by the policy; always 0 under kBlock
  std::uint64_t coalesced{0};   ///< replaced by something newer about the same thing before anyone read them
};

}  // namespace tidemark::bus
