#include "api/health.hpp"

namespace tidemark::api {

void HealthBoard::report(const std::string& part, std::string problem) {
  const std::lock_guard lock{mutex_};
  problems_[part] = std::move(problem);
}

void HealthBoard::clear(const std::string& part) {
  const std::lock_guard lock{mutex_};
  problems_.erase(part);
}

std::vector<std::pair<std::string, std::string>> HealthBoard::problems() const {
  const std::lock_guard lock{mutex_};
  return {problems_.begin(), problems_.end()};
}

}  // namespace tidemark::api
