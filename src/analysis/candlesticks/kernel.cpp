#include "analysis/candlesticks/kernel.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

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

template <Pattern... Patterns>
PatternSet special_bits(const Verdicts<std::uint8_t>& verdicts) {
  return ((PatternSet{verdicts.special[index_of(Patterns)] & 1U} << index_of(Patterns)) | ...);
}

/// Sixteen words of facts, each with the newest as bit 0.
void append_newest(const std::uint8_t* words, const std::uint8_t* newest, std::uint8_t* to) {
  using Sixteen __attribute__((vector_size(16))) = std::uint8_t;
  Sixteen before;
  Sixteen now;
  std::memcpy(&before, words, sizeof before);
  std::memcpy(&now, newest, sizeof now);
  const Sixteen after = (before + before) | now;
  std::memcpy(to, &after, sizeof after);
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
  [[nodiscard]] double open(int ago) const { return at(ago).shape.open; }
  [[nodiscard]] double high(int ago) const { return at(ago).shape.high; }
  [[nodiscard]] double low(int ago) const { return at(ago).shape.low; }
  [[nodiscard]] double close(int ago) const { return at(ago).shape.close; }
  [[nodiscard]] double top(int ago) const { return at(ago).shape.top; }
  [[nodiscard]] double bottom(int ago) const { return at(ago).shape.bottom; }
  [[nodiscard]] double body(int ago) const { return at(ago).shape.body; }
  [[nodiscard]] double upper(int ago) const { return at(ago).shape.upper; }
  [[nodiscard]] double lower(int ago) const { return at(ago).shape.lower; }
  [[nodiscard]] double range(int ago) const { return at(ago).shape.range; }
  [[nodiscard]] double gauge(Gauge gauge, int ago) const { return kernel_.gauges_.value(gauge, at(ago).means); }
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
  slots_.fill(none);
}

Facts<std::uint8_t> Kernel::facts_with(const Slot& candle) const {
  const View v{*this, candle};
  // Bytes of its own, which nothing else can alias: what is read of the candles stays in registers.
  alignas(16) std::array<std::uint8_t, kFactPlaces> now;
#define TIDEMARK_READ_FACT(name, definition) now[name] = static_cast<std::uint8_t>(definition);
  TIDEMARK_CANDLE_FACTS(TIDEMARK_READ_FACT)
#undef TIDEMARK_READ_FACT
  std::fill(now.begin() + kFactCount, now.end(), std::uint8_t{0});
  Facts<std::uint8_t> facts;
  for (std::size_t i = 0; i < kFactPlaces; i += 16) append_newest(&facts_.words[i], &now[i], &facts.words[i]);
  return facts;
}

PatternHits Kernel::hits_of(const Facts<std::uint8_t>& facts) const {
  Verdicts<std::uint8_t> verdicts;
  judge(facts, verdicts);
  const PatternSet ready = ready_[std::min<std::uint64_t>(gauges_.candles(), ready_.size() - 1)];
  PatternHits hits{.ready = ready,
                   .bullish = lowest_bits(verdicts.bullish) & ready,
                   .bearish = lowest_bits(verdicts.bearish) & ready};
  hits.touching = special_bits<Pattern::kEngulfing, Pattern::kHarami, Pattern::kHaramiCross>(verdicts);
  hits.confirming = special_bits<Pattern::kHikkake, Pattern::kHikkakeModified>(verdicts);
  hits.touching &= hits.found();
  hits.confirming &= hits.found();
  return hits;
}

PatternHits Kernel::update(const core::CandleF& candle) {
  Slot& slot = slots_[next_ % kSlots];
  slot.shape = shape_of(candle);
  gauges_.add_own(slot.shape, slot.means);
  facts_ = facts_with(slot);
  const PatternHits hits = hits_of(facts_);
  gauges_.add(slot.shape);
  ++next_;
  gauges_.averages(slots_[next_ % kSlots].means);
  return hits;
}

PatternHits Kernel::peek(const core::CandleF& forming) const {
  Slot slot = slots_[next_ % kSlots];
  slot.shape = shape_of(forming);
  gauges_.add_own(slot.shape, slot.means);
  return hits_of(facts_with(slot));
}

void Kernel::snapshot(core::ByteWriter& out) const {
  gauges_.snapshot(out);
  for (std::size_t i = 0; i < kFactCount; ++i) out.put(facts_.words[i]);
  const std::size_t past = std::min<std::size_t>(gauges_.candles(), kFurthestAgo);
  for (std::size_t k = past; k > 0; --k) {
    const Slot& slot = slot_ago(k);
    for (const double v : {slot.shape.open, slot.shape.high, slot.shape.low, slot.shape.close}) out.put(v);
    for (const double v : slot.means) out.put(v);
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
    for (double& v : slots_[k].means) {
      v = in.get<double>();
      if (std::isinf(v)) return false;  // NaN is a gauge not yet summed
    }
  }
  gauges_.averages(slots_[next_ % kSlots].means);
  return in.ok();
}

}  // namespace tidemark::analysis::candlesticks
