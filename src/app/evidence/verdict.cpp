#include "app/evidence/verdict.hpp"

#include <array>

#include "analysis/confidence/reliability.hpp"
#include "app/cli/analyze_reading.hpp"

namespace tidemark::app::evidence {
namespace {

using analysis::confidence::Interval;
using analysis::confidence::wilson_interval;

constexpr std::uint64_t kEnough = 30;
constexpr std::array<std::string_view, 4> kVerdicts{"too few", "no better than chance", "better", "worse"};

}  // namespace

Verdict verdict_of(Share market, Share shuffled) {
  if (market.ended < kEnough || shuffled.ended < kEnough) return Verdict::kTooFew;
  const Interval found = wilson_interval(market.hits, market.ended);
  const Interval chance = wilson_interval(shuffled.hits, shuffled.ended);
  if (found.low > chance.high) return Verdict::kBetter;
  return found.high < chance.low ? Verdict::kWorse : Verdict::kNoBetter;
}

std::string_view name_of(Verdict verdict) {
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

std::string cell_of(Verdict verdict) {
  const std::string name{name_of(verdict)};
  return verdict == Verdict::kBetter || verdict == Verdict::kWorse ? "**" + name + "**" : name;
}

std::string rate_text(Share share) {
  if (share.ended == 0) return "-";
  const Interval interval = wilson_interval(share.hits, share.ended);
  return fixed_text(100 * static_cast<double>(share.hits) / static_cast<double>(share.ended), 0) + " (" +
         fixed_text(100 * interval.low, 0) + " to " + fixed_text(100 * interval.high, 0) + ")";
}

void write_share(net::JsonWriter& json, Share share) {
  const Interval interval = wilson_interval(share.hits, share.ended);
  json.key("ended").unsigned_integer(share.ended);
  json.key("hits").unsigned_integer(share.hits);
  json.key("low").number(interval.low);
  json.key("high").number(interval.high);
}

}  // namespace tidemark::app::evidence
