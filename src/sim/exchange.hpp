#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "sim/flow/symbol_spec.hpp"
#include "sim/latency.hpp"
#include "sim/matching/order.hpp"
#include "sim/symbol_market.hpp"

namespace tidemark::sim {

/// A symbol and the id it has in this process.
struct Listing {
  SymbolSpec spec;
  core::InstrumentId id;
};

struct ExchangeConfig {
  std::uint64_t seed{1};
  core::Timestamp start;          ///< rounded down to a whole 100 ms
  std::vector<Listing> listings;  ///< distinct symbols and ids
  core::Duration history{core::days(3)};
  LatencyTraits latency;
  /// Another number gives other traders on the same fundamental prices: a second venue, or the perpetuals of these.
  std::uint64_t flow{0};
  Prints prints{Prints::kDropped};
};

/// The first eight built-in symbols with ids 0..7.
[[nodiscard]] std::vector<Listing> default_listings();
/// `count` symbols, the built-in ones first, then made-up ones; at most kSymbolsMax.
[[nodiscard]] std::vector<Listing> listings_of(std::size_t count);
/// Built-in or made-up symbols by name, ids from 0 in this order; an unknown name is an error that lists the known
/// ones.
[[nodiscard]] core::Result<std::vector<Listing>> listings_for(std::span<const std::string> symbols);
/// What the constructor requires.
[[nodiscard]] core::Status check(const ExchangeConfig& config);

/// A small exchange in event time: deterministic by its seed, whatever the steps of advance(); a symbol's stream does
/// not depend on which others are listed. Not thread-safe. Copyable: a copy is a snapshot.
class Exchange {
 public:
  /// check(config) must hold. Generates the history at once.
  explicit Exchange(const ExchangeConfig& config);

  /// Lets the market run to `until` and appends all events received by then, in order of received time: at the start a
  /// BookSnapshot and Quote per symbol; then Trade (one per taker and price), Quote (each change of the best level),
  /// BookDelta (every 100 ms with a change), VenueCandle 1m (forming every 2 s, closed at the minute). Within a symbol
  /// exchange times never fall either. `until` not later than now() does nothing.
  void advance(core::Timestamp until, std::vector<core::Event>& out);
  [[nodiscard]] core::Timestamp now() const { return now_; }

  /// In order of listing.
  [[nodiscard]] std::vector<core::Instrument> instruments() const;
  /// The last `candles` closed one-minute candles before the start (fewer when the configured history is shorter),
  /// oldest first. Generated, not traded: the same price process without a book. The last close is at the touch of the
  /// book at the start. As everywhere below, the instrument must be listed.
  [[nodiscard]] std::span<const core::Candle> history(core::InstrumentId id, std::size_t candles) const;
  /// The book as it is now, as over REST: deltas with last_update_id greater than the snapshot's follow on it.
  [[nodiscard]] core::BookSnapshot snapshot(core::InstrumentId id, std::size_t depth) const;

  /// Orders of a client (owner other than kCrowd), executed now; what happens to them, now and later, comes out of
  /// take_executions(). Transport delay is the caller's business.
  OrderId submit(core::InstrumentId id, const OrderRequest& request);
  CancelOutcome cancel(core::InstrumentId id, OrderId order, OwnerId owner);
  /// Appends the clients' executions since the last call, in order of exchange time per instrument, and forgets them.
  void take_executions(std::vector<ClientExecution>& out);
  /// Appends the single trades of an instrument since the last call, and forgets them: those that trades of advance()
  /// name by first_id..last_id. Nothing unless the configuration keeps them.
  void take_prints(core::InstrumentId id, std::vector<Print>& out);

  [[nodiscard]] const SymbolMarket& market(core::InstrumentId id) const { return markets_[index_of(id)]; }

 private:
  struct Due {
    core::Timestamp received;
    std::size_t market{0};
    std::size_t position{0};
  };

  [[nodiscard]] std::size_t index_of(core::InstrumentId id) const;
  void deliver(core::Timestamp until, std::vector<core::Event>& out);

  core::Timestamp now_;
  std::vector<SymbolMarket> markets_;
  std::vector<Due> due_;            ///< scratch of deliver()
  std::vector<std::size_t> taken_;  ///< the same, per market
};

}  // namespace tidemark::sim
