#include "analysis/aftermath/aftermath.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/kernel/averages.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/check_range.hpp"
#include "analysis/kernel/streaming.hpp"
#include "core/rng.hpp"

namespace tidemark::analysis::aftermath {
namespace {

constexpr double kQuantile = 1.96;  // of the normal distribution, 97.5 %

double mean_of(std::span<const double> values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double variance_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

std::vector<double> average_ranges(std::span<const core::CandleF> candles, int period) {
  TrueRange range;
  WilderMean average{period};
  std::vector<double> atr;
  atr.reserve(candles.size());
  for (const core::CandleF& candle : candles) {
    std::optional<double> value;
    if (acceptable(candle)) {
      if (const auto one = range.next(candle.high, candle.low, candle.close)) value = average.next(*one);
    }
    atr.push_back(value.value_or(0));
  }
  return atr;
}

/// `count` of the values, drawn without replacement, ascending.
std::vector<std::size_t> drawn(std::vector<std::size_t> values, std::size_t count, core::Rng rng) {
  count = std::min(count, values.size());
  for (std::size_t i = 0; i < count; ++i) std::swap(values[i], values[i + rng.below(values.size() - i)]);
  values.resize(count);
  std::ranges::sort(values);
  return values;
}

/// What an interval needs to know of a sample.
struct Spread {
  double mean{0};
  double variance{0};
};

struct Summary {
  Moves moves;
  Spread percent;
  Spread atr;
  std::size_t independent{0};
};

Spread spread_of(std::span<const double> values) {
  return {mean_of(values), values.size() < 2 ? 0 : variance_of(values)};
}

Summary summary_of(const Sample& sample) {
  const auto up = std::ranges::count_if(sample.atr, [](double move) { return move > 0; });
  const Spread percent = spread_of(sample.percent);
  const Spread atr = spread_of(sample.atr);
  return {
      .moves = {.count = sample.atr.size(),
                .mean_percent = percent.mean,
                .median_percent = median_of(sample.percent),
                .mean_atr = atr.mean,
                .median_atr = median_of(sample.atr),
                .share_up = sample.atr.empty() ? 0 : static_cast<double>(up) / static_cast<double>(sample.atr.size())},
      .percent = percent,
      .atr = atr,
      .independent = sample.independent};
}

std::optional<Difference> difference(const Summary& events, const Summary& control, Spread Summary::* unit) {
  if (events.independent < kLeastForInterval || control.independent < kLeastForInterval) return std::nullopt;
  const double mean = (events.*unit).mean - (control.*unit).mean;
  const double error = std::sqrt((events.*unit).variance / static_cast<double>(events.independent) +
                                 (control.*unit).variance / static_cast<double>(control.independent));
  return Difference{mean, mean - kQuantile * error, mean + kQuantile * error};
}

After after_of(int horizon, const Summary& events, const Summary& control) {
  return {.horizon = horizon,
          .events = events.moves,
          .control = control.moves,
          .percent = difference(events, control, &Summary::percent),
          .atr = difference(events, control, &Summary::atr)};
}

void append(std::vector<double>& to, const std::vector<double>& from) {
  to.insert(to.end(), from.begin(), from.end());
}
void append(Sample& to, const Sample& from) {
  append(to.percent, from.percent);
  append(to.atr, from.atr);
  to.independent += from.independent;
}

}  // namespace

core::Status check_options(const Options& options) {
  constexpr std::string_view kOwner = "aftermath";
  if (auto status = check_range(kOwner, "control", static_cast<double>(options.control),
                                {.min = kControlMin, .max = kControlMax}, NumberKind::kWhole);
      !status) {
    return status;
  }
  return check_range(kOwner, "atr_period", options.atr_period, {.min = 1, .max = 500}, NumberKind::kWhole);
}

Study::Study(std::span<const core::CandleF> candles, const Options& options)
    : candles_{candles}, atr_{average_ranges(candles, options.atr_period)} {
  const core::Rng rng{options.seed};
  for (std::size_t h = 0; h < kHorizons.size(); ++h) {
    const int horizon = kHorizons[h];
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < candles.size(); ++i) {
      if (counts(i, horizon)) all.push_back(i);
    }
    const auto label = static_cast<std::uint64_t>(horizon);
    control_[h] = sample(drawn(std::move(all), options.control, rng.fork(label)), horizon);
  }
}

bool Study::counts(std::size_t candle, int horizon) const {
  const std::size_t later = candle + static_cast<std::size_t>(horizon);
  return later < candles_.size() && atr_[candle] > 0 && candles_[candle].close > 0 && acceptable(candles_[later]);
}

Sample Study::sample(std::span<const std::size_t> candles, int horizon) const {
  Sample sample;
  std::optional<std::size_t> picked;
  for (const std::size_t candle : candles) {
    if (!counts(candle, horizon)) continue;
    const double from = candles_[candle].close;
    const double move = candles_[candle + static_cast<std::size_t>(horizon)].close - from;
    sample.percent.push_back(100 * (move / from));
    sample.atr.push_back(move / atr_[candle]);
    if (picked && candle < *picked + static_cast<std::size_t>(horizon)) continue;
    picked = candle;
    ++sample.independent;
  }
  return sample;
}

std::array<After, kHorizons.size()> Study::after(std::span<const std::size_t> events) const {
  std::array<After, kHorizons.size()> all;
  for (std::size_t h = 0; h < kHorizons.size(); ++h) {
    all[h] = after_of(kHorizons[h], summary_of(sample(events, kHorizons[h])), summary_of(control_[h]));
  }
  return all;
}

void Pool::add(const Study& study, std::span<const std::vector<std::size_t>> events) {
  for (std::size_t h = 0; h < kHorizons.size(); ++h) {
    append(control_[h], study.control(h));
    for (std::size_t kind = 0; kind < std::min(events.size(), events_.size()); ++kind) {
      append(events_[kind][h], study.sample(events[kind], kHorizons[h]));
    }
  }
}

std::vector<std::array<After, kHorizons.size()>> Pool::after() const {
  std::vector<std::array<After, kHorizons.size()>> all(events_.size());
  for (std::size_t h = 0; h < kHorizons.size(); ++h) {
    const Summary control = summary_of(control_[h]);
    for (std::size_t kind = 0; kind < events_.size(); ++kind) {
      all[kind][h] = after_of(kHorizons[h], summary_of(events_[kind][h]), control);
    }
  }
  return all;
}

}  // namespace tidemark::analysis::aftermath
