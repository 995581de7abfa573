#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ops/config.hpp"
#include "ops/config/assignment.hpp"

namespace tidemark::ops {

/// One field of an entry of `instruments`.
struct InstrumentField {
  std::string_view name;
  core::Result<void> (*set)(const std::string& text, InstrumentConfig& entry);
  std::string_view expected;
  std::string_view doc;
};

[[nodiscard]] std::span<const InstrumentField> instrument_fields();

/// True for "instruments" and "instruments[3].symbol".
[[nodiscard]] bool is_instrument_key(std::string_view key);

struct InstrumentEntries {
  std::vector<InstrumentConfig> entries;
  std::vector<ConfigEntry> described;  ///< one line each, for `config show`
  std::vector<core::Error> errors;
};

/// Puts the assignments of `instruments[…]` together, in order of index.
[[nodiscard]] InstrumentEntries read_instruments(const std::vector<Assignment>& assignments);

}  // namespace tidemark::ops
