#include "api/reports.hpp"

#include <array>

namespace tidemark::api {

std::string_view name_of(PartState state) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"starting", "running", "degraded", "failed", "stopped"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view name_of(Circuit circuit) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"closed", "half_open", "open"};
  return kNames[static_cast<std::size_t>(circuit)];
}

}  // namespace tidemark::api
