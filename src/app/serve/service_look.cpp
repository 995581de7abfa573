#include "app/serve/service_look.hpp"

#include <array>
#include <string>
#include <string_view>

#include "activation/estimates.hpp"
#include "api/budget.hpp"
#include "ops/histogram.hpp"

namespace tidemark::app {
namespace {

constexpr double kP95 = 0.95;
constexpr std::uint64_t kSamplesMin = 100;
constexpr core::Duration kDatabaseMax = core::milliseconds(50);
/// The stage of api::budget_stages() that ends where a decision has become known.
constexpr std::string_view kPublish = "publish";

struct Objective {
  std::string_view stage;
  core::Duration most;
};

ops::Histogram& histogram_of(ops::Metrics& metrics, std::string_view id) {
  for (const api::StageInfo& stage : api::budget_stages()) {
    if (stage.id == id) return metrics.latency(std::string{stage.metric}, std::string{stage.title});
  }
  return api::read_histogram(metrics);
}

std::string breach_of(ops::Metrics& metrics, const Objective& objective) {
  const ops::Histogram& histogram = histogram_of(metrics, objective.stage);
  if (histogram.count() < kSamplesMin) return {};
  const std::int64_t p95 = histogram.quantile_ns(kP95);
  if (p95 <= objective.most.ns) return {};
  constexpr std::int64_t kMs = 1'000'000;
  return "95 % of " + std::string{objective.stage} + " take up to " + std::to_string(p95 / kMs) + " ms, more than " +
         std::to_string(objective.most.ns / kMs);
}

activation::LatencySeen latency_of(const ops::Histogram& histogram) {
  const auto ranks = activation::quantile_ranks(kP95, histogram.count());
  return {.samples = histogram.count(),
          .p95 = {histogram.quantile_ns(kP95)},
          .low = {histogram.quantile_ns(ranks.low)},
          .high = {histogram.quantile_ns(ranks.high)}};
}

}  // namespace

ServiceLook look_at_service(ops::Metrics& metrics, const api::HealthBoard& health, core::Duration latency_max) {
  ServiceLook look{.breach = {}, .latency = latency_of(histogram_of(metrics, kPublish))};
  for (const api::HealthProblem& problem : health.problems()) {
    look.breach = problem.part + ": " + problem.problem;
    return look;
  }
  for (const Objective& objective :
       {Objective{kPublish, latency_max}, Objective{"store", kDatabaseMax}, Objective{"read", latency_max}}) {
    look.breach = breach_of(metrics, objective);
    if (!look.breach.empty()) return look;
  }
  return look;
}

}  // namespace tidemark::app
