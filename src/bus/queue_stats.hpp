#pragma once

#include <cstdint>
#include <string>

#include "bus/overflow.hpp"

namespace tidemark::bus {

/// Who a queue is, for people.
struct QueueLabel {
  std::string name;   ///< "engine.0.output"
  std::string owner;  ///< the consumer: "storage"
};

/// A queue at one moment. Counters only grow; pushed + coalesced + dropped (newest) = what the producer offered.
struct QueueStats {
  std::string name;
  std::string owner;
  std::uint64_t capacity{0};
  OverflowPolicy policy{OverflowPolicy::kBlock};
  std::uint64_t depth{0};
  /// Largest depth so far. Exact from an eighth of the capacity up; below, what the consumer found when it looked.
  std::uint64_t high_water{0};
  std::uint64_t pushed{0};
  std::uint64_t popped{0};
  std::uint64_t dropped{0};
  std::uint64_t coalesced{0};
  std::uint64_t full{0};  ///< how often the producer found no room
};

/// Something whose stats can be read from any thread at any time, wait-free or under a short lock.
class QueueProbe {
 public:
  virtual ~QueueProbe() = default;
  [[nodiscard]] virtual QueueStats stats() const = 0;
};

}  // namespace tidemark::bus
