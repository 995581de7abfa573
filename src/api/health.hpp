#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace tidemark::api {

/// The problems the process knows of, by the part that has them. Ready = none. Thread-safe.
class HealthBoard {
 public:
  /// "storage", "the disk is full"; replaces what the part said before.
  void report(const std::string& part, std::string problem);
  void clear(const std::string& part);
  /// (part, problem), sorted by part.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> problems() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> problems_;
};

}  // namespace tidemark::api
