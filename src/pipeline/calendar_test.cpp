#include "pipeline/calendar.hpp"

#include <gtest/gtest.h>

#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::CalendarKind;
using core::MarketType;
using core::Timeframe;
using testing::at;

Calendar forex_week(SessionClock clock = SessionClock::kUtc, MarketType market = MarketType::kForex) {
  return Calendar{CalendarKind::kForexWeek, market, {clock, {}}};
}

TEST(Calendar, crypto_is_always_open_and_counts_arithmetically) {
  const Calendar calendar{CalendarKind::kAlways};
  EXPECT_TRUE(calendar.is_open(at("2023-12-25T03:00Z")));
  EXPECT_EQ(calendar.expected_candles({at("2023-03-24T12:40Z"), at("2023-03-24T14:00Z")}, Timeframe::k1m), 80u);
  EXPECT_EQ(calendar.expected_candles({at("2023-03-24T12:41Z"), at("2023-03-24T14:00Z")}, Timeframe::k5m), 15u);
  EXPECT_EQ(calendar.expected_candles({at("2023-03-24T14:00Z"), at("2023-03-24T12:41Z")}, Timeframe::k5m), 0u);
  EXPECT_EQ(calendar.next_open(at("2023-12-25T03:00:01Z")), at("2023-12-25T03:00:01Z"));
}

// 17:00 New York is 21:00 UTC in summer time and 22:00 UTC in winter time.
TEST(Calendar, forex_week_follows_new_york_five_o_clock) {
  const Calendar calendar = forex_week();
  EXPECT_TRUE(calendar.is_open(at("2024-07-05T20:59:59Z")));  // Friday
  EXPECT_FALSE(calendar.is_open(at("2024-07-05T21:00:00Z")));
  EXPECT_EQ(calendar.next_open(at("2024-07-05T21:00:00Z")), at("2024-07-07T21:00:00Z"));
  EXPECT_TRUE(calendar.is_open(at("2024-01-05T21:59:59Z")));
  EXPECT_FALSE(calendar.is_open(at("2024-01-05T22:00:00Z")));
  EXPECT_EQ(calendar.next_open(at("2024-01-06T12:00:00Z")), at("2024-01-07T22:00:00Z"));
  // The weekend in which the clock goes forward is an hour shorter, the other an hour longer.
  EXPECT_EQ(calendar.next_open(at("2024-03-08T22:00:00Z")), at("2024-03-10T21:00:00Z"));
  EXPECT_EQ(calendar.next_open(at("2024-11-01T21:00:00Z")), at("2024-11-03T22:00:00Z"));
}

TEST(Calendar, a_forex_week_has_120_hours) {
  const Calendar calendar = forex_week();
  const core::TimeRange week{at("2024-01-08T00:00Z"), at("2024-01-15T00:00Z")};
  EXPECT_EQ(calendar.expected_candles(week, Timeframe::k1m), 120u * 60);
  EXPECT_EQ(calendar.expected_candles(week, Timeframe::k1h), 120u);
  // Monday to Friday and the two hours of Sunday evening; 4h candles from Sunday 20:00 on.
  EXPECT_EQ(calendar.expected_candles(week, Timeframe::k1d), 6u);
  EXPECT_EQ(calendar.expected_candles(week, Timeframe::k4h), 5u * 6 + 1);
  EXPECT_EQ(calendar.expected_candles(week, Timeframe::k1w), 1u);
}

TEST(Calendar, expected_count_agrees_with_asking_for_every_candle) {
  const core::TimeRange range{at("2023-12-20T00:00Z"), at("2024-03-20T00:00Z")};
  for (const auto clock : {SessionClock::kUtc, SessionClock::kBroker}) {
    for (const auto& calendar : {forex_week(clock), forex_week(clock, MarketType::kMetal),
                                 Calendar{CalendarKind::kEquityWeekdays, MarketType::kEquity, {clock, {}}}}) {
      for (const auto timeframe : {Timeframe::k15m, Timeframe::k1h, Timeframe::k4h, Timeframe::k1d, Timeframe::k1w}) {
        std::uint64_t count = 0;
        for (auto t = core::open_time_of(range.from, timeframe); t < range.to; t = t + core::duration_of(timeframe)) {
          if (t >= range.from && calendar.expects(t, timeframe)) ++count;
        }
        EXPECT_EQ(calendar.expected_candles(range, timeframe), count) << core::name_of(timeframe);
      }
    }
  }
}

