#include <algorithm>
#include <iterator>
#include <limits>

#include "analysis/batch/plan.hpp"
#include "analysis/catalogue.hpp"

namespace tidemark::analysis {
namespace {

constexpr double kNotYet = std::numeric_limits<double>::quiet_NaN();

/// Where a candle is refused, a hole: what was worked out of the `kept` others moves apart for it.
void make_holes(std::span<const core::CandleF> candles, std::size_t kept, std::span<double> column) {
  for (std::size_t i = candles.size(); i-- > 0;) column[i] = acceptable(candles[i]) ? column[--kept] : kNotYet;
}

void run(batch::Plan& plan, std::span<const core::CandleF> candles, std::span<const std::span<double>> columns) {
  if (std::ranges::all_of(candles, acceptable)) return plan.run(candles, columns);
  std::vector<core::CandleF> kept;
  std::ranges::copy_if(candles, std::back_inserter(kept), acceptable);
  plan.run(kept, columns);
  for (const auto column : columns) make_holes(candles, kept.size(), column);
}

}  // namespace

void compute_all(std::span<const IndicatorSpec> specs, std::span<const core::CandleF> candles,
                 std::span<std::vector<Column>> columns) {
  batch::Plan plan;
  std::vector<std::span<double>> planned;
  for (std::size_t s = 0; s < specs.size(); ++s) {
    const IndicatorSpec& spec = specs[s];
    const std::vector<std::span<double>> own{columns[s].begin(), columns[s].end()};
    if (spec.info->lay_out != nullptr && spec.info->lay_out(spec.parameters, plan)) {
      planned.insert(planned.end(), own.begin(), own.end());
    } else {
      spec.make()->update_all(candles, own);
    }
  }
  if (!planned.empty()) run(plan, candles, planned);
}

std::vector<std::vector<Column>> compute_all(std::span<const IndicatorSpec> specs,
                                             std::span<const core::CandleF> candles) {
  std::vector<std::vector<Column>> columns;
  for (const IndicatorSpec& spec : specs) columns.emplace_back(spec.info->outputs.size(), Column(candles.size()));
  compute_all(specs, candles, columns);
  return columns;
}

std::vector<Column> compute(const IndicatorSpec& spec, std::span<const core::CandleF> candles) {
  return std::move(compute_all(std::span{&spec, 1}, candles).front());
}

}  // namespace tidemark::analysis
