#include "app/evidence/evidence.hpp"

#include <map>
#include <tuple>
#include <utility>

#include "analysis/aftermath/shuffled.hpp"
#include "analysis/kernel/check_range.hpp"

namespace tidemark::app::evidence {
namespace {

namespace aftermath = analysis::aftermath;
constexpr std::size_t kHorizonCount = aftermath::kHorizons.size();

/// Family, kind, side.
using Key = std::tuple<std::size_t, std::size_t, Side>;
using Events = std::map<Key, std::vector<std::size_t>>;

Events find_all(const Series& series) {
  Events events;
  for (std::size_t family = 0; family < families().size(); ++family) {
    for (const Event& event : families()[family].find(series)) {
      auto& candles = events[{family, event.kind, event.side}];
      if (candles.empty() || candles.back() != event.candle) candles.push_back(event.candle);
    }
  }
  return events;
}

double per_1000(std::size_t count, std::size_t candles) {
  return candles == 0 ? 0 : 1000 * static_cast<double>(count) / static_cast<double>(candles);
}

/// What the shuffled series say of one kind, added up.
struct Shuffled {
  std::size_t count{0};
  std::array<double, kHorizonCount> sums{};
  std::array<std::size_t, kHorizonCount> series{};
  std::size_t missed{0};
  std::size_t intervals{0};

  void add(const std::array<aftermath::After, kHorizonCount>& after) {
    for (std::size_t h = 0; h < kHorizonCount; ++h) {
      if (after[h].events.count == 0) continue;
      sums[h] += after[h].events.mean_atr - after[h].control.mean_atr;
      ++series[h];
      if (!after[h].atr) continue;
      ++intervals;
      missed += after[h].atr->holds_zero() ? 0U : 1U;
    }
  }
};

std::map<Key, Shuffled> measure_shuffled(const Series& series, double tick, const Options& options, const Step& done) {
  std::map<Key, Shuffled> all;
  const core::Rng rng{options.seed};
  for (std::size_t round = 0; round < options.shuffles; ++round) {
    core::Rng order = rng.fork(round);
    const auto candles = aftermath::shuffled(series.candles, tick, order);
    const aftermath::Study study{candles, {.seed = order.next(), .control = options.control}};
    for (const auto& [key, events] : find_all({series.timeframe, series.market, candles})) {
      Shuffled& sum = all[key];
      sum.count += events.size();
      sum.add(study.after(events));
    }
    done();
  }
  return all;
}

}  // namespace

core::Status check_options(const Options& options) {
  auto status = analysis::check_range("evidence", "shuffles", static_cast<double>(options.shuffles),
                                      {.min = 1, .max = kShufflesMax}, analysis::NumberKind::kWhole);
  if (!status) return status;
  return aftermath::check_options({.seed = options.seed, .control = options.control});
}

Market measure(std::string name, const Series& series, double tick, const Options& options, const Step& step) {
  const Step done = step ? step : [] {};
  Market market{.name = std::move(name),
                .timeframe = series.timeframe,
                .market = series.market,
                .candles = series.candles.size(),
                .charts = {},
                .zones = {},
                .signals = {},
                .rows = {}};
  if (series.candles.empty()) return market;
  market.first = series.candles.front().open_time;
  market.last = series.candles.back().open_time;
  market.charts = measure_charts(market.name, series.timeframe, series.candles, tick, options.seed, options.shuffles);
  done();
  market.zones = measure_zones(market.name, series, tick, options.seed, options.shuffles);
  done();
  market.signals = measure_signals(market.name, series.market, series.timeframe, series.candles, tick, options.seed);
  done();
  const aftermath::Study study{series.candles, {.seed = options.seed, .control = options.control}};
  Events events = find_all(series);
  const auto shuffled = measure_shuffled(series, tick, options, done);
  for (const auto& [key, sums] : shuffled) events.try_emplace(key);
  for (const auto& [key, candles] : events) {
    const auto& [family, kind, side] = key;
    Row row{.family = family,
            .kind = families()[family].kinds()[kind],
            .side = side,
            .count = candles.size(),
            .per_1000 = per_1000(candles.size(), series.candles.size()),
            .after = study.after(candles)};
    if (const auto found = shuffled.find(key); found != shuffled.end()) {
      const Shuffled& sum = found->second;
      row.shuffled_per_1000 = per_1000(sum.count, series.candles.size() * options.shuffles);
      for (std::size_t h = 0; h < kHorizonCount; ++h) {
        if (sum.series[h] > 0) row.shuffled_atr[h] = sum.sums[h] / static_cast<double>(sum.series[h]);
      }
      row.shuffled_missed = sum.missed;
      row.shuffled_intervals = sum.intervals;
    }
    market.rows.push_back(row);
  }
  return market;
}

}  // namespace tidemark::app::evidence
