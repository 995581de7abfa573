#include "backtest/run.hpp"

#include <optional>
#include <variant>

#include "backtest/analysis_needs.hpp"
#include "engine/engine.hpp"

namespace tidemark::backtest {
namespace {

/// The engine between the candles and a session: what it publishes of the session's timeframe reaches the strategy.
class Analysis {
 public:
  Analysis(const SessionSetup& setup, Needs needs) : timeframe_{setup.timeframe} {
    id_ = table_.add(setup.instrument);
    engine::EngineConfig config = config_for(needs);
    config.base_timeframe = setup.timeframe;
    config.source = engine::CandleSource::kVenueCandles;
    engine_.emplace(table_, config);
  }

  void feed(const core::Candle& candle, Session& session) {
    const core::Timestamp end = candle.open_time + core::duration_of(timeframe_);
    event_ = core::VenueCandle{.instrument = id_,
                               .times = {end, end},
                               .timeframe = timeframe_,
                               .state = core::CandleState::kClosed,
                               .candle = candle};
    outputs_.clear();
    engine_->process(event_, outputs_);
    const core::Candle* closed = nullptr;
    for (const engine::Output& output : outputs_) {
      if (const auto* one = std::get_if<engine::CandleOutput>(&output)) {
        const bool ours = one->timeframe == timeframe_ && one->state == core::CandleState::kClosed;
        if (ours) session.on_market(*(closed = &one->candle));
      } else if (closed != nullptr && is_finding_of(output, timeframe_)) {
        session.on_output(output);
      }
    }
    if (closed != nullptr) session.decide(*closed);
  }

 private:
  core::Timeframe timeframe_;
  core::InstrumentTable table_;
  core::InstrumentId id_;
  std::optional<engine::Engine> engine_;
  core::Event event_;
  std::vector<engine::Output> outputs_;
};

}  // namespace

core::Result<RunResult> run(const SessionSetup& setup, Strategy& strategy, Needs needs, CandleSource& source,
                            RunObserver* observer, const Progress& progress) {
  if (auto status = check_needs(needs, setup.timeframe); !status) return core::forward_error(status);
  Session session{setup, strategy, observer};
  std::optional<Analysis> analysis;
  if (needs != Needs::kCandles) analysis.emplace(setup, needs);
  std::uint64_t candles = 0;
  for (;;) {
    auto piece = source.next();
    if (!piece) return core::forward_error(piece);
    if (piece->empty()) break;
    for (const core::Candle& candle : *piece) {
      if (analysis) {
        analysis->feed(candle, session);
      } else {
        session.on_market(candle);
        session.decide(candle);
      }
    }
    candles += piece->size();
    if (progress && !progress(candles)) {
      return core::fail(core::ErrorKind::kCancelled, "cancelled", "the run was ended before its candles were");
    }
  }
  if (candles == 0) {
    return core::fail(core::ErrorKind::kNotFound, "no_candles", "there is not one candle to run over");
  }
  return session.finish();
}

core::Result<RunResult> run(const SessionSetup& setup, const StrategyRow& row, std::span<const double> values,
                            CandleSource& source, RunObserver* observer, const Progress& progress) {
  const auto strategy = row.make(values, setup.instrument.scale);
  return run(setup, *strategy, row.needs, source, observer, progress);
}

}  // namespace tidemark::backtest
