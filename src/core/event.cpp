#include "core/event.hpp"

#include <array>
#include <type_traits>

namespace tidemark::core {

std::string_view name_of(FeedState state) noexcept {
  constexpr std::array<std::string_view, 7> kNames{"connecting", "live",    "stale", "resyncing",
                                                   "gapped",     "polling", "closed"};
  return kNames[static_cast<std::size_t>(state)];
}

const EventTimes& times_of(const Event& event) noexcept {
  return std::visit([](const auto& e) -> const EventTimes& { return e.times; }, event);
}

std::optional<InstrumentId> instrument_of(const Event& event) noexcept {
  return std::visit(
      [](const auto& e) -> std::optional<InstrumentId> {
        if constexpr (std::is_same_v<std::decay_t<decltype(e)>, Heartbeat>) {
          return std::nullopt;
        } else {
          return e.instrument;
        }
      },
      event);
}

}  // namespace tidemark::core
