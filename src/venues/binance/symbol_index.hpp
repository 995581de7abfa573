#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"

namespace tidemark::venues::binance {

/// Remembers the ids of symbols of up to 16 characters, so that the common message needs no string hashing: two words
/// are compared. Never forgets; allocates only when a new symbol makes it grow. Not thread-safe.
class SymbolIndex {
 public:
  static constexpr std::size_t kLengthMax = 16;

  SymbolIndex() : slots_(kFirstSize) {}

  /// Symbols longer than kLengthMax are never found, nor is one that ends in a NUL (unused bytes of a key are NUL).
  [[nodiscard]] std::optional<core::InstrumentId> find(std::string_view symbol) const noexcept {
    if (symbol.size() > kLengthMax || symbol.empty() || symbol.back() == '\0') return std::nullopt;
    const Key key = key_of(symbol);
    for (std::size_t at = place_of(key);; ++at) {
      const Slot& slot = slots_[at & (slots_.size() - 1)];
      if (slot.key == key) return core::InstrumentId{slot.id};
      if (slot.key == Key{}) return std::nullopt;
    }
  }
  void put(std::string_view symbol, core::InstrumentId id);

 private:
  using Key = std::array<std::uint64_t, 2>;
  struct Slot {
    Key key{};
    std::uint32_t id{0};
  };
  static constexpr std::size_t kFirstSize = 256;

  static Key key_of(std::string_view symbol) noexcept;
  [[nodiscard]] std::size_t place_of(const Key& key) const noexcept {
    const std::uint64_t mixed = (key[0] ^ (key[1] * 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL;
    return static_cast<std::size_t>(mixed >> 32U) & (slots_.size() - 1);
  }
  void grow();

  std::vector<Slot> slots_;
  std::size_t used_{0};
};

}  // namespace tidemark::venues::binance
