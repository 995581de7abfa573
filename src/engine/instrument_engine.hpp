#pragma once

#include <optional>
#include <vector>

#include "core/bytes.hpp"
#include "core/event.hpp"
#include "core/instrument.hpp"
#include "engine/book_path.hpp"
#include "engine/candle_path.hpp"
#include "engine/pause_gate.hpp"
#include "pipeline/tick_check.hpp"

namespace tidemark::engine {

/// All state of one instrument, and the one place that decides which part an event goes to.
class InstrumentEngine {
 public:
  /// `config` and `work`, which engines that never run at the same time may share, must outlive it.
  InstrumentEngine(const core::Instrument& instrument, const EngineConfig& config, decision::Workspace& work);

  [[nodiscard]] const core::Instrument& instrument() const { return instrument_; }
  /// End of the newest closed base candle.
  [[nodiscard]] std::optional<core::Timestamp> candles_until() const { return candles_.candles_until(); }

  void process(const core::Event& event, core::Timestamp now, std::vector<Output>& out);
  /// Time goes on without news of this instrument.
  void on_time(core::Timestamp now, std::vector<Output>& out);

  void copy_depth(BookDepth& out) const { book_.copy_depth(out); }

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  void on(const core::Trade& trade, Sink& sink);
  void on(const core::Quote& quote, Sink& sink);
  void on(const core::BookSnapshot& snapshot, Sink& sink);
  void on(const core::BookDelta& delta, Sink& sink);
  void on(const core::VenueCandle& candle, Sink& sink);
  void on(const core::MarkPrice& mark, Sink& sink);
  void on(const core::Liquidation& liquidation, Sink& sink);
  void on(const core::FeedStatus& status, Sink& sink);
  void on(const core::Heartbeat&, Sink&) {}

  bool pass(const pipeline::TickVerdict& verdict, Sink& sink) const;
  void heard(Sink& sink);
  void check_silence(Sink& sink);
  /// A book that was live once and is not now pauses signals.
  void watch_book(Sink& sink);
  void tell_missing(const pipeline::TickVerdict& verdict, const core::Trade& trade, Sink& sink) const;

  core::Instrument instrument_;
  const EngineConfig* config_;
  decision::Workspace* work_;
  PauseGate gate_;
  pipeline::TickCheck ticks_;
  CandlePath candles_;
  BookPath book_;
  std::optional<core::Timestamp> last_heard_;
  bool silent_{false};         ///< nothing came for too long, and it was said
  bool feed_down_{false};      ///< by the feed's own word
  bool feed_was_down_{false};  ///< since the last trade
  /// Closed since the last trade: nobody wanted to hear what came meanwhile, so nothing of it is missing.
  bool listening_anew_{false};
  bool book_promised_{false};  ///< it was live once
};

}  // namespace tidemark::engine
