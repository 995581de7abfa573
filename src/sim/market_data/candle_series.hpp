#pragma once

#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "core/time.hpp"
#include "sim/market_data/candle_row.hpp"
#include "sim/market_data/interval.hpp"

namespace tidemark::sim {

/// Which candles of a series are wanted, by open time, and how many (Binance's rules, rest-api.md "General information
/// on endpoints"): without times the newest; with `from` the oldest from there; with `to` alone the newest up to it.
struct CandleQuery {
  Interval interval{Interval::k1m};
  std::optional<core::Timestamp> from;  ///< included
  std::optional<core::Timestamp> to;    ///< included
  std::size_t limit{500};
  core::Duration zone;  ///< where days begin; see open_time_of()
};

/// All candles of one symbol: seconds (of the last four hours) and minutes are kept, longer ones built when asked for.
/// Every period since the start has a candle, flat when nothing was traded. The last one is still forming.
class CandleSeries {
 public:
  /// `past`: minutes before the start, oldest first. Trade ids up to `first_id` - 1 are numbered through them.
  /// `forming`: what the minute of `start` already holds.
  CandleSeries(core::Scale scale, std::span<const core::Candle> past, const core::Candle& forming,
               core::Timestamp start);

  /// The id the first live trade must have, so that the ids of history count through.
  [[nodiscard]] std::uint64_t trades_before_start() const { return trades_before_start_; }

  /// Trades in order of time.
  void add(const Print& print);
  /// Nothing else happened before `now`: closes what ended.
  void roll(core::Timestamp now);
  /// A candle somebody else made (a recording): replaces the minute of its open time, or is put where it belongs.
  void put(const core::Candle& candle, core::Duration length);

  /// The minutes are in truth candles of this length (a recording's): there are none of shorter intervals.
  void set_shortest(core::Duration length) { shortest_ = length; }

  /// Oldest first.
  [[nodiscard]] std::vector<CandleRow> find(const CandleQuery& query) const;
  /// The candle of this interval that holds the latest moment.
  [[nodiscard]] CandleRow latest(Interval interval, core::Duration zone = {}) const;
  /// The candle that opened at `open`, if anything of it is kept.
  [[nodiscard]] std::optional<CandleRow> at(core::Timestamp open, Interval interval, core::Duration zone = {}) const;
  /// Everything since `from`, as one row (its open time is that of the first minute taken in).
  [[nodiscard]] CandleRow since(core::Timestamp from) const;
  [[nodiscard]] core::Price last_price() const { return minutes_.back().candle.close; }
  [[nodiscard]] core::Scale scale() const { return scale_; }

 private:
  using Rows = std::deque<CandleRow>;
  [[nodiscard]] const Rows& base_of(Interval interval) const { return interval == Interval::k1s ? seconds_ : minutes_; }
  void close_until(Rows& rows, core::Duration length, std::size_t kept, core::Timestamp now);

  core::Scale scale_;
  Rows seconds_;
  Rows minutes_;
  core::Duration shortest_{core::seconds(1)};
  std::uint64_t trades_before_start_{0};
};

}  // namespace tidemark::sim
