#pragma once

#include <cstdint>

#include "core/event.hpp"

namespace tidemark::api {

/// What a source gives first of each instrument.
enum class Beginning : std::uint8_t {
  kPresent,
  /// Its past, as fast as that can be taken; an instrument has reached the present when its feed is live or polling.
  kPast,
};

/// Whether a feed that says so is with the present.
[[nodiscard]] constexpr bool is_present(const core::FeedStatus& status) {
  return status.state == core::FeedState::kLive || status.state == core::FeedState::kPolling;
}

}  // namespace tidemark::api
