// Answers and refusals of market data over REST. Field names and rules: Binance rest-api.md and errors.md as summed up
// in source-apis.md sections 1 and 2 (field lists, weights, error codes), and the examples of the endpoints there.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/simulated/testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::json_of;
using testing::kStart;
using ::testing::MatchesRegex;
using testing::names_of;

class Rest : public ::testing::Test {
 protected:
  Rest() { venue_->advance(kStart + core::minutes(5) + core::milliseconds(250)); }
  net::JsonValue ask(std::string_view target) {
    const auto answer = testing::get(*venue_, target);
    EXPECT_EQ(answer.status, 200) << target << ' ' << answer.body;
    return json_of(answer.body);
  }
  net::JsonValue first_of(std::string_view target) { return ask(target).array()->at(0); }
  std::string refusal(std::string_view target) {
    const auto answer = testing::get(*venue_, target);
    return std::to_string(answer.status) + " " + answer.body;
  }
  std::unique_ptr<SimVenue> venue_ = testing::make_venue();
};

TEST_F(Rest, spot_answers_have_the_documented_fields) {
  EXPECT_THAT(names_of(ask("/api/v3/depth?symbol=BTCUSDT")), ElementsAre("lastUpdateId", "bids", "asks"));
  EXPECT_THAT(names_of(first_of("/api/v3/trades?symbol=BTCUSDT")),
              ElementsAre("id", "price", "qty", "quoteQty", "time", "isBuyerMaker", "isBestMatch"));
  EXPECT_THAT(names_of(first_of("/api/v3/aggTrades?symbol=BTCUSDT")),
              ElementsAre("a", "p", "q", "f", "l", "T", "m", "M"));
  EXPECT_THAT(names_of(ask("/api/v3/avgPrice?symbol=BTCUSDT")), ElementsAre("mins", "price", "closeTime"));
  EXPECT_THAT(names_of(ask("/api/v3/ticker/24hr?symbol=BTCUSDT")),
              ElementsAre("symbol", "priceChange", "priceChangePercent", "weightedAvgPrice", "prevClosePrice",
                          "lastPrice", "lastQty", "bidPrice", "bidQty", "askPrice", "askQty", "openPrice", "highPrice",
                          "lowPrice", "volume", "quoteVolume", "openTime", "closeTime", "firstId", "lastId", "count"));
  EXPECT_THAT(names_of(ask("/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI")),
              ElementsAre("symbol", "lastPrice", "openPrice", "highPrice", "lowPrice", "volume", "quoteVolume",
                          "openTime", "closeTime", "firstId", "lastId", "count"));
  EXPECT_THAT(names_of(ask("/api/v3/ticker/price?symbol=BTCUSDT")), ElementsAre("symbol", "price"));
  EXPECT_THAT(names_of(ask("/api/v3/ticker/bookTicker?symbol=BTCUSDT")),
              ElementsAre("symbol", "bidPrice", "bidQty", "askPrice", "askQty"));
  EXPECT_EQ(first_of("/api/v3/klines?symbol=BTCUSDT&interval=1m").array()->size(), 12U);
}

TEST_F(Rest, usdm_answers_have_the_documented_fields) {
  EXPECT_THAT(names_of(ask("/fapi/v1/depth?symbol=BTCUSDT&limit=5")),
              ElementsAre("lastUpdateId", "E", "T", "bids", "asks"));
  EXPECT_THAT(names_of(ask("/fapi/v1/premiumIndex?symbol=BTCUSDT")),
              ElementsAre("symbol", "markPrice", "indexPrice", "estimatedSettlePrice", "lastFundingRate",
                          "interestRate", "nextFundingTime", "time"));
  EXPECT_THAT(names_of(ask("/fapi/v1/openInterest?symbol=BTCUSDT")), ElementsAre("symbol", "openInterest", "time"));
  EXPECT_EQ(ask("/fapi/v1/premiumIndex").array()->size(), 2U);
}

TEST_F(Rest, numbers_are_decimal_strings_of_the_instruments_precision) {
  const auto trade = first_of("/api/v3/trades?symbol=BTCUSDT");
  EXPECT_THAT(*trade.find("price")->text(), MatchesRegex("[0-9]+\\.[0-9]{8}")) << "spot: always eight";
  const auto futures = first_of("/fapi/v1/trades?symbol=BTCUSDT");
  EXPECT_THAT(*futures.find("price")->text(), MatchesRegex("[0-9]+\\.[0-9]{2}"));
}

