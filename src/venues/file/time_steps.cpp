#include "venues/file/time_steps.hpp"

#include <algorithm>
#include <unordered_map>

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

std::string supported() {
  std::string all;
  for (const auto timeframe : core::kAllTimeframes)
    all += (all.empty() ? "" : ", ") + std::string(core::name_of(timeframe));
  return all;
}

void measure_order(const std::vector<core::Timestamp>& times, TimeSteps& steps) {
  std::uint64_t rises = 0;
  std::uint64_t falls = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] > times[i - 1]) ++rises;
    if (times[i] < times[i - 1]) ++falls;
  }
  steps.against = std::min(rises, falls);
  steps.direction = falls > rises ? TimeSteps::Direction::kFalling : TimeSteps::Direction::kRising;
  steps.order = falls == 0 ? RowOrder::kOldestFirst : rises == 0 ? RowOrder::kNewestFirst : RowOrder::kMixed;
}

}  // namespace

TimeSteps measure_steps(const std::vector<core::Timestamp>& times) {
  TimeSteps steps;
  measure_order(times, steps);
  std::vector<core::Timestamp> sorted = times;
  std::ranges::sort(sorted);
  std::unordered_map<std::int64_t, std::uint64_t> counts;
  std::uint64_t total = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    std::int64_t step = 0;
    if (__builtin_sub_overflow(sorted[i].ns, sorted[i - 1].ns, &step) || step == 0) continue;
    ++counts[step];
    ++total;
  }
  std::uint64_t most = 0;
  for (const auto& [step, count] : counts) {
    // The shorter of two equally common ones: gaps are multiples.
    if (count > most || (count == most && step < steps.common.ns)) {
      most = count;
      steps.common.ns = step;
    }
  }
  if (total != 0) steps.share = static_cast<double>(most) / static_cast<double>(total);
  return steps;
}

std::string text_of_step(core::Duration step) {
  struct Unit {
    core::Duration length;
    const char* name;
  };
  for (const Unit unit : {Unit{core::days(1), "d"}, Unit{core::hours(1), "h"}, Unit{core::minutes(1), "m"},
                          Unit{core::seconds(1), "s"}}) {
    if (step.ns % unit.length.ns == 0) return std::to_string(step / unit.length) + unit.name;
  }
  return std::to_string(step.ns) + "ns";
}

core::Result<core::Timeframe> timeframe_of_steps(const TimeSteps& steps, std::optional<core::Timeframe> wanted,
                                                 const std::string& name) {
  constexpr double kPrevails = 0.5;
  if (steps.common.ns == 0) {
    if (wanted) return *wanted;
    return fail(ErrorKind::kInvalidArgument, "timeframe_unknown",
                "too few rows to tell the timeframe; name it (" + supported() + ")", name);
  }
  for (const auto timeframe : core::kAllTimeframes) {
    if (core::duration_of(timeframe) != steps.common) continue;
    if (!wanted || *wanted == timeframe) return timeframe;
  }
  const std::string found = text_of_step(steps.common);
  const bool is_ours =
      std::ranges::any_of(core::kAllTimeframes, [&](auto tf) { return core::duration_of(tf) == steps.common; });
  if (wanted) {
    // A thin market may leave more holes than candles: steps are then longer, but whole multiples, and none prevails.
    const auto length = core::duration_of(*wanted);
    const bool thin = steps.common > length && steps.common.ns % length.ns == 0 && steps.share < kPrevails;
    if (thin) return *wanted;
    return fail(is_ours ? ErrorKind::kRefused : ErrorKind::kUnsupported,
                is_ours ? "timeframe_mismatch" : "timeframe_not_supported",
                "the candles stand " + found + " apart, not " + std::string(core::name_of(*wanted)) +
                    (is_ours ? "" : "; Tidemark keeps " + supported()),
                name);
  }
  return fail(ErrorKind::kUnsupported, "timeframe_not_supported",
              "the candles stand " + found + " apart; Tidemark keeps " + supported(), name);
}

}  // namespace tidemark::venues::file
