#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "venues/binance/live/emitter.hpp"
#include "venues/binance/live/live_config.hpp"
#include "venues/binance/live/rest_gate.hpp"
#include "venues/event_batch.hpp"
#include "venues/live/book_chain.hpp"
#include "venues/live/candle_chain.hpp"
#include "venues/live/market_data_venue.hpp"
#include "venues/live/trade_chain.hpp"

namespace tidemark::venues::binance {

/// What is known of a stream's way to us.
enum class Carrier : std::uint8_t { kDown, kUp };

/// A fetched list, parsed: events of one kind and, for trades, their running numbers.
struct Fetched {
  EventBatch& events;
  std::span<const std::uint64_t> numbers;
};

/// All streams of one instrument: puts what comes in line (chains), fetches what is missing, polls what is down, and
/// says in which state each stream and the whole is. Hands on through the emitter, asks through the gate. Not
/// thread-safe.
class SymbolFeed {
 public:
  struct Parts {
    const LiveConfig& config;
    Emitter& emitter;
    RestGate& gate;
  };
  SymbolFeed(const Parts& parts, const core::Instrument& instrument, const Resume& resume, core::Timestamp now);

  [[nodiscard]] core::InstrumentId id() const { return id_; }
  [[nodiscard]] const std::string& symbol() const { return symbol_; }

  void set_carrier(StreamKind kind, Carrier carrier, std::string_view reason, core::Timestamp now);
  /// A message of a stream; `number` of an aggregate trade.
  void on_message(StreamKind kind, core::Event& event, std::uint64_t number, core::Timestamp now);
  void on_fetched(JobKind kind, Fetched fetched, core::Timestamp now);
  void on_fetch_failed(JobKind kind, core::Timestamp now);
  void refetch_book(core::Timestamp now);
  void close(core::Timestamp now);

  /// Does what is due; gives the moment to be called again.
  core::Timestamp on_time(core::Timestamp now);
  [[nodiscard]] core::Timestamp due() const;
  /// Streams that went silent while the venue had news: to be subscribed anew. Cleared by the call.
  [[nodiscard]] std::vector<StreamKind> take_silent();

  void add_status(std::vector<StreamStatus>& out) const;

 private:
  struct Stream {
    bool used{false};
    Carrier carrier{Carrier::kDown};
    core::Timestamp carrier_since;
    bool ever_up{false};
    std::optional<core::Timestamp> last_message;
    core::FeedState state{core::FeedState::kConnecting};
    core::Timestamp state_since;
    std::uint32_t losses{0};
    std::uint64_t duplicates{0};
    bool stalled{false};
    core::Timestamp checked;    ///< when silence was last looked into
    core::Duration quiet_wait;  ///< until it is looked into again; longer with every silence that was none
    std::string reason;
  };

  [[nodiscard]] Stream& stream(StreamKind kind) { return streams_[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] const Stream& stream(StreamKind kind) const { return streams_[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] bool up(StreamKind kind) const { return stream(kind).carrier == Carrier::kUp; }
  void note(StreamKind kind, Taken taken);
  void take_quote(core::Event& event, core::Timestamp now);
  void take_mark(core::Event& event, core::Timestamp now);
  void take_liquidation(core::Event& event, core::Timestamp now);
  void take_delta(core::Event& event, core::Timestamp now);
  void take_snapshot(core::Event& event, core::Timestamp now);
  void hand_on(core::Timestamp now);
  void tell(core::FeedState state, core::Timestamp now);
  void refresh(core::Timestamp now);
  [[nodiscard]] core::FeedState state_of(StreamKind kind) const;
  [[nodiscard]] core::FeedState state_of_all() const;
  [[nodiscard]] std::string reason_of(StreamKind kind) const;
  [[nodiscard]] bool silent(StreamKind kind, core::Timestamp now) const;
  void found_silent(StreamKind kind, core::Timestamp now);

  // What is asked for over REST (symbol_fetch.cpp).
  void fetch_trades(core::Timestamp now);
  void fetch_candles(core::Timestamp now);
  void fetch_repair(core::Timestamp now);
  void add_repair(core::TimeRange range, core::Timestamp now);
  void ask_snapshot(Urgency urgency);
  void wait_for_snapshot(core::Timestamp now);
  void check_silence(core::Timestamp now);
  void check_polling(core::Timestamp now);
  void poll(core::Timestamp now);
  void on_trades(const Fetched& fetched, core::Timestamp now);
  void on_candles(const EventBatch& events, core::Timestamp now);
  void on_repair(const EventBatch& events, core::Timestamp now);
  [[nodiscard]] core::Timestamp book_due() const;
  [[nodiscard]] core::Timestamp silence_due(StreamKind kind) const;
  [[nodiscard]] core::Timestamp polling_due() const;

  const LiveConfig* config_;
  Emitter* emitter_;
  RestGate* gate_;
  core::InstrumentId id_;
  std::string symbol_;
  std::array<Stream, kStreamKindCount> streams_;

  TradeChain trades_;
  CandleChain candles_;
  BookChain book_;
  std::vector<TradeStep> trade_steps_;
  std::vector<CandleStep> candle_steps_;

  bool book_asking_{false};
  core::Timestamp book_ask_at_;
  core::Duration book_wait_;
  std::uint64_t last_quote_{0};
  core::Timestamp last_mark_;
  std::optional<core::Liquidation> last_liquidation_;

  bool polling_{false};
  bool quote_asking_{false};
  bool first_trades_asked_{false};
  core::Timestamp poll_at_;
  std::deque<core::TimeRange> repairs_;
  bool repair_asking_{false};
  core::Timestamp repair_at_;

  std::vector<StreamKind> silent_;
  core::FeedState told_{core::FeedState::kConnecting};
};

}  // namespace tidemark::venues::binance
