#include "ops/config/instruments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ops/testing/temporary_folder.hpp"

namespace tidemark::ops {
namespace {

using testing::TemporaryFolder;

std::vector<InstrumentConfig> entries_of(const std::string& yaml) {
  const TemporaryFolder folder;
  folder.write("instruments.yaml", yaml);
  const auto loaded = load_config({.dir = folder.path()});
  EXPECT_TRUE(loaded) << loaded.error().front().text();
  return loaded ? loaded->config.instruments : std::vector<InstrumentConfig>{};
}

core::Instrument gold() {
  core::Instrument instrument;
  instrument.venue = "oanda";
  instrument.symbol = "XAUUSD";
  instrument.scale = {3, 2};
  instrument.tick_size = {10};  // 0.010
  instrument.lot_size = {100};  // 1.00
  return instrument;
}

TEST(Instruments, lay_their_facts_over_the_venues) {
  const auto entries = entries_of(
      "instruments:\n- {symbol: XAU/USD, market_type: metal, tick_size: 0.01, price_decimals: 2, pip_size: 0.1}\n");
  core::Instrument instrument = gold();
  ASSERT_TRUE(apply_instrument_config(entries, instrument));
  EXPECT_EQ(instrument.market_type, core::MarketType::kMetal);
  EXPECT_EQ(instrument.calendar, core::CalendarKind::kForexWeek);
  EXPECT_EQ(instrument.scale, (core::Scale{2, 2}));
  EXPECT_EQ(instrument.tick_size.ticks, 1);
  EXPECT_EQ(instrument.lot_size.lots, 100);
  EXPECT_EQ(instrument.pip_size, 0.1);
}

TEST(Instruments, what_is_said_about_the_venue_wins_and_other_venues_do_not_count) {
  const auto entries = entries_of(R"(
instruments:
  - {symbol: oanda:XAUUSD, pip_size: 0.5}
  - {symbol: XAUUSD, pip_size: 0.1, calendar: always}
  - {symbol: XAUUSD, venue: mt5, pip_size: 9}
)");
  core::Instrument instrument = gold();
  ASSERT_TRUE(apply_instrument_config(entries, instrument));
  EXPECT_EQ(instrument.pip_size, 0.5);
  EXPECT_EQ(instrument.calendar, core::CalendarKind::kAlways);
}

TEST(Instruments, a_finer_tick_makes_the_unit_finer_and_keeps_the_lot) {
  const auto entries = entries_of("instruments: [{symbol: XAUUSD, tick_size: 0.00005, qty_decimals: 4}]\n");
  core::Instrument instrument = gold();
  ASSERT_TRUE(apply_instrument_config(entries, instrument));
  EXPECT_EQ(instrument.scale, (core::Scale{5, 4}));
  EXPECT_EQ(instrument.tick_size.ticks, 5);
  EXPECT_EQ(instrument.lot_size.lots, 10'000);  // still 1
}

TEST(Instruments, a_tick_that_the_decimals_cannot_hold_is_refused) {
  const auto entries = entries_of("instruments: [{symbol: XAUUSD, tick_size: 0.005, price_decimals: 2}]\n");
  core::Instrument instrument = gold();
  const auto status = apply_instrument_config(entries, instrument);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().place, "oanda:XAUUSD");
  EXPECT_EQ(instrument.scale, (core::Scale{3, 2}));
}

TEST(Instruments, other_instruments_stay_as_they_are) {
  core::Instrument instrument = gold();
  ASSERT_TRUE(apply_instrument_config(entries_of("instruments: [{symbol: XAGUSD, pip_size: 9}]"), instrument));
  EXPECT_EQ(instrument.pip_size, std::nullopt);
}

TEST(Instruments, each_mistake_is_named_with_its_entry) {
  const TemporaryFolder folder;
  folder.write("instruments.yaml", R"(
instruments:
  - {symbol: BTCUSDT, price_decimals: 19}
  - {symbol: 'B T C'}
  - {venue: binance}
  - {symbol: ETHUSDT, tick_size: 0}
  - {symbol: ETHUSDT, market_type: coin}
  - {symbol: ETHUSDT, pip_size: [1]}
)");
  const auto loaded = load_config({.dir = folder.path()});
  ASSERT_FALSE(loaded);
  std::string all;
  for (const core::Error& error : loaded.error()) all += error.message + "\n";
  EXPECT_EQ(all, R"(instruments[0].price_decimals: '19': expected a whole number, 0 to 18
instruments[1].symbol: 'B T C': expected a symbol such as BTCUSDT, EUR_USD or binance:BTCUSDT
instruments[3].tick_size: '0': expected a decimal above 0 such as 0.01
instruments[4].market_type: 'coin': expected crypto_spot, crypto_perpetual, forex, metal, futures or equity
instruments[5].pip_size: expected a number above 0 such as 0.0001
instruments[2]: symbol is missing
instruments[4]: ETHUSDT is described twice; keep one entry
instruments[5]: ETHUSDT is described twice; keep one entry
)");
}

}  // namespace
}  // namespace tidemark::ops
