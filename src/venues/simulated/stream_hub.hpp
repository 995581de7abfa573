#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "venues/simulated/connection.hpp"
#include "venues/simulated/depth_merge.hpp"
#include "venues/simulated/market.hpp"
#include "venues/simulated/stream_name.hpp"
#include "venues/simulated/stream_text.hpp"

namespace tidemark::venues::simulated {

/// The market streams of one market: who listens to what, and the messages. A stream exists while somebody listens;
/// each message is written once for all. Names that mean nothing are kept silently, as Binance does.
class StreamHub final : public MarketListener {
 public:
  StreamHub(const Market& market, MessageSink& sink)
      : market_{market}, sink_{sink}, by_symbol_(market.symbols().size()) {}

  void subscribe(Connection& connection, const std::string& name);
  void unsubscribe(Connection& connection, const std::string& name);
  /// Forgets the connection.
  void leave(Connection& connection);

  /// What messages show as the present: set before the market advances.
  void set_clock(core::Timestamp now, core::Duration skew) {
    now_ = now;
    skew_ = skew;
  }
  /// Sends what is due at `now` by the streams' periods.
  void tick(core::Timestamp now);
  /// The next moment after `now` at which a periodic stream is due; nothing when there is none.
  [[nodiscard]] std::optional<core::Timestamp> next_tick(core::Timestamp now) const;
  [[nodiscard]] bool has_real_time() const { return real_time_ > 0; }

  void on_print(const MarketSymbol& symbol, const sim::Print& print) override;
  void on_aggregate(const MarketSymbol& symbol, const sim::AggregateTrade& trade) override;
  void on_quote(const MarketSymbol& symbol) override;
  void on_delta(const MarketSymbol& symbol, const core::BookDelta& delta) override;
  void on_liquidation(const MarketSymbol& symbol, const core::Liquidation& order) override;

 private:
  struct Stream {
    std::string name;
    std::optional<StreamId> id;           ///< none: nothing is ever sent
    const MarketSymbol* symbol{nullptr};  ///< none: all symbols
    std::vector<Connection*> listeners;
    DepthMerge merge;
    std::uint64_t previous_id{0};                       ///< last update id sent on it
    std::map<std::uint32_t, core::Liquidation> forced;  ///< the newest of each symbol since the last message
  };

  Stream& open(const Connection& connection, const std::string& name);
  void close(Stream& stream);
  void send(const Stream& stream, const std::string& payload);
  [[nodiscard]] MarketView view(const MarketSymbol& symbol, core::Timestamp at) const {
    return {market_, symbol, at + skew_};
  }
  template <class Make>
  void publish(const MarketSymbol& symbol, StreamKind kind, Make&& make);
  void tick(Stream& stream);
  void tick_kline(Stream& stream, const MarketSymbol& symbol);
  void tick_depth(Stream& stream, const MarketSymbol& symbol);
  void tick_partial(Stream& stream, const MarketSymbol& symbol);
  void tick_forced(Stream& stream);
  template <class Make>
  void send_all(const Stream& stream, Make&& make);

  const Market& market_;
  MessageSink& sink_;
  core::Timestamp now_;
  core::Duration skew_;
  std::map<std::string, std::unique_ptr<Stream>> streams_;
  std::vector<std::vector<Stream*>> by_symbol_;
  std::vector<Stream*> all_symbols_;
  std::map<std::int64_t, std::vector<Stream*>> by_period_;  ///< nanoseconds
  std::size_t real_time_{0};
};

}  // namespace tidemark::venues::simulated
