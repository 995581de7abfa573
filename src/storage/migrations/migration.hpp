#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tidemark::storage {

/// One step of the schema: a capability that can be added and taken away. Never edited once released: its checksum is
/// stored in every database it was applied to.
struct Migration {
  int number;             ///< 1, 2, 3 … without holes
  std::string_view name;  ///< the capability: "candles"
  std::string_view up;
  std::string_view down;

  /// XXH3-128 of both texts, in hex.
  [[nodiscard]] std::string checksum() const;
};

/// All migrations this program knows, by number. An explicit list: migrations/list.cpp.
[[nodiscard]] std::span<const Migration> all_migrations();

}  // namespace tidemark::storage
