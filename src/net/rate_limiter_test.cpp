#include "net/rate_limiter.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "net/http_head.hpp"
#include "net/rate_reply.hpp"

namespace tidemark::net {
namespace {

using core::milliseconds;
using core::minutes;
using core::seconds;
using core::Timestamp;

constexpr Timestamp kStart = Timestamp::from_s(1'700'000'000);

RateWindow weight(core::Duration length, std::int64_t budget) {
  return {length, budget, RateWindow::Counts::kWeight};
}
RateWindow calls(core::Duration length, std::int64_t budget) {
  return {length, budget, RateWindow::Counts::kCalls};
}

TEST(RateLimiterTest, TakesUpToTheBudgetAndSaysHowLongToWait) {
  RateLimiter limiter{{weight(minutes(1), 100)}};
  EXPECT_EQ(limiter.take(60, kStart).value(), core::Duration{});
  EXPECT_EQ(limiter.take(40, kStart + seconds(10)).value(), core::Duration{});
  // The 60 of the start go at +60 s, which is 40 s away; the 40 only at +70 s.
  EXPECT_EQ(limiter.take(1, kStart + seconds(20)).value(), seconds(40));
  EXPECT_EQ(limiter.take(61, kStart + seconds(20)).value(), seconds(50));
  EXPECT_EQ(limiter.used(0, kStart + seconds(20)), 100);
  EXPECT_EQ(limiter.take(60, kStart + seconds(60)).value(), core::Duration{});
}

TEST(RateLimiterTest, HeedsTheTightestOfSeveralWindows) {
  RateLimiter limiter{{weight(minutes(1), 6000), calls(seconds(1), 5)}};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limiter.take(1, kStart).value(), core::Duration{});
  EXPECT_EQ(limiter.take(1, kStart).value(), seconds(1));
  EXPECT_EQ(limiter.take(5996, kStart + seconds(1)).value(), seconds(59));
  EXPECT_EQ(limiter.take(5995, kStart + seconds(1)).value(), core::Duration{});
}

TEST(RateLimiterTest, RefusesWhatNeverFits) {
  RateLimiter limiter{{weight(minutes(1), 100)}};
  EXPECT_EQ(limiter.take(101, kStart).error().code, "weight_over_budget");
  EXPECT_EQ(limiter.used(0, kStart), 0);
  RateLimiter closed{{calls(minutes(1), 0)}};
  EXPECT_FALSE(closed.take(0, kStart));
}

TEST(RateLimiterTest, BelievesTheVenueWhenItCountedMore) {
  RateLimiter limiter{{weight(minutes(1), 100)}};
  (void)limiter.take(10, kStart);
  limiter.report_used(minutes(1), 95, kStart + seconds(1));
  EXPECT_EQ(limiter.used(0, kStart + seconds(1)), 95);
  EXPECT_EQ(limiter.take(6, kStart + seconds(1)).value(), seconds(59));
  // Less than ours: replies still on their way are not counted yet.
  limiter.report_used(minutes(1), 3, kStart + seconds(2));
  EXPECT_EQ(limiter.used(0, kStart + seconds(2)), 95);
  limiter.report_used(seconds(10), 1000, kStart + seconds(2));
  EXPECT_EQ(limiter.used(0, kStart + seconds(2)), 95);
}

TEST(RateLimiterTest, SendsNothingWhileItIsHeld) {
  RateLimiter limiter{{weight(minutes(1), 100)}};
  limiter.hold_until(kStart + seconds(30));
  limiter.hold_until(kStart + seconds(10));
  EXPECT_EQ(limiter.take(0, kStart).value(), seconds(30));
  EXPECT_EQ(limiter.take(1, kStart + seconds(29)).value(), seconds(1));
  EXPECT_EQ(limiter.take(1, kStart + seconds(30)).value(), core::Duration{});
}

TEST(RateLimiterTest, MovesWithAClockThatIsSetBack) {
  RateLimiter limiter{{weight(minutes(1), 100)}};
  (void)limiter.take(100, kStart);
  limiter.hold_until(kStart + seconds(20));
  const Timestamp earlier = kStart - core::hours(1);
  EXPECT_EQ(limiter.take(1, earlier).value(), minutes(1));
  EXPECT_EQ(limiter.take(1, earlier + minutes(1)).value(), core::Duration{});
}

struct Call {
  Timestamp at;
  std::int64_t weight;
};

// The promise itself, checked the slow way: every stretch of a window's length that begins with a call.
TEST(RateLimiterTest, NeverExceedsABudgetInAnyStretch) {
  rc::check("no stretch holds more than its budget", [] {
    const auto budget = *rc::gen::inRange<std::int64_t>(1, 40);
    const auto call_budget = *rc::gen::inRange<std::int64_t>(1, 12);
    const std::vector<RateWindow> rules{weight(seconds(10), budget), calls(seconds(3), call_budget)};
    RateLimiter limiter{rules};
    std::vector<Call> sent;
    Timestamp now = kStart;
    Timestamp held = kStart;
    for (int i = 0; i < 200; ++i) {
      now = now + milliseconds(*rc::gen::inRange<std::int64_t>(0, 1500));
      if (*rc::gen::inRange(0, 20) == 0) {
        held = std::max(held, now + milliseconds(*rc::gen::inRange<std::int64_t>(0, 5000)));
        limiter.hold_until(held);
      }
      const auto wanted = *rc::gen::inRange<std::int64_t>(0, budget + 1);
      const core::Duration wait = limiter.take(wanted, now).value();
      RC_ASSERT(wait.ns >= 0);
      // What it says is enough, and not more than is needed.
      RateLimiter ahead = limiter;
      if (wait.ns > 0) {
        RateLimiter early = limiter;
        RC_ASSERT(early.take(wanted, now + wait - core::nanoseconds(1)).value().ns > 0);
        RC_ASSERT(ahead.take(wanted, now + wait).value() == core::Duration{});
      } else {
        RC_ASSERT(now >= held);
        sent.push_back({now, wanted});
      }
    }
    for (const Call& first : sent) {
      for (const RateWindow& rule : rules) {
        std::int64_t sum = 0;
        for (const Call& call : sent) {
          const bool inside = call.at >= first.at && call.at < first.at + rule.length;
          if (inside) sum += rule.counts == RateWindow::Counts::kCalls ? 1 : call.weight;
        }
        RC_ASSERT(sum <= rule.budget);
      }
    }
  });
}

// Binance's documentation: X-MBX-USED-WEIGHT-(intervalNum)(intervalLetter); 429 and 418 with Retry-After in seconds.
TEST(RateReplyTest, HeedsTheHeadersOfBinance) {
  RateLimiter limiter{{weight(minutes(1), 6000), weight(seconds(10), 500)}};
  const std::vector<NameValue> headers{{"x-mbx-used-weight", "70"},
                                       {"x-mbx-used-weight-1m", "5990"},
                                       {"x-mbx-used-weight-10s", "400"},
                                       {"x-mbx-used-weight-1x", "9"}};
  heed_reply(limiter, 200, headers, kStart);
  EXPECT_EQ(limiter.used(0, kStart), 5990);
  EXPECT_EQ(limiter.used(1, kStart), 400);
  EXPECT_EQ(limiter.take(10, kStart).value(), core::Duration{});
  EXPECT_EQ(limiter.take(1, kStart).value(), minutes(1));
}

core::Duration hold_after(int status, const std::vector<NameValue>& headers) {
  RateLimiter limiter{{}};
  heed_reply(limiter, status, headers, kStart);
  return limiter.take(1, kStart).value();
}

TEST(RateReplyTest, ObeysRetryAfter) {
  EXPECT_EQ(hold_after(429, {{"retry-after", "7"}}), seconds(7));
  EXPECT_EQ(hold_after(418, {{"retry-after", "259200"}}), core::days(3));
  EXPECT_EQ(hold_after(429, {{"retry-after", http_date(kStart + seconds(90))}}), seconds(90));
  EXPECT_EQ(hold_after(429, {}), minutes(1));
  EXPECT_EQ(hold_after(418, {{"retry-after", "soon"}}), minutes(2));
  EXPECT_EQ(hold_after(200, {{"retry-after", "7"}}), core::Duration{});
  EXPECT_EQ(hold_after(503, {{"retry-after", "7"}}), core::Duration{});
  EXPECT_EQ(hold_after(429, {{"retry-after", http_date(kStart - seconds(90))}}), core::Duration{});
}

TEST(RateReplyTest, MeasuresADateByTheServersOwnClock) {
  const Timestamp theirs = kStart - core::hours(5);
  EXPECT_EQ(hold_after(429, {{"date", http_date(theirs)}, {"retry-after", http_date(theirs + seconds(30))}}),
            seconds(30));
}

// The examples of RFC 9110 section 5.6.7, which all name one moment: 784,111,777 s after the epoch.
TEST(RateReplyTest, ReadsAllThreeFormsOfADate) {
  constexpr Timestamp kMoment = Timestamp::from_s(784'111'777);
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), kMoment);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), kMoment);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), kMoment);
  for (const char* text : {"", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 32 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "1994-11-06T08:49:37Z"}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tidemark::net
