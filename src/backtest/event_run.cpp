#include "backtest/event_run.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "backtest/analysis_needs.hpp"
#include "engine/engine.hpp"

namespace tidemark::backtest {
namespace {

/// What the engine says of an instrument, taken to the session.
class Passage {
 public:
  /// `number`: of the instrument in the session.
  Passage(core::Timeframe timeframe, core::InstrumentId id, std::size_t number, const engine::Engine& engine,
          Session& session)
      : timeframe_{timeframe},
        id_{id},
        number_{number},
        traded_{number < session.traded()},
        engine_{engine},
        session_{session} {}

  [[nodiscard]] core::InstrumentId id() const { return id_; }

  void take(const engine::Output& output) {
    if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) {
      const bool ours = candle->timeframe == timeframe_ && candle->state == core::CandleState::kClosed;
      if (!ours) return;
      decide();
      close(*candle);
    } else if (traded_) {
      pass_on(output);
    }
  }
  /// The strategy decides on a candle once all that the engine found in it was told: when its market goes on, or here
  /// at the end. What other markets did in between counts, as it does in an account that trades on paper.
  void decide() {
    if (!closed_) return;
    const core::Candle candle = *std::exchange(closed_, std::nullopt);
    if (!traded_) return;
    session_.decide(number_, candle, known_at_);
    session_.end_moment();
  }

 private:
  void close(const engine::CandleOutput& closed) {
    closed_ = closed.candle;
    known_at_ = closed.known_at;
    if (traded_) session_.on_open(number_, closed.candle);
    session_.on_close(number_, closed.candle);
    session_.on_moment(closed.candle.open_time, closed.known_at);
  }
  void pass_on(const engine::Output& output) {
    if (const auto* trade = std::get_if<core::Trade>(&output)) {
      decide();
      session_.on_trade(number_, *trade);
    } else if (const auto* quote = std::get_if<core::Quote>(&output)) {
      decide();
      if (!has_book_) session_.on_quote(number_, *quote);
    } else if (const auto* book = std::get_if<engine::BookOutput>(&output)) {
      decide();
      take(*book);
    } else if (closed_ && is_finding_of(output, timeframe_)) {
      session_.on_output(number_, output);
    }
  }
  void take(const engine::BookOutput& book) {
    if (book.state != engine::BookState::kLive) {
      // Nobody knows what stands there now: trades say what the price is, until the book is back.
      if (has_book_) session_.on_depth(number_, book.known_at, {}, {});
      has_book_ = false;
      return;
    }
    if (!engine_.copy_depth(id_, depth_)) return;
    has_book_ = true;
    session_.on_depth(number_, book.known_at, depth_.bids(), depth_.asks());
  }

  core::Timeframe timeframe_;
  core::InstrumentId id_;
  std::size_t number_;
  bool traded_;
  const engine::Engine& engine_;
  Session& session_;
  engine::BookDepth depth_;
  bool has_book_{false};
  std::optional<core::Candle> closed_;  ///< the strategy has not decided on it yet
  core::Timestamp known_at_;            ///< of that
};

std::optional<core::InstrumentId> instrument_of(const engine::Output& output) {
  return std::visit(
      [](const auto& one) -> std::optional<core::InstrumentId> {
        if constexpr (requires { one.instrument; }) {
          return one.instrument;
        } else {
          return std::nullopt;
        }
      },
      output);
}

/// All of a run.
class Passages {
 public:
  Passages(core::Timeframe timeframe, std::span<const core::InstrumentId> ids, const engine::Engine& engine,
           Session& session) {
    for (std::size_t i = 0; i < ids.size(); ++i) all_.emplace_back(timeframe, ids[i], i, engine, session);
  }
  [[nodiscard]] bool wants(const core::Event& event) {
    if (std::holds_alternative<core::VenueCandle>(event)) return false;
    const auto instrument = core::instrument_of(event);
    return !instrument || find(*instrument) != nullptr;
  }
  void take(const std::vector<engine::Output>& outputs) {
    if (all_.size() == 1) {
      for (const engine::Output& output : outputs) all_.front().take(output);
      return;
    }
    for (const engine::Output& output : outputs) {
      const auto id = instrument_of(output);
      if (Passage* passage = id ? find(*id) : nullptr) passage->take(output);
    }
  }
  void end() {
    for (Passage& passage : all_) passage.decide();
  }

 private:
  Passage* find(core::InstrumentId id) {
    const auto found = std::ranges::find(all_, id, &Passage::id);
    return found == all_.end() ? nullptr : &*found;
  }

  std::deque<Passage> all_;
};

}  // namespace

core::Result<RunResult> run_events(const SessionSetup& setup, std::span<Strategy* const> strategies, Needs needs,
                                   const core::InstrumentTable& table, std::span<const core::InstrumentId> ids,
                                   EventFeed& feed, RunObserver* observer) {
  if (auto status = check_needs(needs, setup.timeframe); !status) return core::forward_error(status);
  engine::EngineConfig config = config_for(needs);
  config.base_timeframe = core::Timeframe::k1m;
  config.source = engine::CandleSource::kTrades;
  engine::Engine engine{table, config};
  Session session{setup, strategies, observer};
  Passages passages{setup.timeframe, ids, engine, session};
  core::Event event;
  std::vector<engine::Output> outputs;
  for (;;) {
    const auto more = feed.next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (!passages.wants(event)) continue;
    outputs.clear();
    engine.process(event, outputs);
    passages.take(outputs);
  }
  passages.end();
  if (!session.has_begun()) {
    return core::fail(core::ErrorKind::kNotFound, "no_candles", "not one candle closed in it");
  }
  return session.finish();
}

core::Result<RunResult> run_events(const SessionSetup& setup, Strategy& strategy, Needs needs,
                                   const core::InstrumentTable& table, core::InstrumentId id, EventFeed& feed,
                                   RunObserver* observer) {
  return run_events(setup, std::array{&strategy}, needs, table, std::array{id}, feed, observer);
}

}  // namespace tidemark::backtest