TEST(Calendar, broker_clock_runs_monday_to_friday_midnight) {
  const Calendar calendar = forex_week(SessionClock::kBroker);
  EXPECT_TRUE(calendar.expects(at("2023-06-05T12:00Z"), Timeframe::k15m));
  EXPECT_FALSE(calendar.permits(at("2023-06-03T12:00Z"), Timeframe::k15m));  // Saturday
  EXPECT_FALSE(calendar.permits(at("2023-06-04T12:00Z"), Timeframe::k15m));  // Sunday
  // Friday 23:45 is welcome, and its absence no gap: some servers end the week an hour earlier in spring.
  EXPECT_EQ(calendar.session_at(at("2023-06-09T23:45Z")), Session::kEdge);
  EXPECT_EQ(calendar.expected_candles({at("2023-06-09T23:00Z"), at("2023-06-12T01:00Z")}, Timeframe::k15m), 0u);
}

TEST(Calendar, metals_may_pause_for_an_hour_a_day) {
  const Calendar utc = forex_week(SessionClock::kUtc, MarketType::kMetal);
  EXPECT_EQ(utc.session_at(at("2024-07-03T21:30Z")), Session::kEdge);  // 17:30 New York
  EXPECT_EQ(utc.session_at(at("2024-07-03T22:00Z")), Session::kOpen);
  const Calendar broker = forex_week(SessionClock::kBroker, MarketType::kMetal);
  EXPECT_EQ(broker.session_at(at("2024-07-03T00:30Z")), Session::kEdge);
  EXPECT_EQ(broker.session_at(at("2024-07-03T01:00Z")), Session::kOpen);
}

TEST(Calendar, christmas_and_new_year_are_edges_for_forex) {
  const Calendar calendar = forex_week();
  EXPECT_EQ(calendar.session_at(at("2023-12-25T12:00Z")), Session::kEdge);
  EXPECT_EQ(calendar.session_at(at("2023-12-25T22:00Z")), Session::kOpen);  // the day of the 26th begins
  EXPECT_EQ(calendar.next_open(at("2023-12-22T22:00Z")), at("2023-12-25T22:00Z"));
}

TEST(Calendar, equities_trade_new_york_hours_except_on_given_holidays) {
  const Calendar calendar{
      CalendarKind::kEquityWeekdays, MarketType::kEquity, {SessionClock::kUtc, {at("2024-07-04T00:00Z")}}};
  EXPECT_EQ(calendar.session_at(at("2024-07-03T13:29Z")), Session::kEdge);
  EXPECT_EQ(calendar.session_at(at("2024-07-03T13:30Z")), Session::kOpen);
  EXPECT_EQ(calendar.session_at(at("2024-07-03T20:00Z")), Session::kEdge);
  EXPECT_EQ(calendar.session_at(at("2024-07-04T15:00Z")), Session::kClosed);
  EXPECT_EQ(calendar.expected_candles({at("2024-07-01T00:00Z"), at("2024-07-08T00:00Z")}, Timeframe::k1d), 4u);
}

TEST(Calendar, next_open_gives_up_far_away_when_all_days_are_holidays) {
  std::vector<core::Timestamp> holidays;
  for (int day = 0; day < 12'000; ++day) holidays.push_back(at("2024-01-01") + core::days(day));
  const Calendar calendar{CalendarKind::kEquityWeekdays, MarketType::kEquity, {SessionClock::kUtc, holidays}};
  EXPECT_EQ(calendar.next_open(at("2024-01-01")), at("2024-01-01") + core::days(9999));
}

std::vector<core::Timestamp> times(const std::vector<core::Candle>& candles) {
  std::vector<core::Timestamp> all;
  for (const auto& c : candles) all.push_back(c.open_time);
  return all;
}

TEST(DetectSessionClock, a_series_with_sunday_candles_is_utc) {
  EXPECT_EQ(detect_session_clock(times(testing::run(at("2024-01-07T22:00Z"), at("2024-01-12T22:00Z"), Timeframe::k1h))),
            SessionClock::kUtc);
}

TEST(DetectSessionClock, weekends_without_sunday_candles_mean_broker_time) {
  auto candles = testing::run(at("2024-01-08T00:00Z"), at("2024-01-13T00:00Z"), Timeframe::k4h);
  for (const auto& c : testing::run(at("2024-01-15T00:00Z"), at("2024-01-16T00:00Z"), Timeframe::k4h)) {
    candles.push_back(c);
  }
  EXPECT_EQ(detect_session_clock(times(candles)), SessionClock::kBroker);
  // One week alone: only its Friday night tells.
  EXPECT_EQ(
      detect_session_clock(times(testing::run(at("2024-01-08T00:00Z"), at("2024-01-13T00:00Z"), Timeframe::k15m))),
      SessionClock::kBroker);
  EXPECT_EQ(
      detect_session_clock(times(testing::run(at("2024-01-08T00:00Z"), at("2024-01-12T22:00Z"), Timeframe::k15m))),
      SessionClock::kUtc);
  EXPECT_EQ(detect_session_clock({}), SessionClock::kUtc);
}

}  // namespace
}  // namespace tidemark::pipeline
