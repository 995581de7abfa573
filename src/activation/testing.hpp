#pragma once

#include "activation/machine.hpp"

/// A configuration that does well, and ways to let it do otherwise; for tests only.
namespace tidemark::activation::testing {

inline core::Timestamp at(std::int64_t minutes) {
  return core::Timestamp::from_s(1'700'000'000) + core::minutes(minutes);
}

inline core::Money usd(std::int64_t amount) {
  return {core::Int128{amount} * 1'000'000'000'000'000'000};
}

/// Of an equity of 10,000.
inline TradeSeen trade(std::int64_t minute, std::int64_t profit) {
  return {.at = at(minute), .profit = usd(profit), .share = static_cast<double>(profit) / 10'000};
}

/// Small samples, so that a story fits a test.
inline Settings settings() {
  Settings s;
  s.start = Stage::kShadow;
  s.criteria.trades_min = 10;
  s.criteria.minutes_min = 5;
  s.triggers.losses_max = 3;
  s.triggers.window = 8;
  return s;
}

inline const Reach kAnywhere{Stage::kFull, ""};
inline const Reach kPaperOnly{Stage::kPaper, "this account trades with play money"};

/// Meets every criterion of settings(): eight of ten trades won, 40 against 10 lost; five minutes without a drawdown or
/// a breach.
inline void do_well(Machine& machine, std::int64_t minute = 0) {
  for (int n = 0; n < 10; ++n) machine.on(trade(minute, n % 5 == 4 ? -10 : 40));
  for (int n = 0; n < 5; ++n) {
    machine.on(EquitySeen{at(minute), usd(10'000 + n)});
    machine.on(ObjectivesSeen{at(minute), ""});
  }
  machine.on(QualitySeen{at(minute), 0.99, 240, "test:BTCUSDT"});
  machine.on(LatencySeen{1000, core::milliseconds(20), core::milliseconds(18), core::milliseconds(23)});
}

/// A machine with a configuration "a", promoted until it stands at this stage.
inline Machine standing_at(Stage stage, const Settings& with = settings()) {
  Machine machine{with};
  machine.configure(at(0), "a", kAnywhere);
  while (machine.state().stage < stage) {
    do_well(machine);
    if (!machine.promote(at(1), "well done", kAnywhere)) break;
  }
  return machine;
}

}  // namespace tidemark::activation::testing
