#include "app/evidence/zone_outcomes.hpp"

#include <map>
#include <utility>

#include "analysis/aftermath/shuffled.hpp"
#include "analysis/zones/zones.hpp"
#include "app/cli/analyze_reading.hpp"
#include "core/rng.hpp"

namespace tidemark::app::evidence {
namespace {

namespace zones = analysis::zones;

void add(Share& sum, Share share) {
  sum.hits += share.hits;
  sum.ended += share.ended;
}

void add(ZoneCounts& sum, const ZoneCounts& counts) {
  for (std::size_t i = 0; i < sum.size(); ++i) {
    sum[i].created += counts[i].created;
    add(sum[i].first, counts[i].first);
    add(sum[i].tests, counts[i].tests);
    add(sum[i].broken, counts[i].broken);
  }
}

void count(const zones::ZoneEvent& event, ZoneCounts& counts) {
  using enum zones::ZoneEventKind;
  ZoneCount& sum = counts[static_cast<std::size_t>(event.zone.formation)];
  switch (event.kind) {
    case kCreated:
      ++sum.created;
      break;
    case kOutcome:
    case kBroken: {
      const Share decided{event.kind == kOutcome ? 1U : 0U, 1};
      add(sum.tests, decided);
      if (event.test && event.test->number == 1) add(sum.first, decided);
      if (event.kind == kBroken) add(sum.broken, {1, 1});
      break;
    }
    case kExpired:
      // What made room or was merged says nothing of the level.
      if (event.zone.ended_by == zones::ZoneEnd::kAge) add(sum.broken, {0, 1});
      break;
    case kTested:
    case kFlipped:
      break;
  }
}

void write_table(const ZoneMarket& all, std::ostream& out) {
  out << "| formation | zones | per 1000 | shuffled per 1000 | first test held, % | shuffled, % | any test held, % | "
         "shuffled, % | broken, % | shuffled, % | first test against chance |\n"
         "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n";
  const double thousands = static_cast<double>(all.candles) / 1000;
  const double shuffled_thousands = thousands * static_cast<double>(all.shuffles);
  for (std::size_t i = 0; i < zones::kFormationNames.size(); ++i) {
    const ZoneCount& market = all.market[i];
    const ZoneCount& shuffled = all.shuffled[i];
    out << "| " << zones::kFormationNames[i] << " | " << market.created << " | "
        << fixed_text(static_cast<double>(market.created) / thousands, 2) << " | "
        << fixed_text(static_cast<double>(shuffled.created) / shuffled_thousands, 2);
    for (const Share ZoneCount::* share : {&ZoneCount::first, &ZoneCount::tests, &ZoneCount::broken}) {
      out << " | " << rate_text(market.*share) << " | " << rate_text(shuffled.*share);
    }
    out << " | " << cell_of(verdict_of(market.first, shuffled.first)) << " |\n";
  }
  out << '\n';
}

void write_count(net::JsonWriter& json, std::string_view key, const ZoneCount& count) {
  json.key(key).begin_object();
  json.key("zones").unsigned_integer(count.created);
  for (const auto& [name, share] : {std::pair{"first_tests_held", count.first}, std::pair{"tests_held", count.tests},
                                    std::pair{"broken", count.broken}}) {
    json.key(name).begin_object();
    write_share(json, share);
    json.end_object();
  }
  json.end_object();
}

}  // namespace

ZoneCounts count_zones(const Series& series) {
  std::vector<zones::ZoneEvent> events;
  zones::Zones{zones::market_defaults(series.market)}.update_all(series.candles, events);
  ZoneCounts counts{};
  for (const zones::ZoneEvent& event : events) count(event, counts);
  return counts;
}

ZoneMarket measure_zones(std::string name, const Series& series, double tick, std::uint64_t seed,
                         std::size_t shuffles) {
  ZoneMarket result{.name = std::move(name),
                    .timeframe = series.timeframe,
                    .candles = series.candles.size(),
                    .shuffles = shuffles,
                    .market = count_zones(series)};
  const core::Rng rng{seed};
  for (std::size_t round = 0; round < shuffles; ++round) {
    core::Rng order = rng.fork(round);
    const auto candles = analysis::aftermath::shuffled(series.candles, tick, order);
    add(result.shuffled, count_zones({series.timeframe, series.market, candles}));
  }
  return result;
}

void write_zone_outcomes(std::span<const ZoneMarket> markets, std::ostream& out) {
  out << R"(## What became of supply and demand zones

A test begins when price comes to a zone; it **held** when price left again on the side it came from, as clearly as
`rejection_threshold` asks, before three closes beyond the zone broke it. **shuffled**: the same detector over the same
candles in another order, where no level means anything; price turns and breaks there, too. Shares with their 95 % interval
(Wilson). The verdict is on first tests, one a zone, and better or worse only when both have 30 and the intervals do not
touch; zones overlap in time and markets move together, so even that says little. Shuffling takes away, too, that quiet and
busy times come in turn, and a zone found in a quiet time is left more easily by an average true range: "better" may be that
rather than the level. A test that held is not a profit.
**broken**: of the zones that broke or grew too old.

)";
  std::map<core::Timeframe, ZoneMarket> timeframes;
  for (const ZoneMarket& one : markets) {
    if (one.candles == 0) continue;
    ZoneMarket& sum = timeframes[one.timeframe];
    sum.candles += one.candles;
    sum.shuffles = one.shuffles;
    add(sum.market, one.market);
    add(sum.shuffled, one.shuffled);
  }
  for (const auto& [timeframe, sum] : timeframes) {
    out << "### All markets' zones, " << core::name_of(timeframe) << "\n\n" << sum.candles << " candles.\n\n";
    write_table(sum, out);
  }
  if (markets.size() == timeframes.size()) return;
  for (const ZoneMarket& one : markets) {
    if (one.candles == 0) continue;
    out << "### Zones of " << one.name << ", " << core::name_of(one.timeframe) << "\n\n"
        << one.candles << " candles.\n\n";
    write_table(one, out);
  }
}

void write_zone_outcomes(const ZoneMarket& market, net::JsonWriter& json) {
  json.begin_array();
  for (std::size_t i = 0; i < zones::kFormationNames.size(); ++i) {
    json.begin_object();
    json.key("formation").text(zones::kFormationNames[i]);
    write_count(json, "market", market.market[i]);
    write_count(json, "shuffled", market.shuffled[i]);
    json.key("verdict").text(name_of(verdict_of(market.market[i].first, market.shuffled[i].first)));
    json.end_object();
  }
  json.end_array();
}

}  // namespace tidemark::app::evidence
