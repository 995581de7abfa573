#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "ops/config.hpp"

namespace tidemark::ops {

using RetentionMap = std::map<core::Timeframe, core::Duration>;
using PolicyMap = std::map<core::FindingCode, core::Policy>;

/// Where a key's value lives, and by its type how the value is read and printed.
using Target = std::variant<std::string*, std::vector<std::string>*, std::uint16_t*, std::uint32_t*, std::uint64_t*,
                            double*, core::Duration*, Switch*, LogLevel*, LogFormat*, RetentionMap*, PolicyMap*>;

enum class Sensitivity : std::uint8_t { kOpen, kSecret };
/// How whole numbers are written.
enum class Notation : std::uint8_t { kPlain, kBytes };

/// One key of the configuration: everything that reading, checking, printing and documenting it needs.
struct KeyInfo {
  std::string_view path;  ///< "server.port"
  Target (*at)(Config&);
  std::string_view doc;
  double min{0};  ///< durations: seconds
  double max{std::numeric_limits<double>::infinity()};
  Notation notation{Notation::kPlain};
  char separator{','};  ///< between the items of a list in one line
  Sensitivity sensitivity{Sensitivity::kOpen};
  /// Checks a text, or each item of a list, beyond its type, and gives its canonical form; the error's message says
  /// what was expected.
  core::Result<std::string> (*normalize)(std::string_view){nullptr};
};

/// All keys but `instruments`, sections in the order of main.yaml.
[[nodiscard]] std::span<const KeyInfo> config_keys();

/// The key with this path. A path below a map's key ("store.retention.1m") finds the map.
[[nodiscard]] const KeyInfo* find_key(std::span<const KeyInfo> keys, std::string_view path);
[[nodiscard]] bool is_section(std::span<const KeyInfo> keys, std::string_view path);
/// The path most likely meant, or empty.
[[nodiscard]] std::string_view nearest_key(std::span<const KeyInfo> keys, std::string_view path);

/// "TIDEMARK_SERVER__PORT".
[[nodiscard]] std::string environment_name(std::string_view path);

}  // namespace tidemark::ops
