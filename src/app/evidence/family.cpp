#include "app/evidence/family.hpp"

#include <array>
#include <bit>

#include "analysis/candlesticks/detector.hpp"
#include "analysis/chart_patterns/detector.hpp"
#include "analysis/volume/analyzer.hpp"
#include "analysis/zones/zones.hpp"

namespace tidemark::app::evidence {
namespace {

namespace candlesticks = analysis::candlesticks;
namespace chart_patterns = analysis::chart_patterns;
namespace volume = analysis::volume;
namespace zones = analysis::zones;

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

/// What price does after a zone came to be, and after it has come to a zone for the first time.
constexpr std::array kZoneKinds{
    Kind{"drop_base_rally", "Zone: drop, base, rally"},
    Kind{"rally_base_rally", "Zone: rally, base, rally"},
    Kind{"rally_base_drop", "Zone: rally, base, drop"},
    Kind{"drop_base_drop", "Zone: drop, base, drop"},
    Kind{"flip", "Zone: flipped"},
    Kind{"test_of_drop_base_rally", "First test: drop, base, rally"},
    Kind{"test_of_rally_base_rally", "First test: rally, base, rally"},
    Kind{"test_of_rally_base_drop", "First test: rally, base, drop"},
    Kind{"test_of_drop_base_drop", "First test: drop, base, drop"},
    Kind{"test_of_flip", "First test: flipped"},
};

std::vector<Kind> zone_kinds() {
  return {kZoneKinds.begin(), kZoneKinds.end()};
}

std::vector<Event> find_zones(const Series& series) {
  std::vector<zones::ZoneEvent> said;
  zones::Zones{zones::market_defaults(series.market)}.update_all(series.candles, said);
  std::vector<Event> events;
  for (const auto& event : said) {
    const bool is_test = event.kind == zones::ZoneEventKind::kTested && event.test && event.test->number == 1;
    if (!is_test && event.kind != zones::ZoneEventKind::kCreated) continue;
    const std::size_t formation = static_cast<std::size_t>(event.zone.formation);
    const Side side = event.zone.kind == zones::ZoneKind::kDemand ? Side::kBullish : Side::kBearish;
    events.push_back(
        {static_cast<std::size_t>(event.known.index), formation + (is_test ? zones::kFormationNames.size() : 0), side});
  }
  return events;
}

constexpr std::array kFamilies{
    Family{"candlesticks", "Candlestick patterns", candlestick_kinds, find_candlesticks},
    Family{"volume", "Volume patterns and divergences", volume_kinds, find_volume_events},
    Family{"chart_patterns", "Breakouts of chart patterns", chart_kinds, find_breakouts},
    Family{"zones", "Supply and demand zones, and first tests of them", zone_kinds, find_zones},
};

}  // namespace

std::span<const Family> families() {
  return kFamilies;
}

}  // namespace tidemark::app::evidence