TEST_F(Rest, refusals_carry_binances_codes_and_words) {
  EXPECT_EQ(refusal("/api/v3/depth"),
            R"(400 {"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."})");
  EXPECT_EQ(refusal("/api/v3/depth?symbol=NOPE"), R"(400 {"code":-1121,"msg":"Invalid symbol."})");
  EXPECT_THAT(refusal("/api/v3/depth?symbol=btcusdt"),
              HasSubstr(R"({"code":-1100,"msg":"Illegal characters found in parameter 'symbol'; legal range is)"));
  EXPECT_THAT(refusal("/api/v3/depth?symbol=BTCUSDT&limit=x"), HasSubstr("\"code\":-1100"));
  EXPECT_THAT(refusal("/api/v3/depth?symbol=BTCUSDT&limit=0"), HasSubstr("\"code\":-1130"));
  EXPECT_EQ(refusal("/api/v3/klines?symbol=BTCUSDT&interval=7m"), R"(400 {"code":-1120,"msg":"Invalid interval."})");
  EXPECT_EQ(refusal("/api/v3/aggTrades?symbol=BTCUSDT&fromId=1&startTime=5"),
            R"(400 {"code":-1128,"msg":"Combination of optional parameters invalid."})");
  EXPECT_THAT(refusal("/api/v3/ticker/price?symbol=BTCUSDT&symbols=%5B%22BTCUSDT%22%5D"), HasSubstr("-1128"));
  EXPECT_THAT(refusal("/api/v3/ticker/price?symbols=%5B%22BTCUSDT%22,%22BTCUSDT%22%5D"), HasSubstr("-1151"));
  EXPECT_EQ(refusal("/api/v3/time?a=1"),
            R"(400 {"code":-1101,"msg":"Too many parameters; expected '0' and received '1'."})");
  EXPECT_EQ(refusal("/api/v3/depth?symbol=BTCUSDT&foo=1"),
            R"(400 {"code":-1104,"msg":"Not all sent parameters were read; read '1' parameter(s) but was sent '2'."})");
  EXPECT_THAT(refusal("/fapi/v1/depth?symbol=BTCUSDT&limit=7"), HasSubstr("-4021"));
  EXPECT_THAT(refusal("/api/v3/nothing"), HasSubstr("404"));
}

TEST_F(Rest, klines_page_by_open_time) {
  // The start is 06:40:00; history began three hours before.
  const std::int64_t open = kStart.ms();
  const auto times = [&](const std::string& more) {
    std::vector<std::int64_t> found;
    const auto rows = ask("/api/v3/klines?symbol=BTCUSDT&interval=1m" + more);
    for (const auto& row : *rows.array()) found.push_back((*row.array()->at(0).integer() - open) / 60'000);
    return found;
  };
  const auto ms = [&](int minutes) { return std::to_string(open + minutes * 60'000); };
  EXPECT_THAT(times("&limit=3"), ElementsAre(3, 4, 5)) << "without times the newest";
  EXPECT_THAT(times("&limit=3&startTime=" + ms(-2)), ElementsAre(-2, -1, 0)) << "with a start the oldest from there";
  EXPECT_THAT(times("&limit=3&endTime=" + ms(1)), ElementsAre(-1, 0, 1)) << "with an end the newest up to it";
  EXPECT_THAT(times("&startTime=" + ms(1) + "&endTime=" + ms(3)), ElementsAre(1, 2, 3)) << "with both all between";
  EXPECT_THAT(times("&startTime=" + std::to_string(open + 1) + "&limit=1"), ElementsAre(1));
  EXPECT_EQ(times("&startTime=0&limit=1"), std::vector<std::int64_t>{-180}) << "the first there is";
  EXPECT_TRUE(times("&startTime=" + ms(10)).empty());
}

TEST_F(Rest, longer_candles_open_on_their_grid_and_in_their_zone) {
  const auto newest = [&](const std::string& more) {
    const auto rows = ask("/api/v3/klines?symbol=BTCUSDT&limit=1" + more);
    const auto& row = *rows.array()->at(0).array();
    return std::pair{*row[0].integer(), *row[6].integer()};
  };
  // 2024-08-30 was a Friday; times by `date -u -d @…`.
  EXPECT_EQ(newest("&interval=1d"), std::pair(std::int64_t{1724976000000}, std::int64_t{1725062399999}));
  EXPECT_EQ(newest("&interval=1w"), std::pair(std::int64_t{1724630400000}, std::int64_t{1725235199999}))
      << "Monday the 26th";
  EXPECT_EQ(newest("&interval=1M"), std::pair(std::int64_t{1722470400000}, std::int64_t{1725148799999})) << "August";
  EXPECT_EQ(newest("&interval=1d&timeZone=8"), std::pair(std::int64_t{1724947200000}, std::int64_t{1725033599999}))
      << "16:00 UTC the day before";
  EXPECT_EQ(newest("&interval=4h&timeZone=-5:30"), std::pair(std::int64_t{1724995800000}, std::int64_t{1725010199999}));
  EXPECT_THAT(refusal("/api/v3/klines?symbol=BTCUSDT&interval=1d&timeZone=15"), HasSubstr("-1100"));
}

TEST_F(Rest, aggregate_trades_join_single_ones_and_page_by_id_and_time) {
  const auto aggregates = ask("/api/v3/aggTrades?symbol=BTCUSDT&limit=1000");
  const auto singles = ask("/api/v3/trades?symbol=BTCUSDT&limit=1000");
  std::int64_t expected = *aggregates.array()->at(0).find("f")->integer();
  for (const auto& aggregate : *aggregates.array()) {
    EXPECT_EQ(*aggregate.find("f")->integer(), expected) << "no trade is missing between two of them";
    expected = *aggregate.find("l")->integer() + 1;
  }
  EXPECT_EQ(*singles.array()->back().find("id")->integer(), expected - 1);
  const auto third = aggregates.array()->at(2);
  const std::string id = std::to_string(*third.find("a")->integer());
  EXPECT_EQ(*first_of("/api/v3/aggTrades?symbol=BTCUSDT&limit=1&fromId=" + id).find("T")->integer(),
            *third.find("T")->integer());
  const std::string time = std::to_string(*third.find("T")->integer());
  EXPECT_EQ(*first_of("/api/v3/aggTrades?symbol=BTCUSDT&limit=1&startTime=" + time).find("T")->integer(),
            *third.find("T")->integer());
}

TEST_F(Rest, weights_are_counted_by_client_and_minute) {
  const auto used = [&](const std::string& target, const std::string& peer) {
    net::Request request = testing::request_for(target);
    request.peer = peer;
    auto reply = venue_->handle(request);
    for (const auto& header : reply.response.headers) {
      if (header.name == "X-MBX-USED-WEIGHT-1M") return std::stoi(header.value);
    }
    return -1;
  };
  EXPECT_EQ(used("/api/v3/ping", "10.0.0.1"), 1);
  EXPECT_EQ(used("/api/v3/exchangeInfo", "10.0.0.1"), 21);
  EXPECT_EQ(used("/api/v3/depth?symbol=BTCUSDT&limit=5000", "10.0.0.1"), 271);
  EXPECT_EQ(used("/api/v3/klines?symbol=BTCUSDT&interval=1m", "10.0.0.2"), 2);
  EXPECT_EQ(used("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1000", "10.0.0.1"), 5) << "a budget of its own";
  venue_->advance(kStart + core::minutes(6));
  EXPECT_EQ(used("/api/v3/ping", "10.0.0.1"), 1);
}

TEST_F(Rest, a_client_over_its_budget_is_slowed_down_and_then_banned) {
  // 6000 a minute (exchangeInfo.rateLimits); a depth of 5000 weighs 250.
  const std::string heavy = "/api/v3/depth?symbol=BTCUSDT&limit=5000";
  for (int i = 0; i < 24; ++i) ASSERT_EQ(testing::get(*venue_, heavy).status, 200) << i;
  const auto slowed = testing::get(*venue_, heavy);
  EXPECT_EQ(slowed.status, 429);
  EXPECT_THAT(slowed.body, HasSubstr("\"code\":-1003"));
  EXPECT_EQ(slowed.header("Retry-After"), "60") << "to the next minute, 59.75 s away";
  int status = 0;
  for (int i = 0; i < 30; ++i) status = testing::get(*venue_, heavy).status;
  EXPECT_EQ(status, 418);
  venue_->advance(kStart + core::minutes(7));
  EXPECT_EQ(testing::get(*venue_, "/api/v3/ping").status, 418) << "for two minutes";
  venue_->advance(kStart + core::minutes(8));
  EXPECT_EQ(testing::get(*venue_, "/api/v3/ping").status, 200);
}

TEST_F(Rest, the_same_seed_and_calls_give_the_same_bytes) {
  const auto other = testing::make_venue();
  other->advance(kStart + core::seconds(17));
  other->advance(kStart + core::minutes(5) + core::milliseconds(250));
  for (const char* target : {"/api/v3/depth?symbol=ETHUSDT&limit=5000", "/api/v3/aggTrades?symbol=ETHUSDT&limit=1000",
                             "/api/v3/klines?symbol=ETHUSDT&interval=5m", "/fapi/v1/premiumIndex",
                             "/api/v3/ticker/24hr", "/api/v3/exchangeInfo"}) {
    EXPECT_EQ(testing::get(*other, target).body, testing::get(*venue_, target).body) << target;
  }
}

}  // namespace
}  // namespace tidemark::venues::simulated
