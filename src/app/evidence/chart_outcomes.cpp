#include "app/evidence/chart_outcomes.hpp"

#include <map>
#include <utility>

#include "analysis/aftermath/shuffled.hpp"
#include "analysis/chart_patterns/detector.hpp"
#include "app/cli/analyze_reading.hpp"
#include "core/rng.hpp"

namespace tidemark::app::evidence {
namespace {

namespace chart = analysis::chart_patterns;
void add(ChartCounts& sum, const ChartCounts& counts) {
  for (std::size_t i = 0; i < sum.size(); ++i) {
    sum[i].complete += counts[i].complete;
    sum[i].ended += counts[i].ended;
    sum[i].hits += counts[i].hits;
    sum[i].favorable_atr += counts[i].favorable_atr;
    sum[i].adverse_atr += counts[i].adverse_atr;
  }
}

std::string mean_text(double sum, std::uint64_t count) {
  return count == 0 ? "-" : fixed_text(sum / static_cast<double>(count), 1);
}

void write_count(net::JsonWriter& json, std::string_view key, const ChartCount& count) {
  json.key(key).begin_object();
  json.key("breakouts").unsigned_integer(count.complete);
  write_share(json, count.share());
  json.end_object();
}

void write_table(const ChartMarket& all, std::ostream& out) {
  out << "| pattern | breakouts | per 1000 | shuffled per 1000 | target reached, % | shuffled, % | MFE, ATR | MAE, ATR "
         "| "
         "against chance |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n";
  const double thousands = static_cast<double>(all.candles) / 1000;
  const double shuffled_thousands = thousands * static_cast<double>(all.shuffles);
  for (const auto& row : chart::kind_rows()) {
    const ChartCount& market = all.market[index_of(row.kind)];
    const ChartCount& shuffled = all.shuffled[index_of(row.kind)];
    out << "| " << row.id << " | " << market.complete << " | "
        << fixed_text(static_cast<double>(market.complete) / thousands, 2) << " | "
        << fixed_text(static_cast<double>(shuffled.complete) / shuffled_thousands, 2) << " | "
        << rate_text(market.share()) << " | " << rate_text(shuffled.share()) << " | "
        << mean_text(market.favorable_atr, market.ended) << " | " << mean_text(market.adverse_atr, market.ended)
        << " | " << cell_of(verdict_of(market.share(), shuffled.share())) << " |\n";
  }
  out << '\n';
}

}  // namespace

void ChartCount::add(const chart::ChartPattern& pattern) {
  if (pattern.state != chart::State::kComplete) return;
  if (!pattern.over()) {
    ++complete;
    return;
  }
  ++ended;
  hits += pattern.outcome.state == chart::OutcomeState::kHit ? 1U : 0U;
  favorable_atr += in_atr(pattern, pattern.outcome.favorable);
  adverse_atr += in_atr(pattern, pattern.outcome.adverse);
}

ChartCounts count_chart_patterns(std::span<const core::CandleF> candles) {
  std::vector<chart::ChartPattern> said;
  chart::ChartPatternDetector{}.update_all(candles, said);
  ChartCounts counts{};
  for (const auto& pattern : said) counts[index_of(pattern.kind())].add(pattern);
  return counts;
}

ChartMarket measure_charts(std::string name, core::Timeframe timeframe, std::span<const core::CandleF> candles,
                           double tick, std::uint64_t seed, std::size_t shuffles) {
  ChartMarket result{.name = std::move(name),
                     .timeframe = timeframe,
                     .candles = candles.size(),
                     .shuffles = shuffles,
                     .market = count_chart_patterns(candles)};
  const core::Rng rng{seed};
  for (std::size_t round = 0; round < shuffles; ++round) {
    core::Rng order = rng.fork(round);
    add(result.shuffled, count_chart_patterns(analysis::aftermath::shuffled(candles, tick, order)));
  }
  return result;
}

void write_chart_outcomes(std::span<const ChartMarket> markets, std::ostream& out) {
  out << R"(## What became of chart patterns

A breakout reaches its target (the measured move), or touches its invalidation price first, or neither in time: a success
is the first. **shuffled**: the same detector over the same candles in another order, where no pattern means anything; it
forms, breaks out and reaches targets there, too. Success rates with their 95 % interval (Wilson). MFE and MAE: mean of the
greatest excursion for and against the breakout until its outcome. A kind is called better or worse only when both have 30
outcomes and the intervals do not touch; outcomes overlap in time and markets move together, so even that says little.

)";
  std::map<core::Timeframe, ChartMarket> timeframes;
  for (const ChartMarket& one : markets) {
    if (one.candles == 0) continue;
    ChartMarket& sum = timeframes[one.timeframe];
    sum.candles += one.candles;
    sum.shuffles = one.shuffles;
    add(sum.market, one.market);
    add(sum.shuffled, one.shuffled);
  }
  for (const auto& [timeframe, sum] : timeframes) {
    out << "### All markets, " << core::name_of(timeframe) << "\n\n" << sum.candles << " candles.\n\n";
    write_table(sum, out);
  }
  if (markets.size() == timeframes.size()) return;
  for (const ChartMarket& one : markets) {
    if (one.candles == 0) continue;
    out << "### " << one.name << ", " << core::name_of(one.timeframe) << "\n\n" << one.candles << " candles.\n\n";
    write_table(one, out);
  }
}

void write_chart_outcomes(const ChartMarket& market, net::JsonWriter& json) {
  json.begin_array();
  for (const auto& row : chart::kind_rows()) {
    const ChartCount& found = market.market[index_of(row.kind)];
    const ChartCount& chance = market.shuffled[index_of(row.kind)];
    json.begin_object();
    json.key("pattern").text(row.id);
    write_count(json, "market", found);
    write_count(json, "shuffled", chance);
    json.key("verdict").text(name_of(verdict_of(found.share(), chance.share())));
    json.end_object();
  }
  json.end_array();
}

}  // namespace tidemark::app::evidence
