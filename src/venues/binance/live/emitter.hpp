#pragma once

#include <algorithm>
#include <cstdint>

#include "core/event.hpp"
#include "venues/live/market_data_venue.hpp"

namespace tidemark::venues::binance {

/// The one way out of a session. What is handed on is known now, whenever it came in: held-back and fetched events get
/// the time at which they are handed on, so that received times never go back. Not thread-safe.
class Emitter {
 public:
  explicit Emitter(MarketDataSink& sink) : sink_{&sink} {}

  void event(core::Event& event, core::Timestamp now) {
    last_ = std::max(last_, now);
    std::visit([&](auto& e) { e.times.received = last_; }, event);
    sink_->on_event(event);
  }
  template <class T>
  void make(const T& value, core::Timestamp now) {
    core::Event made{value};
    event(made, now);
  }
  void status(core::InstrumentId instrument, core::FeedState state, core::Timestamp now) {
    make(core::FeedStatus{instrument, {}, state}, now);
  }
  void instrument(const core::Instrument& instrument) { sink_->on_instrument(instrument); }
  void repaired(const Repair& repair) { sink_->on_repaired(repair); }
  void refused(std::string_view symbol, const core::Error& why) { sink_->on_refused(symbol, why); }

 private:
  MarketDataSink* sink_;
  core::Timestamp last_{INT64_MIN};
};

}  // namespace tidemark::venues::binance
