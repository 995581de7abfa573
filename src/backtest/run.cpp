#include "backtest/run.hpp"

#include <array>
#include <optional>
#include <variant>

#include "backtest/analysis_needs.hpp"
#include "engine/engine.hpp"

namespace tidemark::backtest {
namespace {

/// The engine between the candles and a session: what it publishes of the session's timeframe reaches the strategies.
class Analysis {
 public:
  Analysis(const SessionSetup& setup, Needs needs) : timeframe_{setup.timeframe} {
    for (const core::Instrument& instrument : setup.instruments) ids_.push_back(table_.add(instrument));
    engine::EngineConfig config = config_for(needs);
    config.base_timeframe = setup.timeframe;
    config.source = engine::CandleSource::kVenueCandles;
    engine_.emplace(table_, config);
  }

  void feed(std::span<const NumberedCandle> together, Session& session) {
    const core::Timestamp open = together.front().candle->open_time;
    const core::Timestamp end = open + core::duration_of(timeframe_);
    results_.clear();
    findings_.clear();
    for (const NumberedCandle& one : together) {
      if (one.number < ids_.size()) process(one, end);
    }
    for (const Closed& one : results_) session.on_market(one.number, one.candle);
    for (const Closed& one : results_) session.on_close(one.number, one.candle);
    for (const NumberedCandle& one : together) {
      if (one.number >= ids_.size()) session.on_close(one.number, *one.candle);
    }
    if (results_.empty()) return;
    session.on_moment(open, end);
    for (const Closed& one : results_) {
      for (std::size_t i = 0; i < one.count; ++i) session.on_output(one.number, findings_[one.first + i]);
      session.decide(one.number, one.candle);
    }
    session.end_moment();
  }

 private:
  /// A candle that the engine let through, and where its findings stand.
  struct Closed {
    std::size_t number{0};
    core::Candle candle;
    std::size_t first{0};
    std::size_t count{0};
  };

  void process(const NumberedCandle& one, core::Timestamp end) {
    event_ = core::VenueCandle{.instrument = ids_[one.number],
                               .times = {end, end},
                               .timeframe = timeframe_,
                               .state = core::CandleState::kClosed,
                               .candle = *one.candle};
    outputs_.clear();
    engine_->process(event_, outputs_);
    Closed* closed = nullptr;
    for (engine::Output& output : outputs_) {
      if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) {
        if (candle->timeframe != timeframe_ || candle->state != core::CandleState::kClosed) continue;
        closed = &results_.emplace_back(one.number, candle->candle, findings_.size(), std::size_t{0});
      } else if (closed != nullptr && is_finding_of(output, timeframe_)) {
        findings_.push_back(std::move(output));
        ++closed->count;
      }
    }
  }

  core::Timeframe timeframe_;
  core::InstrumentTable table_;
  std::vector<core::InstrumentId> ids_;
  std::optional<engine::Engine> engine_;
  core::Event event_;
  std::vector<engine::Output> outputs_;
  std::vector<Closed> results_;
  std::vector<engine::Output> findings_;
};

/// What hears of candles: the session itself, or the engine before it.
class Way {
 public:
  Way(const SessionSetup& setup, Needs needs, Session& session)
      : session_{session}, length_{core::duration_of(setup.timeframe)} {
    if (needs != Needs::kCandles) analysis_.emplace(setup, needs);
  }

  void feed(const core::Candle& candle) {
    if (analysis_) return feed(std::array{NumberedCandle{0, &candle}});
    session_.on_market(0, candle);
    session_.on_close(0, candle);
    session_.on_moment(candle.open_time, candle.open_time + length_);
    session_.decide(0, candle);
    session_.end_moment();
  }
  void feed(std::span<const NumberedCandle> together) {
    if (analysis_) return analysis_->feed(together, session_);
    for (const NumberedCandle& one : together) {
      if (one.number < session_.traded()) session_.on_market(one.number, *one.candle);
    }
    for (const NumberedCandle& one : together) session_.on_close(one.number, *one.candle);
    // Those traded come first.
    if (together.front().number >= session_.traded()) return;
    const core::Timestamp open = together.front().candle->open_time;
    session_.on_moment(open, open + length_);
    for (const NumberedCandle& one : together) {
      if (one.number < session_.traded()) session_.decide(one.number, *one.candle);
    }
    session_.end_moment();
  }

 private:
  Session& session_;
  core::Duration length_;
  std::optional<Analysis> analysis_;
};

std::unexpected<core::Error> cancelled() {
  return core::fail(core::ErrorKind::kCancelled, "cancelled", "the run was ended before its candles were");
}

core::Status run_one(CandleSource& source, Way& way, const Progress& progress) {
  std::uint64_t candles = 0;
  for (;;) {
    const auto piece = source.next();
    if (!piece) return std::unexpected(piece.error());
    if (piece->empty()) return {};
    for (const core::Candle& candle : *piece) way.feed(candle);
    candles += piece->size();
    if (progress && !progress(candles)) return cancelled();
  }
}

core::Status run_all(std::span<CandleSource* const> sources, Way& way, const Progress& progress) {
  constexpr std::uint64_t kLook = 20'000;
  CandleMerge merge{sources};
  std::uint64_t candles = 0;
  for (std::uint64_t told = 0;;) {
    const auto together = merge.next();
    if (!together) return std::unexpected(together.error());
    if (together->empty()) return {};
    way.feed(*together);
    candles += together->size();
    if (!progress || candles < told + kLook) continue;
    told = candles;
    if (!progress(candles)) return cancelled();
  }
}

}  // namespace

Crew::Crew(const SessionSetup& setup, const StrategyRow& row, std::span<const double> values) {
  for (const core::Instrument& one : setup.instruments) {
    members_.push_back(owned_.emplace_back(row.make(values, one.scale)).get());
  }
}

core::Result<RunResult> run(const SessionSetup& setup, std::span<Strategy* const> strategies, Needs needs,
                            std::span<CandleSource* const> sources, RunObserver* observer, const Progress& progress) {
  if (auto status = check_needs(needs, setup.timeframe); !status) return core::forward_error(status);
  Session session{setup, strategies, observer};
  Way way{setup, needs, session};
  const auto status = sources.size() == 1 ? run_one(*sources.front(), way, progress) : run_all(sources, way, progress);
  if (!status) return std::unexpected(status.error());
  if (!session.has_begun()) {
    return core::fail(core::ErrorKind::kNotFound, "no_candles", "there is not one candle to run over");
  }
  return session.finish();
}

core::Result<RunResult> run(const SessionSetup& setup, Strategy& strategy, Needs needs, CandleSource& source,
                            RunObserver* observer, const Progress& progress) {
  return run(setup, std::array{&strategy}, needs, std::array{&source}, observer, progress);
}

core::Result<RunResult> run(const SessionSetup& setup, const StrategyRow& row, std::span<const double> values,
                            std::span<CandleSource* const> sources, RunObserver* observer, const Progress& progress) {
  const Crew crew{setup, row, values};
  return run(setup, crew.members(), row.needs, sources, observer, progress);
}

core::Result<RunResult> run(const SessionSetup& setup, const StrategyRow& row, std::span<const double> values,
                            CandleSource& source, RunObserver* observer, const Progress& progress) {
  return run(setup, row, values, std::array{&source}, observer, progress);
}

}  // namespace tidemark::backtest
