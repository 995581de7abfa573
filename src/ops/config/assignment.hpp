#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tidemark::ops {

/// Shape of what was written for a key.
enum class Shape : std::uint8_t { kScalar, kList, kNull };

/// "This key gets this value", as one layer said it and before its meaning is known. Layers differ only in how they
/// come to assignments.
struct Assignment {
  std::string key;                 ///< "server.port", "instruments[2].tick_size"
  std::vector<std::string> items;  ///< one for a scalar
  Shape shape{Shape::kScalar};
  std::string place;  ///< "config/main.yaml:3:9", "environment TIDEMARK_SERVER__PORT", "override"
};

}  // namespace tidemark::ops
