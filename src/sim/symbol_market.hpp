#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/event.hpp"
#include "core/rng.hpp"
#include "sim/candle_builder.hpp"
#include "sim/flow/arrivals.hpp"
#include "sim/flow/crowd.hpp"
#include "sim/flow/price_process.hpp"
#include "sim/flow/symbol_spec.hpp"
#include "sim/latency.hpp"
#include "sim/market_data/candle_row.hpp"
#include "sim/matching/depth_feed.hpp"
#include "sim/matching/order_book.hpp"

namespace tidemark::sim {

/// What happened to an order that is not the crowd's.
struct ClientExecution {
  core::InstrumentId instrument;
  core::Timestamp at;  ///< exchange time
  Execution execution;
};

/// Whether single trades are kept for take_prints(), beside the public stream, which joins those of one taker.
enum class Prints : std::uint8_t { kDropped, kKept };

/// Everything one symbol's market needs to begin.
struct SymbolStart {
  core::InstrumentId id;
  core::Timestamp start;  ///< whole 100 ms
  core::Duration history;
  LatencyTraits latency;
  core::Rng market;  ///< of the common factor: the same for all symbols
  core::Rng own;     ///< forked by the name of the symbol whose fundamental price it has (of a cross: over the other)
  core::Rng under;   ///< forked by the name of that other; of a cross only
  core::Rng flow;    ///< of its traders; another one gives another market on the same fundamental price
  Prints prints{Prints::kDropped};
};

/// One symbol of the exchange: its fundamental price, its crowd, its book, and the public stream that comes of it.
/// Self-contained, so that symbols neither see nor disturb each other. Time moves in cells of 100 ms; at a cell's start
/// the depth delta of the last one goes out, the fair price moves and the crowd reacts; single orders fall at random
/// moments within the cell.
class SymbolMarket {
 public:
  SymbolMarket(const SymbolSpec& spec, const SymbolStart& start);

  /// Lets everything happen that is due up to and including `until` (exchange time).
  void advance(core::Timestamp until);

  /// Events not taken yet, in order of both times; received times never fall.
  [[nodiscard]] std::span<core::Event> waiting() { return std::span{queue_}.subspan(taken_); }
  /// Forgets the first `count` of them.
  void drop(std::size_t count);

  OrderId submit(core::Timestamp at, const OrderRequest& request);
  CancelOutcome cancel(core::Timestamp at, OrderId order, OwnerId owner);
  [[nodiscard]] std::vector<ClientExecution>& client_executions() { return executions_; }
  /// Single trades not taken yet, in order of time; empty unless they are kept.
  [[nodiscard]] std::vector<Print>& prints() { return prints_; }

  [[nodiscard]] core::BookSnapshot snapshot(core::Timestamp at, std::size_t depth) const;
  [[nodiscard]] std::span<const core::Candle> history() const { return history_; }
  /// The minute in progress; at the start it holds what of it was history.
  [[nodiscard]] const core::Candle& forming_candle() const { return candle_.candle(); }
  [[nodiscard]] const core::Instrument& instrument() const { return instrument_; }
  [[nodiscard]] const OrderBook& book() const { return book_; }
  [[nodiscard]] const PriceProcess& process() const { return process_; }

 private:
  enum class ActKind : std::uint8_t { kTake, kAdd, kCancel };
  struct Act {
    core::Timestamp at;
    ActKind kind{ActKind::kTake};
  };

  void begin_cell();
  void turn_candle();
  void plan_acts();
  void perform(const Act& act);
  void publish(core::Timestamp at);
  void publish_trade(core::Timestamp at, const Fill& first, const Fill& last, core::Qty qty);
  void publish_quote(core::Timestamp at);
  void publish_candle(core::Timestamp at, core::CandleState state);
  void note_client_execution(core::Timestamp at, const Execution& execution);
  template <class T>
  void emit(core::Timestamp at, T event);

  SymbolSpec spec_;
  core::Instrument instrument_;
  PriceProcess process_;
  double fair_scale_;  ///< fair price in price units at log price 0
  CrowdView view_;
  Crowd crowd_;
  core::Rng rng_;
  LatencyLine latency_;
  Arrivals takers_{kCellSeconds};
  TimeStep dt_{kCellSeconds};
  OrderBook book_;
  DepthFeed feed_;
  BookOutput out_;
  core::Timestamp next_cell_;
  std::vector<Act> acts_;  ///< of this cell, in order of time
  std::size_t next_act_{0};
  std::vector<core::Candle> history_;
  CandleBuilder candle_;
  core::Quote last_quote_;
  std::vector<core::Event> queue_;
  std::size_t taken_{0};
  std::vector<ClientExecution> executions_;
  Prints keep_prints_;
  std::vector<Print> prints_;
};

}  // namespace tidemark::sim
