#include "app/evidence/signal_outcomes.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "analysis/confidence/pattern_confidence.hpp"
#include "app/cli/analyze_reading.hpp"
#include "app/decision_run.hpp"
#include "core/rng.hpp"
#include "decision/decider.hpp"

namespace tidemark::app::evidence {
namespace {

using decision::Calibration;
using decision::HitTally;
using decision::Signal;
using decision::SignalType;

constexpr std::uint32_t kEnough = 30;

core::Candle exact_of(const core::CandleF& candle, double tick) {
  const auto units = [tick](double price) { return core::Price{std::llround(price / tick)}; };
  core::Candle exact;
  exact.open_time = candle.open_time;
  exact.open = units(candle.open);
  exact.high = units(candle.high);
  exact.low = units(candle.low);
  exact.close = units(candle.close);
  exact.volume = {std::llround(candle.volume * 1000)};
  return exact;
}

/// An instrument whose price units are ticks; the name's first word is its symbol, which tells the pip of forex.
core::Instrument instrument_of(const std::string& name, core::MarketType market, double tick) {
  core::Instrument instrument;
  instrument.venue = "file";
  instrument.symbol = name.substr(0, name.find_first_of("_-. "));
  instrument.market_type = market;
  instrument.calendar = core::calendar_of(market);
  instrument.scale = {static_cast<std::uint8_t>(std::max(0.0, std::round(-std::log10(tick)))), 3};
  return instrument;
}

/// The signal's trade entered at the close of another candle; whether it ended within the series.
bool follow(const Signal& like, std::span<const core::CandleF> candles, std::size_t from, core::Timeframe timeframe,
            Calibration& into) {
  Signal signal = like;
  const double scale = candles[from].close / like.entry;
  signal.entry = candles[from].close;
  signal.stop = like.stop * scale;
  signal.targets.clear();
  signal.targets.push(like.targets.front() * scale);
  signal.candle = candles[from].open_time;
  signal.known_at = candles[from].open_time + core::duration_of(timeframe);
  signal.expires = signal.known_at + (like.expires - like.known_at);
  signal.status = decision::SignalStatus::kOpen;
  signal.ended.reset();
  signal.favorable = signal.adverse = 0;
  decision::SignalBook book;
  std::vector<Signal> ended;
  book.open(signal, signal.known_at, ended);
  for (std::size_t i = from + 1; i < candles.size() && ended.empty(); ++i) {
    const core::Timestamp end = candles[i].open_time + core::duration_of(timeframe);
    book.step(candles[i], {end, end}, ended);
  }
  if (ended.empty()) return false;
  into.add(ended.front());
  return true;
}

std::string rate_of(const HitTally& tally) {
  if (tally.ended == 0) return "-";
  return fixed_text(100 * tally.rate(), 0) + " (" + fixed_text(100 * tally.interval().low, 0) + " to " +
         fixed_text(100 * tally.interval().high, 0) + ")";
}

std::string_view verdict_of(const HitTally& found, const HitTally& chance) {
  if (found.ended < kEnough || chance.ended < kEnough) return "too few";
  if (found.interval().low > chance.interval().high) return "**better**";
  return found.interval().high < chance.interval().low ? "**worse**" : "no better than chance";
}

void write_row(std::string_view name, const HitTally& found, const HitTally& chance, std::ostream& out) {
  if (found.ended == 0) return;
  out << "| " << name << " | " << found.ended << " | " << rate_of(found) << " | " << rate_of(chance) << " | "
      << fixed_text(found.mean_result(), 2) << " | " << fixed_text(chance.mean_result(), 2) << " | "
      << verdict_of(found, chance) << " |\n";
}

void write_tables(const SignalMarket& m, std::ostream& out) {
  constexpr std::string_view kHead =
      " | ended | target first, % | control, % | mean result, R | control, R | against chance |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: | --- |\n";
  out << "| signal type" << kHead;
  for (std::size_t type = 0; type < decision::kSignalTypeCount; ++type) {
    const auto signal = static_cast<SignalType>(type);
    write_row(name_of(signal), m.market.of(signal), m.control.of(signal), out);
  }
  write_row("all", m.market.all(), m.control.all(), out);
  out << "\n| confidence" << kHead;
  for (std::size_t bucket = 0; bucket < Calibration::kBuckets; ++bucket) {
    write_row(name_of(static_cast<analysis::confidence::Strength>(bucket)), m.market.of_bucket(bucket),
              m.control.of_bucket(bucket), out);
  }
  out << '\n';
}

void write_tally(net::JsonWriter& json, std::string_view key, const HitTally& tally) {
  json.key(key).begin_object();
  json.key("ended").unsigned_integer(tally.ended);
  json.key("hits").unsigned_integer(tally.hits);
  json.key("low").number(tally.interval().low);
  json.key("high").number(tally.interval().high);
  json.key("mean_result").number(tally.mean_result());
  json.end_object();
}

}  // namespace

SignalMarket measure_signals(std::string name, core::MarketType market, core::Timeframe timeframe,
                             std::span<const core::CandleF> candles, double tick, std::uint64_t seed) {
  SignalMarket result{
      .name = std::move(name), .timeframe = timeframe, .candles = candles.size(), .market = {}, .control = {}};
  if (timeframe > decision::Decider::kLongestBase || candles.size() <= kWarmUp) return result;
  engine::EngineConfig config;
  config.candlesticks.emplace();
  config.volume.emplace();
  config.structure.emplace();
  config.zones.emplace();
  config.decision.emplace();
  config.decision->settings.traces = decision::TracePolicy::kSignals;
  config.decision->reports = engine::ConfluenceReports::kSuppress;
  std::vector<core::Candle> exact;
  exact.reserve(candles.size());
  for (const auto& candle : candles) exact.push_back(exact_of(candle, tick));
  std::vector<Signal> signals;
  run_decisions(config, instrument_of(result.name, market, tick), timeframe, exact, [&](const engine::Output& output) {
    const auto* said = std::get_if<engine::SignalOutput>(&output);
    if (said != nullptr && said->signal->ended) signals.push_back(*said->signal);
  });
  core::Rng rng{seed};
  for (const Signal& signal : signals) {
    result.market.add(signal);
    for (std::size_t i = 0; i < kControlEntries; ++i) {
      const std::size_t from = kWarmUp + rng.below(candles.size() - kWarmUp);
      (void)follow(signal, candles, from, timeframe, result.control);
    }
  }
  return result;
}

void write_signal_outcomes(std::span<const SignalMarket> markets, std::ostream& out) {
  out << R"(## What became of signals

Decisions with the default settings on every closed candle, each from earlier candles alone: nothing was fitted to these
series, so all of it is out of sample. A signal ends at its first target or its stop, whichever is traded at first (the
stop where one candle reaches both), or expires. **control**: for each signal 20 entries at random candles of the same
series, same side, with stop, target and expiry at the same distances: the same trades where the moment means nothing.
Share that reached the target first with its 95 % interval (Wilson); R: multiples of the risk, before costs. Better or
worse only when both have 30 outcomes and the intervals do not touch. Signals of markets that move together are not
independent: intervals are narrower than they should be.

)";
  SignalMarket all{.name = "All markets", .market = {}, .control = {}};
  std::size_t counted = 0;
  for (const SignalMarket& one : markets) {
    if (one.market.all().ended == 0) continue;
    ++counted;
    all.candles += one.candles;
    all.market.add(one.market);
    all.control.add(one.control);
  }
  if (counted == 0) {
    out << "None: decisions are taken on 1m or 5m candles.\n\n";
    return;
  }
  if (counted > 1) {
    out << "### All markets\n\n" << all.candles << " candles.\n\n";
    write_tables(all, out);
  }
  for (const SignalMarket& one : markets) {
    if (one.market.all().ended == 0) continue;
    out << "### " << one.name << ", " << core::name_of(one.timeframe) << "\n\n" << one.candles << " candles.\n\n";
    write_tables(one, out);
  }
}

void write_signal_outcomes(const SignalMarket& market, net::JsonWriter& json) {
  json.begin_array();
  for (std::size_t type = 0; type < decision::kSignalTypeCount; ++type) {
    for (std::size_t bucket = 0; bucket < Calibration::kBuckets; ++bucket) {
      const auto signal = static_cast<SignalType>(type);
      if (market.market.of(signal, bucket).ended == 0) continue;
      json.begin_object();
      json.key("type").text(name_of(signal));
      json.key("confidence").text(name_of(static_cast<analysis::confidence::Strength>(bucket)));
      write_tally(json, "market", market.market.of(signal, bucket));
      write_tally(json, "control", market.control.of(signal, bucket));
      json.end_object();
    }
  }
  json.end_array();
}

}  // namespace tidemark::app::evidence
