#include "analysis/candlesticks/kernel.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include "analysis/batch/widest.hpp"
#include "analysis/candlesticks/marks.hpp"
#include "analysis/candlesticks/verdicts.hpp"

namespace tidemark::analysis::candlesticks {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// True when the pattern's sums begin where the plan's do, or where the plan has none yet.
bool fits(const Plan& plan, const std::array<bool, kGaugeCount>& taken, const PatternInfo& row,
          const Settings& settings) {
  return std::ranges::all_of(row.uses, [&](const GaugeUse& use) {
    const std::size_t i = index_of(use.gauge);
    return !taken[i] || plan.origins[i] == row.origin(use, settings);
  });
}

template <std::size_t kCount>
constexpr PatternSet set_of_all(const std::array<Pattern, kCount>& patterns) {
  PatternSet set = 0;
  for (const Pattern pattern : patterns) set |= set_of(pattern);
  return set;
}

}  // namespace

std::vector<Plan> make_plans(const Settings& settings) {
  std::vector<Plan> plans;
  PatternSet left = kAllPatterns;
  while (left != 0) {
    Plan plan;
    std::array<bool, kGaugeCount> taken{};
    for (const PatternInfo& row : pattern_rows()) {
      if ((left & set_of(row.pattern)) == 0 || !fits(plan, taken, row, settings)) continue;
      for (const GaugeUse& use : row.uses) {
        plan.origins[index_of(use.gauge)] = row.origin(use, settings);
        taken[index_of(use.gauge)] = true;
      }
      plan.patterns |= set_of(row.pattern);
    }
    left &= ~plan.patterns;
    plans.push_back(plan);
  }
  return plans;
}

/// The newest candle and those before it.
class Kernel::View {
 public:
  View(const Kernel& kernel, const Slot& candle) : kernel_{kernel}, ago_{&candle} {
    for (std::size_t k = 1; k < ago_.size(); ++k) ago_[k] = &kernel.slot_ago(k);
  }
  [[nodiscard]] Number open(int ago) const { return Number::load(at(ago).shape.open); }
  [[nodiscard]] Number high(int ago) const { return Number::load(at(ago).shape.high); }
  [[nodiscard]] Number low(int ago) const { return Number::load(at(ago).shape.low); }
  [[nodiscard]] Number close(int ago) const { return Number::load(at(ago).shape.close); }
  [[nodiscard]] Number top(int ago) const { return Number::load(at(ago).shape.top); }
  [[nodiscard]] Number bottom(int ago) const { return Number::load(at(ago).shape.bottom); }
  [[nodiscard]] Number body(int ago) const { return Number::load(at(ago).shape.body); }
  [[nodiscard]] Number upper(int ago) const { return Number::load(at(ago).shape.upper); }
  [[nodiscard]] Number lower(int ago) const { return Number::load(at(ago).shape.lower); }
  [[nodiscard]] Number range(int ago) const { return Number::load(at(ago).shape.range); }
  [[nodiscard]] Number gauge(Gauge gauge, int ago) const {
    return Number::load(kernel_.gauges_.mean(gauge, at(ago).means)) * kernel_.gauges_.factor(gauge);
  }
  [[nodiscard]] double reach(Penetration of) const { return kernel_.settings_[of]; }

 private:
  [[nodiscard]] const Slot& at(int ago) const { return *ago_[static_cast<std::size_t>(ago)]; }

  const Kernel& kernel_;
  std::array<const Slot*, kFurthestAgo + 1> ago_;
};

Kernel::Kernel(const Settings& settings, const Plan& plan)
    : gauges_{settings, plan.origins}, patterns_{plan.patterns}, settings_{settings} {
  int last = 0;
  for (const PatternInfo& row : pattern_rows()) last = std::max(last, row.lookback(settings));
  ready_.resize(static_cast<std::size_t>(last) + 1);
  for (const PatternInfo& row : pattern_rows()) {
    if ((patterns_ & set_of(row.pattern)) == 0) continue;
    const auto from = static_cast<std::size_t>(row.lookback(settings));
    for (std::size_t i = from; i < ready_.size(); ++i) ready_[i] |= set_of(row.pattern);
  }
  // A candle that never was has no facts: every comparison with it is false.
  Slot none{.shape = {kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone}, .means = {}};
  none.means.fill(kNone);
  gauges_.averages(none.means);
  slots_.fill(none);
}

