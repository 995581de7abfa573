#include "api/health.hpp"

#include <utility>

namespace tidemark::api {

void HealthBoard::report(const std::string& part, std::string problem) {
  const std::lock_guard lock{mutex_};
  const auto [it, added] = problems_.try_emplace(part, HealthProblem{part, {}, clock_.now()});
  it->second.problem = std::move(problem);
}

void HealthBoard::clear(const std::string& part) {
  const std::lock_guard lock{mutex_};
  problems_.erase(part);
}

std::vector<HealthProblem> HealthBoard::problems() const {
  const std::lock_guard lock{mutex_};
  std::vector<HealthProblem> list;
  list.reserve(problems_.size());
  for (const auto& [part, problem] : problems_) list.push_back(problem);
  return list;
}

}  // namespace tidemark::api
