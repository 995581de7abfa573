#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/time.hpp"
#include "core/values.hpp"
#include "sim/matching/order.hpp"

namespace tidemark::sim {

/// Two orders of an account of which one cancels the other (OCO): what they would give is locked once.
struct OrderList {
  enum class Status : std::uint8_t { kExecuting, kAllDone };
  struct Listed {
    std::uint64_t id{0};
    std::string client_id;  ///< as it was placed
  };

  std::uint64_t id{0};  ///< from 1, over all instruments
  OwnerId owner;
  core::InstrumentId instrument;
  std::string client_id;
  std::array<Listed, 2> orders;  ///< first the one that stops a loss
  Status status{Status::kExecuting};
  core::Timestamp updated;
};

}  // namespace tidemark::sim