Facts<std::uint8_t> Kernel::facts_with(const Slot& candle) const {
  const View v{*this, candle};
  Facts<std::uint8_t> facts;
  FactWriter writer{facts_, facts};
#define TIDEMARK_WRITE_FACT(name, definition) writer.put<name>(definition);
  TIDEMARK_CANDLE_FACTS(TIDEMARK_WRITE_FACT)
#undef TIDEMARK_WRITE_FACT
  writer.finish();
  return facts;
}

PatternSet Kernel::ready_now() const {
  return ready_[std::min<std::uint64_t>(gauges_.candles(), ready_.size() - 1)];
}

PatternHits Kernel::hits_of(const Facts<std::uint8_t>& facts, PatternSet ready) {
  const NewestVerdicts verdicts = judge_newest(facts);
  PatternHits hits{.ready = ready, .bullish = verdicts.bullish & ready, .bearish = verdicts.bearish & ready};
  hits.touching = verdicts.special & set_of_all(kGraded) & hits.found();
  hits.confirming = verdicts.special & set_of_all(kStaged) & hits.found();
  return hits;
}

PatternHits Kernel::update(const core::CandleF& candle) {
  return batch::run_shortest([&] { return take(candle); });
}

PatternHits Kernel::take(const core::CandleF& candle) {
  Slot& slot = slots_[next_ % kSlots];
  slot.shape = shape_of(candle);
  gauges_.add_own(slot.shape, slot.means);
  facts_ = facts_with(slot);
  const PatternSet ready = ready_now();
  ++next_;
  // The patterns wait for none of these divisions and so hide them.
  gauges_.add(slot.shape, slots_[next_ % kSlots].means);
  return hits_of(facts_, ready);
}

PatternHits Kernel::peek(const core::CandleF& forming) const {
  Slot slot;
  slot.shape = shape_of(forming);
  copy(slots_[next_ % kSlots].means, slot.means);
  gauges_.add_own(slot.shape, slot.means);
  return hits_of(facts_with(slot), ready_now());
}

void Kernel::snapshot(core::ByteWriter& out) const {
  gauges_.snapshot(out);
  for (std::size_t i = 0; i < kFactCount; ++i) out.put(facts_.words[i]);
  const std::size_t past = std::min<std::size_t>(gauges_.candles(), kFurthestAgo);
  for (std::size_t k = past; k > 0; --k) {
    const Slot& slot = slot_ago(k);
    for (const double v : {slot.shape.open, slot.shape.high, slot.shape.low, slot.shape.close}) out.put(v);
    if (k <= kFurthestGaugeAgo) gauges_.save(slot.means, out);
  }
}

bool Kernel::restore(core::ByteReader& in) {
  if (!gauges_.restore(in)) return false;
  for (std::size_t i = 0; i < kFactCount; ++i) facts_.words[i] = in.get<std::uint8_t>();
  const std::size_t past = std::min<std::size_t>(gauges_.candles(), kFurthestAgo);
  next_ = past;
  for (std::size_t k = 0; k < past; ++k) {
    core::CandleF candle;
    for (double* v : {&candle.open, &candle.high, &candle.low, &candle.close}) {
      *v = in.get<double>();
      if (!std::isfinite(*v)) return false;
    }
    slots_[k].shape = shape_of(candle);
    if (past - k > kFurthestGaugeAgo) continue;
    if (!gauges_.load(slots_[k].means, in)) return false;
    gauges_.add_own(slots_[k].shape, slots_[k].means);
  }
  gauges_.averages(slots_[next_ % kSlots].means);
  return in.ok();
}

}  // namespace tidemark::analysis::candlesticks
