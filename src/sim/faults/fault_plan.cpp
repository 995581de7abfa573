#include "sim/faults/fault_plan.hpp"

#include <algorithm>
#include <cmath>

#include "core/decimal.hpp"
#include "core/rng.hpp"

namespace tidemark::sim {
namespace {

constexpr std::array<std::string_view, kFaultKindCount> kNames{
    "disconnect", "cut",  "shutdown", "refuse",  "stall", "gap", "duplicate", "reorder", "malformed",
    "truncated",  "junk", "slow",     "swallow", "limit", "ban", "error",     "stale",   "skew"};

core::Duration drawn(core::Rng& rng, core::Duration from, core::Duration to) {
  const auto span = static_cast<std::uint64_t>((to.ns - from.ns) / core::milliseconds(1).ns);
  return from + core::milliseconds(static_cast<std::int64_t>(rng.below(span + 1)));
}

std::string time_text(core::Duration d) {
  return std::to_string(d.ns / core::milliseconds(1).ns) + "ms";
}

bool has_occasions(FaultKind kind) {
  return kind == FaultKind::kDisconnect || kind == FaultKind::kCut || kind == FaultKind::kShutdown;
}

}  // namespace

std::string_view name_of(FaultKind kind) noexcept {
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Fault> random_faults(std::uint64_t seed, core::Duration length) {
  core::Rng rng{seed};
  std::vector<Fault> faults;
  const std::size_t count = 3 + rng.below(6);
  while (faults.size() < count) {
    const auto kind = static_cast<FaultKind>(rng.below(kFaultKindCount));
    // The parser's defaults, then a window and a chance of its own.
    Fault fault = *parse_fault(name_of(kind));
    fault.from = drawn(rng, {}, {length.ns * 3 / 4});
    fault.until = fault.from + drawn(rng, core::seconds(1), std::max(core::seconds(2), core::Duration{length.ns / 4}));
    if (has_occasions(kind)) fault.every = drawn(rng, core::seconds(2), core::seconds(20));
    // In thousandths, so that the text of the plan says it exactly.
    if (kind != FaultKind::kRefuse && kind != FaultKind::kStall && kind != FaultKind::kSkew) {
      fault.chance = static_cast<double>(1 + rng.below(300)) / 1000;
    }
    if (has_occasions(kind)) fault.chance = 1;
    if (kind == FaultKind::kSkew) fault.by = drawn(rng, core::seconds(-5), core::seconds(5));
    if (kind == FaultKind::kSlow) fault.by = drawn(rng, core::milliseconds(50), core::seconds(15));
    if (kind == FaultKind::kError) fault.status = static_cast<int>(500 + rng.below(5));
    faults.push_back(fault);
  }
  return faults;
}

std::string to_text(const Fault& fault) {
  const Fault standard = *parse_fault(name_of(fault.kind));
  std::string text{name_of(fault.kind)};
  if (fault.from.ns != 0 || fault.until != kForever) text += "@" + time_text(fault.from);
  if (fault.until != kForever) text += "-" + time_text(fault.until);
  if (fault.chance != standard.chance) {
    constexpr double kMillionths = 1e6;
    text += ":p=" + core::format_decimal(std::llround(fault.chance * kMillionths), 6);
  }
  if (fault.every != standard.every) text += ":every=" + time_text(fault.every);
  if (fault.by != standard.by) text += ":by=" + time_text(fault.by);
  if (fault.status != standard.status) text += ":status=" + std::to_string(fault.status);
  return text;
}

std::string to_text(const FaultPlan& plan) {
  std::string text = "seed=" + std::to_string(plan.seed);
  for (const Fault& fault : plan.faults) text += "," + to_text(fault);
  if (plan.quiet != kForever) text += ",quiet=" + time_text(plan.quiet);
  return text;
}

}  // namespace tidemark::sim
