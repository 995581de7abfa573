#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tidemark::storage::files {

/// XXH3-128, fed in pieces. Detects damage; no defense against a forger.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(const Checksum&) = delete;
  Checksum& operator=(const Checksum&) = delete;

  void add(std::span<const std::byte> bytes);
  void add(std::string_view text) { add(std::as_bytes(std::span{text.data(), text.size()})); }
  /// 32 lower-case hex digits, in the canonical (big-endian) order that `xxhsum -H2` prints.
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tidemark::storage::files
