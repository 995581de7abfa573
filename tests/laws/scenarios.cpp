#include "tests/laws/scenarios.hpp"

#include <algorithm>
#include <cmath>

#include "core/rng.hpp"

namespace tidemark::laws {
namespace {

constexpr std::size_t kCandles = 260;

/// From 2023-01-01 05:00 UTC, so that days and weeks begin in mid-series.
core::Timestamp hour(std::size_t i) {
  return core::Timestamp::from_s(1'672'549'200 + static_cast<std::int64_t>(i) * 3600);
}

/// Applies `change` to each candle of the walk.
template <class Change>
std::vector<core::CandleF> changed_walk(Change change) {
  auto candles = random_walk(7, kCandles);
  for (std::size_t i = 0; i < candles.size(); ++i) change(candles[i], i);
  return candles;
}

void scale_price(core::CandleF& c, double factor) {
  c.open *= factor;
  c.high *= factor;
  c.low *= factor;
  c.close *= factor;
}

void set_flat(core::CandleF& c, double price) {
  c.open = c.high = c.low = c.close = price;
}

void round_to_tick(core::CandleF& c, double tick) {
  c.open = std::round(c.open / tick) * tick;
  c.close = std::round(c.close / tick) * tick;
  c.high = std::max({std::round(c.high / tick) * tick, c.open, c.close});
  c.low = std::min({std::round(c.low / tick) * tick, c.open, c.close});
}

}  // namespace

std::vector<core::CandleF> random_walk(std::uint64_t seed, std::size_t count) {
  core::Rng rng{seed};
  std::vector<core::CandleF> candles;
  double price = 100;
  for (std::size_t i = 0; i < count; ++i) {
    core::CandleF c{.open_time = hour(i), .open = price, .high = 0, .low = 0, .close = 0, .volume = 0};
    c.close = price * std::exp(0.01 * rng.normal());
    c.high = std::max(c.open, c.close) * (1 + 0.003 * rng.uniform());
    c.low = std::min(c.open, c.close) * (1 - 0.003 * rng.uniform());
    c.volume = 1000 * rng.exponential();
    price = c.close;
    candles.push_back(c);
  }
  return candles;
}

std::vector<Scenario> scenarios() {
  using core::CandleF;
  std::vector<Scenario> all;
  all.push_back({"random_walk", random_walk(1, kCandles)});
  all.push_back({"flat", changed_walk([](CandleF& c, std::size_t) { set_flat(c, 42.5); })});
  all.push_back({"flat_and_no_volume", changed_walk([](CandleF& c, std::size_t) {
                   set_flat(c, 0.1);
                   c.volume = 0;
                 })});
  all.push_back({"gapped", changed_walk([](CandleF& c, std::size_t i) {
                   scale_price(c, i % 40 < 20 ? 1.0 : 1.7);
                   c.open_time = hour(i + i / 20 * 50);
                 })});
  all.push_back({"zero_volume", changed_walk([](CandleF& c, std::size_t) { c.volume = 0; })});
  all.push_back({"tiny_prices", changed_walk([](CandleF& c, std::size_t) { scale_price(c, 1e-14); })});
  all.push_back({"huge_prices", changed_walk([](CandleF& c, std::size_t) {
                   scale_price(c, 1e12);
                   c.volume *= 1e15;
                 })});
  all.push_back({"largest_prices", changed_walk([](CandleF& c, std::size_t) { scale_price(c, 1e95); })});
  all.push_back({"coarse_ticks", changed_walk([](CandleF& c, std::size_t) { round_to_tick(c, 5); })});
  all.push_back({"flat_then_moving", changed_walk([](CandleF& c, std::size_t i) {
                   if (i % 80 < 40) set_flat(c, 100);
                 })});
  all.push_back({"rising", changed_walk([](CandleF& c, std::size_t i) { set_flat(c, 10 + static_cast<double>(i)); })});
  all.push_back(
      {"falling", changed_walk([](CandleF& c, std::size_t i) { set_flat(c, 1000 - static_cast<double>(i)); })});
  all.push_back({"spikes", changed_walk([](CandleF& c, std::size_t i) {
                   if (i % 31 == 30) scale_price(c, 1e6);
                 })});
  return all;
}

std::vector<analysis::IndicatorSpec> parameter_sets(const analysis::IndicatorInfo& row) {
  const auto with = [&row](auto value_of) {
    analysis::IndicatorSpec spec{.info = &row, .parameters = {}};
    for (const auto& p : row.parameters) spec.parameters.push_back(std::clamp<double>(value_of(p), p.min, p.max));
    return spec;
  };
  using analysis::ParameterInfo;
  std::vector<analysis::IndicatorSpec> sets;
  sets.push_back(with([](const ParameterInfo& p) { return p.fallback; }));
  if (row.parameters.empty()) return sets;
  sets.push_back(with([](const ParameterInfo& p) { return p.min; }));
  sets.push_back(with([](const ParameterInfo& p) { return p.min + 1; }));
  sets.push_back(with([](const ParameterInfo& p) { return 7 + std::trunc(p.fallback / 3); }));
  // The last parameters small, the first large: the wrong way round for indicators that order their periods.
  double next = 20;
  sets.push_back(with([&next](const ParameterInfo&) {
    next -= 5;
    return next;
  }));
  return sets;
}

}  // namespace tidemark::laws
