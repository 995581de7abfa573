// Values as they were stored when each candle closed, beside those computed now.

#include "api/indicator_series.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/fixtures.hpp"

namespace tidemark::api {
namespace {

using testing::candle;
using testing::code_of;
using ::testing::HasSubstr;

class StoredValues : public ::testing::Test {
 protected:
  StoredValues() {
    const auto btc = testing::instrument(0, "BTCUSDT");
    store_.put(btc, {candle(0), candle(1), candle(2)});
    const auto types = std::make_shared<const std::vector<storage::IndicatorType>>(
        std::vector<storage::IndicatorType>{{"SMA:period=2", "Real"}, {"SMA:period=2", "Real", 2}, {"X", "Real"}});
    const storage::SeriesKey series{"sim", "BTCUSDT", core::Timeframe::k1m};
    // As another run of the program may have said it; of candle 2 twice, the second time by newer logic.
    EXPECT_TRUE(store_->put_indicators({.series = series,
                                        .types = types,
                                        .rows = {{candle(1).open_time, 0, 7.5},
                                                 {candle(2).open_time, 0, 8},
                                                 {candle(2).open_time, 1, 8.25},
                                                 {candle(2).open_time, 2, 99},
                                                 {candle(3).open_time, 0, 9}}}));  // a candle that is not there
  }
  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
};

TEST_F(StoredValues, AreServedAsTheyWereSaid) {
  EXPECT_THAT(running_.get("/api/indicators/BTCUSDT/1m?names=SMA:period=2&source=stored").body,
              HasSubstr(R"("outputs":[{"name":"Real","values":[null,7.5,8.25]}],"forming":null)"));
}

// By hand: candle n closes at 100.01 + n / 100.
TEST_F(StoredValues, AreNotWhatIsComputedUnlessAskedFor) {
  EXPECT_THAT(running_.get("/api/indicators/BTCUSDT/1m?names=SMA:period=2").body,
              HasSubstr(R"("values":[null,100.015,100.025])"));
}

TEST_F(StoredValues, OfOthersThereAreNone) {
  EXPECT_THAT(running_.get("/api/indicators/BTCUSDT/1m?names=RSI&source=stored").body,
              HasSubstr(R"("values":[null,null,null])"));
  EXPECT_EQ(running_.get("/api/indicators/ETHUSDT/1m?names=RSI&source=stored").status, 200);
  EXPECT_EQ(code_of(running_.get("/api/indicators/BTCUSDT/1m?names=RSI&source=thin_air")), "bad_choice source");
}

}  // namespace
}  // namespace tidemark::api
