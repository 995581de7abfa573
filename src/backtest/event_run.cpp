#include "backtest/event_run.hpp"

#include <optional>
#include <type_traits>
#include <variant>
#include <vector>

#include "backtest/analysis_needs.hpp"
#include "engine/engine.hpp"

namespace tidemark::backtest {
namespace {

/// What the engine says, taken to the session.
class Passage {
 public:
  Passage(const SessionSetup& setup, core::InstrumentId id, const engine::Engine& engine, Session& session)
      : timeframe_{setup.timeframe}, id_{id}, engine_{engine}, session_{session} {}

  void take(const std::vector<engine::Output>& outputs) {
    const engine::CandleOutput* closed = nullptr;
    for (const engine::Output& output : outputs) {
      if (const auto* trade = std::get_if<core::Trade>(&output)) {
        session_.on_trade(*trade);
      } else if (const auto* quote = std::get_if<core::Quote>(&output)) {
        if (!has_book_) session_.on_quote(*quote);
      } else if (const auto* book = std::get_if<engine::BookOutput>(&output)) {
        take(*book);
      } else if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) {
        const bool ours = candle->timeframe == timeframe_ && candle->state == core::CandleState::kClosed;
        if (ours) session_.on_close((closed = candle)->candle, candle->known_at);
      } else if (closed != nullptr && is_finding_of(output, timeframe_)) {
        session_.on_output(output);
      }
    }
    if (closed != nullptr) session_.decide(closed->candle);
  }

 private:
  void take(const engine::BookOutput& book) {
    if (book.state != engine::BookState::kLive) {
      // Nobody knows what stands there now: trades say what the price is, until the book is back.
      if (has_book_) session_.on_depth(book.known_at, {}, {});
      has_book_ = false;
      return;
    }
    if (!engine_.copy_depth(id_, depth_)) return;
    has_book_ = true;
    session_.on_depth(book.known_at, depth_.bids(), depth_.asks());
  }

  core::Timeframe timeframe_;
  core::InstrumentId id_;
  const engine::Engine& engine_;
  Session& session_;
  engine::BookDepth depth_;
  bool has_book_{false};
};

bool is_wanted(const core::Event& event, core::InstrumentId id) {
  if (std::holds_alternative<core::VenueCandle>(event)) return false;
  const auto instrument = core::instrument_of(event);
  return !instrument || *instrument == id;
}

}  // namespace

core::Result<RunResult> run_events(const SessionSetup& setup, Strategy& strategy, Needs needs,
                                   const core::InstrumentTable& table, core::InstrumentId id, EventFeed& feed,
                                   RunObserver* observer) {
  if (auto status = check_needs(needs, setup.timeframe); !status) return core::forward_error(status);
  engine::EngineConfig config = config_for(needs);
  config.base_timeframe = core::Timeframe::k1m;
  config.source = engine::CandleSource::kTrades;
  engine::Engine engine{table, config};
  Session session{setup, strategy, observer};
  Passage passage{setup, id, engine, session};
  core::Event event;
  std::vector<engine::Output> outputs;
  for (;;) {
    const auto more = feed.next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (!is_wanted(event, id)) continue;
    outputs.clear();
    engine.process(event, outputs);
    passage.take(outputs);
  }
  if (!session.has_begun()) {
    return core::fail(core::ErrorKind::kNotFound, "no_candles", "not one candle closed in it");
  }
  return session.finish();
}

}  // namespace tidemark::backtest
