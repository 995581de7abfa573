#include "app/evidence/family.hpp"

#include <array>
#include <bit>

#include "analysis/candlesticks/detector.hpp"
#include "analysis/chart_patterns/detector.hpp"
#include "analysis/volume/analyzer.hpp"

namespace tidemark::app::evidence {
namespace {

namespace candlesticks = analysis::candlesticks;
namespace chart_patterns = analysis::chart_patterns;
namespace volume = analysis::volume;

std::vector<Kind> candlestick_kinds() {
  std::vector<Kind> kinds;
  for (const auto& row : candlesticks::pattern_rows()) kinds.push_back({row.id, row.title});
  return kinds;
}

std::vector<Event> find_candlesticks(const Series& series) {
  std::vector<candlesticks::PatternHits> hits(series.candles.size());
  candlesticks::PatternDetector{}.update_all(series.candles, hits);
  std::vector<Event> events;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    for (candlesticks::PatternSet left = hits[i].found(); left != 0; left &= left - 1) {
      const auto pattern = static_cast<candlesticks::Pattern>(std::countr_zero(left));
      const bool signed_one = candlesticks::info_of(pattern).direction != candlesticks::Direction::kUnsigned;
      const Side side = !signed_one ? Side::kNone : hits[i].value(pattern) > 0 ? Side::kBullish : Side::kBearish;
      events.push_back({i, index_of(pattern), side});
    }
  }
  return events;
}

std::vector<Kind> volume_kinds() {
  std::vector<Kind> kinds;
  for (const auto& row : volume::kind_rows()) kinds.push_back({row.id, row.title});
  return kinds;
}

std::vector<Event> find_volume_events(const Series& series) {
  const auto settings = volume::for_market({}, series.market);
  std::vector<Event> events;
  for (const auto& [candle, finding] : volume::find_all(settings, series.timeframe, series.candles)) {
    events.push_back({candle, index_of(finding.kind), finding.side});
  }
  return events;
}

std::vector<Kind> chart_kinds() {
  std::vector<Kind> kinds;
  for (const auto& row : chart_patterns::kind_rows()) kinds.push_back({row.id, row.title});
  return kinds;
}

/// Breakouts; what became of them is in chart_outcomes.hpp.
std::vector<Event> find_breakouts(const Series& series) {
  std::vector<chart_patterns::ChartPattern> said;
  chart_patterns::ChartPatternDetector{}.update_all(series.candles, said);
  std::vector<Event> events;
  for (const auto& pattern : said) {
    if (pattern.outcome.state != chart_patterns::OutcomeState::kOpen) continue;
    events.push_back({static_cast<std::size_t>(pattern.known.index), index_of(pattern.kind()), pattern.side()});
  }
  return events;
}

constexpr std::array kFamilies{
    Family{"candlesticks", "Candlestick patterns", candlestick_kinds, find_candlesticks},
    Family{"volume", "Volume patterns and divergences", volume_kinds, find_volume_events},
    Family{"chart_patterns", "Breakouts of chart patterns", chart_kinds, find_breakouts},
};

}  // namespace

std::span<const Family> families() {
  return kFamilies;
}

}  // namespace tidemark::app::evidence
