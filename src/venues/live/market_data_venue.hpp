#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "venues/live/transport.hpp"

namespace tidemark::venues {

/// What a venue can stream about one instrument.
enum class StreamKind : std::uint8_t { kTrades, kCandles, kBook, kQuotes, kMarkPrice, kLiquidations };
inline constexpr std::size_t kStreamKindCount = static_cast<std::size_t>(StreamKind::kLiquidations) + 1;

[[nodiscard]] std::string_view name_of(StreamKind kind) noexcept;

/// What an adapter offers, for users and for those who wire it.
struct VenueCapabilities {
  std::string venue;  ///< as in core::Instrument::venue
  core::MarketType market_type{core::MarketType::kCryptoSpot};
  std::vector<StreamKind> streams;
  std::vector<core::Timeframe> history;  ///< candles that the venue keeps
};

/// One stream of one instrument, as shown to users.
struct StreamStatus {
  core::InstrumentId instrument;
  StreamKind kind{StreamKind::kTrades};
  core::FeedState state{core::FeedState::kConnecting};
  core::Timestamp since;                        ///< of the state
  std::optional<core::Timestamp> last_message;  ///< received
  std::uint32_t reconnects{0};                  ///< links that carried it and were lost
  std::uint64_t backfilled{0};                  ///< trades or candles fetched because the stream had not brought them
  std::uint64_t duplicates{0};                  ///< messages dropped because they were had already
  std::string reason;                           ///< why it is not live; empty when it is
};

/// The venue as a whole.
struct VenueStatus {
  std::size_t links_open{0};
  std::size_t links_wanted{0};
  std::uint64_t bad_frames{0};    ///< messages that no rule could read
  std::uint32_t weight_used{0};   ///< request weight of this minute, by the venue's count where it said so
  std::uint32_t weight_limit{0};  ///< what we allow ourselves of the venue's budget
  std::optional<core::Timestamp> banned_until;  ///< 429 or 418: no request goes out before
  std::size_t requests_waiting{0};
  std::string reason;  ///< why nothing is coming, when nothing is
};

/// Where an instrument was left by an earlier run; what came after is fetched. Absent: begin with what comes now (and,
/// for candles, with as much of the past as the session is configured to fetch).
struct Resume {
  std::optional<core::Timestamp> last_candle;  ///< open time of the last closed 1m candle
  std::optional<std::uint64_t> last_trade;     ///< the venue's running number of the last trade (Binance: aggTrade "a")
};

/// Closed candles fetched after the live stream had gone on without them: for the store alone, because the engine's
/// closed candles are final. All that the venue has in `range`, ascending, marked kRepaired.
struct Repair {
  core::InstrumentId instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::TimeRange range;
  std::vector<core::Candle> candles;
};

/// Where a venue puts what it learns. Called on the venue's thread, from within calls to it and to its TransportEvents.
class MarketDataSink {
 public:
  virtual ~MarketDataSink() = default;
  /// Facts about an instrument, before its first event and again when they change.
  virtual void on_instrument(const core::Instrument& instrument) = 0;
  /// `event` may be moved from. Received times never go back.
  virtual void on_event(core::Event& event) = 0;
  virtual void on_repaired(const Repair& repair) = 0;
  /// A subscription that was accepted before the venue's symbols were known came to nothing.
  virtual void on_refused(std::string_view symbol, const core::Error& why) = 0;
};

/// A venue's live market data: a state machine without sockets, threads or clocks. Time is what is passed in and what
/// the transport says; it must not go back. Not thread-safe: used, with its transport, by one thread. Candle history on
/// demand has its own door (binance/history.hpp), order entry its own interface.
class MarketDataVenue {
 public:
  virtual ~MarketDataVenue() = default;

  [[nodiscard]] virtual VenueCapabilities capabilities() const = 0;
  /// What the venue lists. Empty until it has said so. The ids are the directory's own, not those of events.
  [[nodiscard]] virtual const core::InstrumentTable& directory() const = 0;

  /// Begins: asks for the venue's symbols and connects.
  virtual void start(core::Timestamp now) = 0;
  /// Does what is due and gives the moment to be called again; it may be called earlier at any time, and must be called
  /// soon after the transport has spoken.
  virtual core::Timestamp on_time(core::Timestamp now) = 0;
  /// Ends all connections and requests. Every instrument's feed is kClosed. Final.
  virtual void stop(core::Timestamp now) = 0;

  /// Wants all streams of a symbol ("BTCUSDT"). kNotFound: the venue does not list it; kConflict: it is subscribed.
  [[nodiscard]] virtual core::Status subscribe(std::string_view symbol, const Resume& resume, core::Timestamp now) = 0;
  /// kNotFound: it is not subscribed.
  [[nodiscard]] virtual core::Status unsubscribe(std::string_view symbol, core::Timestamp now) = 0;
  /// Someone who keeps the book says it is lost: fetch a snapshot. Nothing when the instrument is not subscribed.
  virtual void refetch_book(core::InstrumentId instrument, core::Timestamp now) = 0;

  [[nodiscard]] virtual std::vector<StreamStatus> streams() const = 0;
  [[nodiscard]] virtual VenueStatus status() const = 0;
  /// To be given to the transport that the session talks through.
  [[nodiscard]] virtual TransportEvents& transport_events() = 0;
};

}  // namespace tidemark::venues
