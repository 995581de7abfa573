#pragma once

#include <span>
#include <string>
#include <vector>

#include "ops/config.hpp"
#include "ops/config/assignment.hpp"
#include "ops/config/keys.hpp"

namespace tidemark::ops {

/// A configuration under construction: defaults first, then each layer laid over. Collects every error on the way.
class LayeredConfig {
 public:
  /// `keys` must outlive this object.
  LayeredConfig(std::span<const KeyInfo> keys, Config defaults);

  /// Within one layer a key may be said once.
  void lay(const std::vector<Assignment>& layer);
  void add_errors(std::vector<core::Error> errors);

  /// Checks what concerns several keys, and ends the work.
  [[nodiscard]] std::expected<LoadedConfig, ConfigErrors> finish();

 private:
  void set(const Assignment& assignment);
  [[nodiscard]] core::Error unknown(const Assignment& assignment) const;
  void check_across();
  [[nodiscard]] std::string origin_of(std::string_view path) const;

  std::span<const KeyInfo> keys_;
  LoadedConfig loaded_;
  ConfigErrors errors_;
  std::vector<std::pair<std::string, std::string>> origins_;  ///< key path, place; the last one counts
  std::vector<ConfigEntry> instruments_;
};

}  // namespace tidemark::ops
