#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"
#include "pipeline/book_state.hpp"

namespace tidemark::engine {

inline constexpr std::size_t kDepthLevelsMax = 50;

/// A picture of one book: its state, and while it is live the best levels of each side, best first. Fixed in size, so
/// that taking one allocates nothing.
struct BookDepth {
  core::InstrumentId instrument;
  pipeline::BookState state{pipeline::BookState::kEmpty};
  std::uint64_t update_id{0};
  core::Timestamp known_at;  ///< received time of the latest event the engine had seen
  std::array<core::BookLevel, kDepthLevelsMax> bid_levels{};
  std::array<core::BookLevel, kDepthLevelsMax> ask_levels{};
  std::uint8_t bid_count{0};
  std::uint8_t ask_count{0};

  [[nodiscard]] std::span<const core::BookLevel> bids() const { return {bid_levels.data(), bid_count}; }
  [[nodiscard]] std::span<const core::BookLevel> asks() const { return {ask_levels.data(), ask_count}; }
};

}  // namespace tidemark::engine
