#include "analysis/catalogue.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "analysis/indicators/rows.hpp"

namespace tidemark::analysis {
namespace {

constexpr double kNotYet = std::numeric_limits<double>::quiet_NaN();

#define TIDEMARK_LIST_ROW(name) rows::name(),
std::vector<IndicatorInfo> all_rows() {
  return {TIDEMARK_INDICATOR_ROWS(TIDEMARK_LIST_ROW)};
}
#undef TIDEMARK_LIST_ROW

}  // namespace

std::span<const IndicatorInfo> catalogue() {
  static const std::vector<IndicatorInfo> kRows = all_rows();
  return kRows;
}

const IndicatorInfo* find_indicator(std::string_view id) {
  const auto rows = catalogue();
  const auto row = std::ranges::lower_bound(rows, id, {}, &IndicatorInfo::id);
  return row != rows.end() && row->id == id ? &*row : nullptr;
}

void Indicator::update_all(std::span<const core::CandleF> candles, std::span<const std::span<double>> columns) {
  std::vector<double> values(columns.size());
  for (std::size_t i = 0; i < candles.size(); ++i) {
    const bool ready = update(candles[i], values) == Ready::kReady;
    for (std::size_t o = 0; o < columns.size(); ++o) columns[o][i] = ready ? values[o] : kNotYet;
  }
}

}  // namespace tidemark::analysis
