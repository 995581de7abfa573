#pragma once

#include <optional>
#include <ostream>
#include <string>

namespace tidemark::app {

struct DoctorOptions {
  std::optional<std::string> config_dir;
  std::string store;  ///< empty: configuration's
  bool json{false};
};

/// `tidemark doctor`: looks at everything Tidemark stands on here and names the remedy of what is wrong. Changes
/// nothing. 0 when no check fails (warnings allowed), else 1.
int run_doctor(const DoctorOptions& options, std::ostream& out, std::ostream& err);

}  // namespace tidemark::app
