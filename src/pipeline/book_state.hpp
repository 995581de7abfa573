#pragma once

#include <cstdint>

namespace tidemark::pipeline {

/// kEmpty: nothing was received. kSyncing: deltas are kept until a snapshot joins them. kLive: complete and current.
/// kStale: was live, but nothing came for too long; the levels are old.
enum class BookState : std::uint8_t { kEmpty, kSyncing, kLive, kStale };

}  // namespace tidemark::pipeline
