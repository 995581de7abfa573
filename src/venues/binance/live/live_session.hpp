#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "net/backoff.hpp"
#include "venues/binance/live/attempts.hpp"
#include "venues/binance/live/emitter.hpp"
#include "venues/binance/live/live_config.hpp"
#include "venues/binance/live/rest_gate.hpp"
#include "venues/binance/live/stream_line.hpp"
#include "venues/binance/live/symbol_feed.hpp"
#include "venues/binance/parser.hpp"
#include "venues/event_batch.hpp"
#include "venues/live/market_data_venue.hpp"
#include "venues/live/transport.hpp"

namespace tidemark::venues::binance {

/// Live market data of one Binance market. Deterministic: by the configuration (with its seed), the calls made and what
/// the transport says. See MarketDataVenue for the rules of use.
class LiveSession final : public MarketDataVenue, private TransportEvents {
 public:
  /// `table` gets the instruments that are subscribed (and no others); it may be shared with other sessions of the same
  /// thread. All three must outlive the session. `config` must pass check().
  LiveSession(const LiveConfig& config, Transport& transport, core::InstrumentTable& table, MarketDataSink& sink);

  [[nodiscard]] VenueCapabilities capabilities() const override;
  [[nodiscard]] const core::InstrumentTable& directory() const override { return directory_; }
  void start(core::Timestamp now) override;
  core::Timestamp on_time(core::Timestamp now) override;
  void stop(core::Timestamp now) override;
  [[nodiscard]] core::Status subscribe(std::string_view symbol, const Resume& resume, core::Timestamp now) override;
  [[nodiscard]] core::Status unsubscribe(std::string_view symbol, core::Timestamp now) override;
  void refetch_book(core::InstrumentId instrument, core::Timestamp now) override;
  [[nodiscard]] std::vector<StreamStatus> streams() const override;
  [[nodiscard]] VenueStatus status() const override;
  [[nodiscard]] TransportEvents& transport_events() override { return *this; }

 private:
  enum class Phase : std::uint8_t { kIdle, kRunning, kStopped };
  enum class Directory : std::uint8_t { kWanted, kAsked, kKnown };

  /// Where one stream of an instrument runs.
  struct Place {
    StreamLine* line{nullptr};
    std::string stream;
  };
  struct Entry {
    std::unique_ptr<SymbolFeed> feed;  ///< empty: not subscribed
    std::array<Place, kStreamKindCount> places;
  };
  struct Line {
    std::unique_ptr<StreamLine> line;
    std::uint64_t seen{0};  ///< generation whose carriers were told to the feeds
  };

  void on_open(LinkId link, core::Timestamp at) override;
  void on_text(LinkId link, std::string_view text, core::Timestamp received) override;
  void on_closed(LinkId link, const core::Error& why, core::Timestamp at) override;
  void on_reply(RequestId request, core::Result<HttpReply> reply, core::Timestamp at) override;

  core::Timestamp tick(core::Timestamp at);
  void wake(core::Timestamp at);
  [[nodiscard]] StreamLine* line_of(LinkId link);
  [[nodiscard]] SymbolFeed* feed_of(core::InstrumentId id);
  void hand_to_feeds(MessageKind kind, core::Timestamp at);
  void answer_control(StreamLine& line, LinkId link, StreamLink::Answer answer, core::Timestamp at);

  void ask_directory(core::Timestamp now);
  void on_directory(const core::Result<std::string>& body, const std::string& path, core::Timestamp at);
  void open_pending(core::Timestamp now);
  void open_feed(const core::Instrument& listed, const Resume& resume, core::Timestamp now);
  [[nodiscard]] StreamLine& line_for(StreamKind kind);
  void tell_carriers(core::Timestamp now);
  void renew_silent(Entry& entry);
  void close_feed(Entry& entry, core::Timestamp now);

  LiveConfig config_;
  Transport* transport_;
  core::InstrumentTable* table_;
  Emitter emitter_;
  Attempts attempts_;
  RestGate gate_;
  core::Rng rng_;
  core::InstrumentTable directory_;
  Parser directory_parser_;
  Parser parser_;
  EventBatch batch_;
  std::vector<Line> lines_;
  std::vector<Entry> entries_;  ///< by instrument id
  std::map<std::string, Resume, std::less<>> pending_;

  Phase phase_{Phase::kIdle};
  Directory directory_state_{Directory::kWanted};
  net::Backoff directory_backoff_;
  core::Timestamp directory_at_;  ///< when it may be asked, or was known
  std::string reason_;
  core::Timestamp now_{INT64_MIN};
  core::Timestamp due_{INT64_MIN};
  std::uint64_t bad_frames_{0};
};

}  // namespace tidemark::venues::binance
