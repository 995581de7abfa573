#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/time.hpp"

namespace tidemark::api {

struct HealthProblem {
  std::string part;
  std::string problem;
  core::Timestamp since;  ///< the part has had one, this or another
};

/// The problems the process knows of, by the part that has them. Ready = none. Thread-safe.
class HealthBoard {
 public:
  explicit HealthBoard(const core::Clock& clock) : clock_{clock} {}

  /// "storage", "the disk is full"; replaces what the part said before.
  void report(const std::string& part, std::string problem);
  void clear(const std::string& part);
  /// Sorted by part.
  [[nodiscard]] std::vector<HealthProblem> problems() const;

 private:
  const core::Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, HealthProblem> problems_;
};

}  // namespace tidemark::api
