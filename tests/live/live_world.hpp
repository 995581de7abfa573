#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "pipeline/book_sync.hpp"
#include "tests/live/simulated_network.hpp"
#include "venues/binance/live/live_session.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace tidemark::test {

inline constexpr core::Timestamp kWorldStart = core::Timestamp::from_ms(1'725'000'000'000);  // 2024-08-30 06:40:00 UTC

/// A live configuration that gives up sooner, so that a fault's whole course fits into a few simulated minutes.
inline venues::binance::LiveConfig quick_config(venues::binance::Market market) {
  venues::binance::LiveConfig config;
  config.market = market;
  config.endpoints = {"http://sim", "ws://sim", "/stream", "/stream"};
  if (market == venues::binance::Market::kUsdm) {
    config.endpoints.public_path = "/public/stream";
    config.endpoints.market_path = "/market/stream";
  }
  config.first_history = core::minutes(10);
  config.backoff.cap = core::seconds(8);
  config.control_timeout = core::seconds(5);
  config.open_timeout = core::seconds(5);
  config.link_stale_after = core::seconds(8);
  config.stream_quiet_after = core::seconds(15);
  config.failover_after = core::seconds(10);
  config.poll_every = core::seconds(2);
  config.heal.give_up_after = core::seconds(40);
  config.repair_after = core::seconds(5);
  config.request_timeout = core::seconds(4);
  return config;
}

/// All that came out for one symbol.
struct SymbolRecord {
  std::vector<core::Trade> trades;
  std::map<core::Timestamp, core::Candle> candles;  ///< closed, 1m
  std::map<core::Timestamp, core::Candle> repairs;
  std::vector<core::Gap> gaps;
  std::vector<std::pair<core::Timestamp, core::FeedState>> states;
  std::vector<engine::BookOutput> tops;
  std::unique_ptr<pipeline::BookSync> book;                     ///< kept beside the engine, for all its levels
  std::map<std::uint64_t, std::vector<core::BookLevel>> books;  ///< by update id, while the world is told to keep them
  core::Timestamp last_event;
};

/// A simulated venue, a network, a live session and an engine, run in simulated time.
class LiveWorld final : public venues::MarketDataSink {
 public:
  struct Options {
    venues::binance::Market market{venues::binance::Market::kSpot};
    std::vector<std::string> symbols{"BTCUSDT", "ETHUSDT"};
    std::uint64_t market_seed{1};
    std::uint64_t network_seed{1};
    sim::FaultPlan faults;
    venues::binance::LiveConfig config{quick_config(market)};
  };

  explicit LiveWorld(Options options)
      : options_{std::move(options)},
        venue_{make_venue(options_)},
        network_{*venue_, kWorldStart, options_.network_seed},
        session_{options_.config, network_, session_table_, *this},
        engine_{engine_table_, engine_config()} {
    network_.set_events(session_.transport_events());
    session_.start(now_);
    for (const std::string& symbol : options_.symbols) EXPECT_TRUE(session_.subscribe(symbol, {}, now_));
  }

  void run_until(core::Timestamp end) {
    while (now_ < end) {
      core::Timestamp next = std::min({end, session_due_, network_.next_due(), venue_->next_due(), heartbeat_});
      now_ = std::max(now_, next);
      network_.set_now(now_);
      venue_->advance(now_);
      network_.run(now_);
      most_weight_ = std::max(most_weight_, session_.status().weight_used);
      int turns = 0;
      while ((session_due_ = session_.on_time(now_)) <= now_) {
        if (++turns < 100) continue;
        ADD_FAILURE() << "the session wants to be called again without end";
        return;
      }
      if (now_ >= heartbeat_) {
        heartbeat_ = now_ + core::seconds(1);
        feed(core::Heartbeat{{{}, now_}});
      }
    }
  }
  void run_for(core::Duration time) { run_until(now_ + time); }

  [[nodiscard]] core::Timestamp now() const { return now_; }
  [[nodiscard]] const SimulatedNetwork::Log& log() const { return network_.log(); }
  /// Highest request weight a minute that the session counted.
  [[nodiscard]] std::uint32_t most_weight() const { return most_weight_; }
  /// An event came of an instrument that had not been announced.
  [[nodiscard]] bool unannounced() const { return unannounced_; }
  [[nodiscard]] venues::binance::LiveSession& session() { return session_; }
  [[nodiscard]] SymbolRecord& of(const std::string& symbol) { return records_[symbol]; }
  [[nodiscard]] const std::map<std::string, SymbolRecord>& records() const { return records_; }
  [[nodiscard]] core::FeedState state_of(const std::string& symbol) {
    const auto& states = records_[symbol].states;
    return states.empty() ? core::FeedState::kClosed : states.back().second;
  }
  [[nodiscard]] bool went_back() const { return went_back_; }
  void keep_books() { keep_books_ = true; }

