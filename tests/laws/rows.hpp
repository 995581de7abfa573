#pragma once

#include <string>
#include <vector>

#include "analysis/catalogue.hpp"

namespace tidemark::laws {

/// Ids of all rows, as parameters of test suites.
[[nodiscard]] inline std::vector<std::string> row_ids() {
  std::vector<std::string> ids;
  for (const auto& row : analysis::catalogue()) ids.emplace_back(row.id);
  return ids;
}

/// Names a parametrized test by its row.
[[nodiscard]] inline std::string row_name(const auto& parameter) {
  return parameter.param;
}

}  // namespace tidemark::laws
