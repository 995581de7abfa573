#include "core/instrument.hpp"

#include <gtest/gtest.h>

namespace tidemark::core {
namespace {

TEST(Symbol, all_spellings_lead_to_one_name) {
  for (const char* text : {"BTCUSDT", "btcusdt", "BTC/USDT", "BTC-USDT", "BTC_USDT", "BTC/USDT:USDT"}) {
    EXPECT_EQ(*parse_symbol(text), (SymbolName{"", "BTCUSDT"})) << text;
  }
  EXPECT_EQ(*parse_symbol("BINANCE:BTCUSDT"), (SymbolName{"binance", "BTCUSDT"}));
  EXPECT_EQ(*parse_symbol("binance_usdm:btc/usdt"), (SymbolName{"binance_usdm", "BTCUSDT"}));
  EXPECT_EQ(*parse_symbol("EUR_USD"), (SymbolName{"", "EURUSD"}));
  EXPECT_EQ(*parse_symbol("BTCUSDT_240628"), (SymbolName{"", "BTCUSDT_240628"}));
  EXPECT_EQ(*parse_symbol("BTCUSD_PERP"), (SymbolName{"", "BTCUSD_PERP"}));
}

TEST(Symbol, refuses_what_could_not_be_one) {
  for (const char* text : {"", ":", "binance:", ":BTC", "BTC USDT", "../etc", "BTC/", "/USDT", "BTC'--",
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ", "b!:BTC"}) {
    EXPECT_FALSE(parse_symbol(text)) << text;
  }
}

TEST(Symbol, is_what_is_traded_and_what_it_is_paid_in) {
  EXPECT_EQ(split_symbol("BTCUSDT"), (AssetPair{"BTC", "USDT"}));
  EXPECT_EQ(split_symbol("ETHBTC"), (AssetPair{"ETH", "BTC"}));
  EXPECT_EQ(split_symbol("USDTTRY"), (AssetPair{"USDT", "TRY"}));
  EXPECT_EQ(split_symbol("EURCHF"), (AssetPair{"EUR", "CHF"}));
  EXPECT_EQ(split_symbol("BTCUSDT_240628"), (AssetPair{"BTC", "USDT"}));
  EXPECT_EQ(split_symbol("USDT"), (AssetPair{"U", "SDT"})) << "no quote asset stands alone";
  EXPECT_EQ(split_symbol("DAX"), (AssetPair{"DAX", ""}));
}

TEST(Instrument, pip_follows_the_market) {
  Instrument eurusd{.symbol = "EURUSD", .market_type = MarketType::kForex};
  EXPECT_DOUBLE_EQ(pip_size_of(eurusd, 1.1), 0.0001);
  Instrument usdjpy{.symbol = "USDJPY", .market_type = MarketType::kForex};
  EXPECT_DOUBLE_EQ(pip_size_of(usdjpy, 150.0), 0.01);
  Instrument gold{.symbol = "XAUUSD", .market_type = MarketType::kMetal};
  EXPECT_DOUBLE_EQ(pip_size_of(gold, 2000.0), 0.1);
  Instrument bitcoin{.symbol = "BTCUSDT"};
  EXPECT_DOUBLE_EQ(pip_size_of(bitcoin, 60000.0), 6.0);
  bitcoin.pip_size = 1.0;
  EXPECT_DOUBLE_EQ(pip_size_of(bitcoin, 60000.0), 1.0);
}

TEST(Instrument, market_is_guessed_from_currency_codes) {
  EXPECT_EQ(guess_market_type("EURUSD"), MarketType::kForex);
  EXPECT_EQ(guess_market_type("XAUUSD"), MarketType::kMetal);
  EXPECT_EQ(guess_market_type("BTCUSD"), MarketType::kCryptoSpot);
  EXPECT_EQ(guess_market_type("BTCUSDT"), MarketType::kCryptoSpot);
  EXPECT_EQ(parse_market_type("crypto_perpetual"), MarketType::kCryptoPerpetual);
  EXPECT_EQ(parse_market_type("stocks"), std::nullopt);
}

TEST(InstrumentTable, adding_twice_keeps_the_first) {
  InstrumentTable table;
  const auto a = table.add({.venue = "binance", .symbol = "BTCUSDT", .scale = {2, 5}});
  const auto b = table.add({.venue = "binance", .symbol = "BTCUSDT", .scale = {8, 8}});
  EXPECT_EQ(a, b);
  EXPECT_EQ(table.get(a).scale, (Scale{2, 5}));
  const auto c = table.add({.venue = "sim", .symbol = "BTCUSDT"});
  EXPECT_NE(a, c);
  EXPECT_EQ(table.find("sim", "BTCUSDT"), c);
  EXPECT_EQ(table.find_any_venue("BTCUSDT"), a);
  EXPECT_EQ(table.find("kraken", "BTCUSDT"), std::nullopt);
  const auto before = table.generation();
  table.update(a, {.scale = {2, 8}});
  EXPECT_GT(table.generation(), before);
  EXPECT_EQ(table.get(a).symbol, "BTCUSDT");
  EXPECT_EQ(table.find(std::string(200, 'x'), "BTCUSDT"), std::nullopt);
}

}  // namespace
}  // namespace tidemark::core
