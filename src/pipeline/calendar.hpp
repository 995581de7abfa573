#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/instrument.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"

namespace tidemark::pipeline {

/// How the times of a series are to be read.
/// kUtc: true UTC. kBroker: the clock of most MetaTrader servers, New York + 7 hours all year, written without a zone,
/// so that a forex week runs Monday 00:00 to Friday 24:00 and no candle falls on a Sunday. Tidemark stores such times
/// as they came; only the calendar needs to know, or every weekend would look like a gap.
enum class SessionClock : std::uint8_t { kUtc, kBroker };

/// What the market does at a moment. kEdge is the honest third answer: some venues trade then and some do not, so a
/// candle is welcome and its absence is not a gap.
enum class Session : std::uint8_t { kClosed, kEdge, kOpen };

struct CalendarOptions {
  SessionClock clock{SessionClock::kUtc};
  /// Whole days on which the market is closed: any moment of the day, read as a date of the market's own trading day
  /// (for forex the day that ends at 17:00 New York). Must be sorted ascending.
  std::vector<core::Timestamp> holidays;
};

/// When a market trades, by rule and without tables:
/// - kAlways: always (crypto).
/// - kForexWeek: Sunday 17:00 to Friday 17:00 New York, which is 21:00 UTC in the American summer and 22:00 in winter
///   (rules since 1967, computed). The days of 25 December and 1 January are edges. Under kBroker the first and the
///   last hour of the week are edges too, because servers follow European or American summer time. Metals, which are
///   the same kind, have the daily break 17:00-18:00 New York as an edge (under kBroker one hour either side).
/// - kEquityWeekdays: New York 09:30-16:00 Monday to Friday; 04:00-20:00 is an edge. Holidays only where given.
/// Immutable; safe to share between threads.
class Calendar {
 public:
  explicit Calendar(core::CalendarKind kind, core::MarketType market = core::MarketType::kForex,
                    CalendarOptions options = {});

  [[nodiscard]] core::CalendarKind kind() const { return kind_; }
  [[nodiscard]] SessionClock clock() const { return options_.clock; }

  [[nodiscard]] Session session_at(core::Timestamp t) const;
  [[nodiscard]] bool is_open(core::Timestamp t) const { return session_at(t) == Session::kOpen; }

  /// Must a candle exist here? True when the market is open at some moment of [open_time, open_time + timeframe).
  [[nodiscard]] bool expects(core::Timestamp open_time, core::Timeframe timeframe) const;
  /// May a candle exist here? False when the market is closed for the whole of it.
  [[nodiscard]] bool permits(core::Timestamp open_time, core::Timeframe timeframe) const;
  /// How many candles with an open time in [range.from, range.to) must exist.
  [[nodiscard]] std::uint64_t expected_candles(core::TimeRange range, core::Timeframe timeframe) const;
  /// The first moment at or after `t` at which the market is open. The far future (9999 days) when holidays never end.
  [[nodiscard]] core::Timestamp next_open(core::Timestamp t) const;

 private:
  struct Minutes {  // of a local day: [from, to)
    int from{0};
    int to{0};
  };

  [[nodiscard]] core::Timestamp local_of(core::Timestamp t) const;
  [[nodiscard]] core::Timestamp label_of(core::Timestamp local) const;
  [[nodiscard]] Minutes open_minutes(std::int64_t local_day) const;
  [[nodiscard]] bool is_edge(core::Timestamp local) const;
  [[nodiscard]] bool is_holiday(std::int64_t local_day) const;

  core::CalendarKind kind_;
  core::MarketType market_;
  CalendarOptions options_;
};

/// The calendar of an instrument.
[[nodiscard]] Calendar calendar_for(const core::Instrument& instrument, CalendarOptions options = {});

/// Guesses the clock of a series of a kForexWeek market from its open times (ascending): kBroker when there is no
/// candle on any Sunday although a weekend is spanned, or although candles stand on a Friday after 22:00; else kUtc.
[[nodiscard]] SessionClock detect_session_clock(std::span<const core::Timestamp> open_times);

}  // namespace tidemark::pipeline
