#pragma once

#include "core/clock.hpp"

namespace tidemark::ops {

/// The machine's clocks: the only place where they are read. Stateless; thread-safe.
class SystemClock final : public core::Clock {
 public:
  [[nodiscard]] core::Timestamp now() const override;
  [[nodiscard]] core::Duration monotonic() const override;
};

}  // namespace tidemark::ops
