#include "app/fetch_series.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "net/url.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

core::Timestamp at(std::string_view text) {
  return core::parse_time(text).value();
}

const core::Timestamp kStart = at("2024-03-01T00:00:00Z");
constexpr const char* kFacts = R"({"symbols":[{"symbol":"BTCUSDT","filters":[
{"filterType":"PRICE_FILTER","tickSize":"0.01"},{"filterType":"LOT_SIZE","stepSize":"0.001"}]}]})";

/// A venue with one-minute candles at the price of their number, some of which it never had. Answers as documented in
/// source-apis.md 1; can be made to refuse.
class FakeVenue {
 public:
  core::Result<net::RestReply> ask(const net::RestRequest& request) {
    ++requests;
    urls.push_back(request.url);
    if (trouble) {
      auto reply = trouble(requests);
      if (reply) return std::move(*reply);
    }
    if (request.url.find("exchangeInfo") != std::string::npos) return net::RestReply{200, {}, kFacts};
    const auto query = net::parse_query(request.url.substr(request.url.find('?') + 1)).value();
    const auto number = [&](std::string_view name) {
      return std::stoll(std::ranges::find(query, name, &net::NameValue::name)->value);
    };
    std::string body = "[";
    std::int64_t rows = 0;
    for (std::int64_t ms = (number("startTime") + 59'999) / 60'000 * 60'000;
         ms <= number("endTime") && rows < number("limit"); ms += 60'000) {
      const std::int64_t index = (ms - kStart.ns / 1'000'000) / 60'000;
      if (index < 0 || index >= candles || (index >= hole_from && index < hole_to)) continue;
      const std::string price = std::to_string(100 + index % 50);
      body += (rows++ == 0 ? "[" : ",[") + std::to_string(ms) + ",\"" + price + "\",\"" + price + "\",\"" + price +
              "\",\"" + price + "\",\"1\"," + std::to_string(ms + 59'999) + ",\"1\",1,\"1\",\"1\",\"0\"]";
    }
    return net::RestReply{200, {}, body + "]"};
  }

  std::int64_t candles{3000};
  std::int64_t hole_from{-1};
  std::int64_t hole_to{-1};
  int requests{0};
  std::vector<std::string> urls;
  std::function<std::optional<core::Result<net::RestReply>>(int request)> trouble;
};

class FetchSeries : public ::testing::Test {
 protected:
  core::Result<ImportReport> fetch(std::int64_t from, std::int64_t to) {
    return fetch_series({.rest_url = "http://venue",
                         .symbol = "BTCUSDT",
                         .range = {kStart + core::minutes(from), kStart + core::minutes(to)}},
                        *store,
                        {.ask = [this](net::RestRequest request) { return venue.ask(request); },
                         .pause =
                             [this](core::Duration wait) {
                               paused = paused + wait;
                               clock.advance(wait);
                             },
                         .clock = clock,
                         .progress = [](const FetchProgress&) {}});
  }
  [[nodiscard]] std::size_t stored() const {
    return store->candles({.series = {"binance", "BTCUSDT", core::Timeframe::k1m}, .limit = 100'000})->candles.size();
  }

  std::unique_ptr<storage::Store> store{storage::open_store(":memory:", storage::OpenMode::kCreate).value()};
  core::ManualClock clock{kStart + core::days(30)};
  core::Duration paused{};
  FakeVenue venue;
};

TEST_F(FetchSeries, brings_a_range_in_pages_of_a_thousand) {
  const auto report = fetch(0, 2500);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->rows_read, 2500U);
  EXPECT_EQ(report->stored.inserted, 2500U);
  EXPECT_TRUE(report->gaps.empty());
  EXPECT_EQ(venue.requests, 4) << "the facts and three pages";
  EXPECT_EQ(stored(), 2500U);
}

TEST_F(FetchSeries, goes_on_where_it_stopped) {
  venue.trouble = [](int request) -> std::optional<core::Result<net::RestReply>> {
    if (request < 3) return std::nullopt;
    return net::RestReply{503, {}, ""};
  };
  const auto broken = fetch(0, 2500);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, core::ErrorKind::kUnavailable);
  EXPECT_EQ(stored(), 1000U) << "the first page stays";
  venue.trouble = {};
  venue.urls.clear();
  ASSERT_TRUE(fetch(0, 2500));
  EXPECT_EQ(stored(), 2500U);
  ASSERT_EQ(venue.urls.size(), 3U) << "facts and the two pages that were missing";
  EXPECT_NE(venue.urls[1].find("startTime=" + std::to_string((kStart + core::minutes(1000)).ns / 1'000'000)),
            std::string::npos);
}

TEST_F(FetchSeries, asks_only_for_what_is_missing) {
  ASSERT_TRUE(fetch(500, 600));
  venue.urls.clear();
  ASSERT_TRUE(fetch(0, 1000));
  EXPECT_EQ(venue.urls.size(), 3U) << "before and after what is there";
  venue.urls.clear();
  ASSERT_TRUE(fetch(0, 1000));
  EXPECT_EQ(venue.urls.size(), 1U) << "nothing but the facts";
}

TEST_F(FetchSeries, what_the_venue_never_had_stands_in_the_ledger_with_its_bounds) {
  venue.hole_from = 700;
  venue.hole_to = 780;
  const auto report = fetch(0, 1000);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->gaps.size(), 1U);
  EXPECT_EQ(report->gaps[0].range, (core::TimeRange{kStart + core::minutes(700), kStart + core::minutes(780)}));
  EXPECT_EQ(report->gaps[0].candles, 80U);
  EXPECT_EQ(store->gaps("BTCUSDT", core::Timeframe::k1m)->at(0).gap.reason, core::GapReason::kVenueOutage);
}

TEST_F(FetchSeries, waits_as_long_as_the_venue_asks) {
  venue.trouble = [](int request) -> std::optional<core::Result<net::RestReply>> {
    if (request != 2) return std::nullopt;
    return net::RestReply{429, {{"retry-after", "17"}}, R"({"code":-1003,"msg":"Too many requests."})"};
  };
  ASSERT_TRUE(fetch(0, 100));
  EXPECT_GE(paused, core::seconds(17));
  EXPECT_EQ(stored(), 100U);
}

TEST_F(FetchSeries, an_unknown_symbol_and_an_empty_range_are_said_so) {
  venue.trouble = [](int) -> std::optional<core::Result<net::RestReply>> {
    return net::RestReply{400, {}, R"({"code":-1121,"msg":"Invalid symbol."})"};
  };
  EXPECT_EQ(fetch(0, 10).error().kind, core::ErrorKind::kNotFound);
  venue.trouble = {};
  EXPECT_EQ(fetch(5000, 5010).error().code, "no_candles");
}

TEST(MissingRanges, lie_before_between_and_behind_what_is_stored) {
  std::vector<core::Candle> stored(2);
  stored[0].open_time = kStart + core::minutes(2);
  stored[1].open_time = kStart + core::minutes(5);
  const auto missing = missing_ranges(stored, core::Timeframe::k1m, {kStart, kStart + core::minutes(8)});
  ASSERT_EQ(missing.size(), 3U);
  EXPECT_EQ(missing[0], (core::TimeRange{kStart, kStart + core::minutes(2)}));
  EXPECT_EQ(missing[1], (core::TimeRange{kStart + core::minutes(3), kStart + core::minutes(5)}));
  EXPECT_EQ(missing[2], (core::TimeRange{kStart + core::minutes(6), kStart + core::minutes(8)}));
}

}  // namespace
}  // namespace tidemark::app