  void on_instrument(const core::Instrument& instrument) override {
    core::Instrument copy = instrument;
    engine_table_.add(copy);
    symbols_[instrument.id.value] = instrument.symbol;
  }
  void on_event(core::Event& event) override { feed(event); }
  void on_repaired(const venues::Repair& repair) override {
    for (const core::Candle& candle : repair.candles) {
      records_[symbols_[repair.instrument.value]].repairs[candle.open_time] = candle;
    }
  }
  void on_refused(std::string_view symbol, const core::Error& why) override {
    ADD_FAILURE() << symbol << ": " << why.text();
  }

  static std::vector<core::BookLevel> top_of(const pipeline::OrderBook& book, std::size_t depth) {
    std::vector<core::BookLevel> levels;
    for (const auto side : {pipeline::BookSide::kBid, pipeline::BookSide::kAsk}) {
      std::vector<core::BookLevel> best(depth);
      best.resize(book.top(side, best));
      levels.insert(levels.end(), best.begin(), best.end());
    }
    return levels;
  }

 private:
  static std::unique_ptr<venues::simulated::SimVenue> make_venue(const Options& options) {
    venues::simulated::SimVenueConfig config;
    config.seed = options.market_seed;
    config.start = kWorldStart;
    config.symbols = options.symbols;
    config.history = core::minutes(30);
    config.markets = {options.market};
    config.faults = options.faults;
    auto venue = venues::simulated::SimVenue::make(config);
    EXPECT_TRUE(venue.has_value());
    return std::move(*venue);
  }
  static engine::EngineConfig engine_config() {
    engine::EngineConfig config;
    config.source = engine::CandleSource::kVenueCandles;
    config.base_timeframe = core::Timeframe::k1m;
    config.forming = engine::FormingCandles::kSuppress;
    return config;
  }
  SymbolRecord& record_of(core::InstrumentId id) {
    SymbolRecord& record = records_[symbols_[id.value]];
    if (!record.book) record.book = std::make_unique<pipeline::BookSync>(pipeline::BookSyncConfig{});
    return record;
  }
  void feed(const core::Event& event) {
    const core::Timestamp received = core::times_of(event).received;
    if (received < last_received_) went_back_ = true;
    last_received_ = received;
    if (const auto id = core::instrument_of(event)) {
      if (!symbols_.contains(id->value)) unannounced_ = true;
      SymbolRecord& record = record_of(*id);
      record.last_event = received;
      if (const auto* delta = std::get_if<core::BookDelta>(&event)) static_cast<void>(record.book->apply(*delta));
      if (const auto* book = std::get_if<core::BookSnapshot>(&event)) static_cast<void>(record.book->apply(*book));
      if (const auto* status = std::get_if<core::FeedStatus>(&event)) {
        if (status->state == core::FeedState::kGapped) record.book->reset();
      }
      const bool book_event = std::holds_alternative<core::BookDelta>(event);
      if (keep_books_ && book_event && record.book->state() == pipeline::BookState::kLive) {
        record.books[record.book->update_id()] = top_of(record.book->book(), 20);
      }
    }
    outputs_.clear();
    engine_.process(event, outputs_);
    for (const engine::Output& output : outputs_) take(output);
  }
  void take(const engine::Output& output) {
    if (const auto* trade = std::get_if<core::Trade>(&output)) {
      record_of(trade->instrument).trades.push_back(*trade);
    } else if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) {
      if (candle->state != core::CandleState::kClosed || candle->timeframe != core::Timeframe::k1m) return;
      const bool added = record_of(candle->instrument).candles.emplace(candle->candle.open_time, candle->candle).second;
      EXPECT_TRUE(added) << "a closed candle twice";
    } else if (const auto* gap = std::get_if<core::Gap>(&output)) {
      record_of(gap->instrument).gaps.push_back(*gap);
    } else if (const auto* status = std::get_if<core::FeedStatus>(&output)) {
      record_of(status->instrument).states.emplace_back(status->times.received, status->state);
    } else if (const auto* top = std::get_if<engine::BookOutput>(&output)) {
      record_of(top->instrument).tops.push_back(*top);
    }
  }

  Options options_;
  core::Timestamp now_{kWorldStart};
  core::Timestamp session_due_{kWorldStart};
  core::Timestamp heartbeat_{kWorldStart};
  core::Timestamp last_received_{INT64_MIN};
  bool went_back_{false};
  bool keep_books_{false};
  bool unannounced_{false};
  std::uint32_t most_weight_{0};
  std::map<std::uint32_t, std::string> symbols_;
  std::map<std::string, SymbolRecord> records_;
  std::vector<engine::Output> outputs_;
  std::unique_ptr<venues::simulated::SimVenue> venue_;
  SimulatedNetwork network_;
  core::InstrumentTable session_table_;
  core::InstrumentTable engine_table_;
  venues::binance::LiveSession session_;
  engine::Engine engine_;
};

}  // namespace tidemark::test
