// Every recorded Binance message either parses or is refused by a named rule: the table of counts. The expected counts
// were made from the recordings by an independent program (message types by their "e", markets by their symbols) and,
// for the single messages of the last three sources, read off by hand.
#include <cstdio>
#include <map>
#include <string>
#include <tuple>

#include <simdjson.h>

#include "tests/conformance/recorded.hpp"
#include "venues/binance/parser.hpp"
#include "venues/file/capture_line.hpp"
#include "venues/testing.hpp"

namespace tidemark::conformance {
namespace {

using venues::binance::Market;
using venues::binance::MessageKind;
using venues::binance::ParseOutcome;
using venues::binance::ParseRule;

struct Row {
  std::string source;
  MessageKind kind;
  ParseRule rule;

  friend auto operator<=>(const Row&, const Row&) = default;
};
using Table = std::map<Row, int>;

/// Parses the messages of one source and counts what came of them.
class Counter {
 public:
  Counter(Table& table, std::string source, Market market)
      : table_{table},
        source_{std::move(source)},
        parser_{{.market = market, .unknown_symbols = venues::binance::UnknownSymbols::kAdd}, instruments_} {}

  void message(std::string_view text, std::string_view stream = {}) {
    batch_.clear();
    count(parser_.parse(text, kReceived, batch_, stream));
  }
  void rest(std::string_view url, std::string_view body) {
    batch_.clear();
    count(parser_.parse_rest({url, body, kReceived}, batch_));
  }
  void capture_line(std::string_view line, std::string_view snapshot_stream) {
    using Kind = venues::file::CaptureLine::Kind;
    const auto parts = venues::file::split_capture_line(line);
    EXPECT_NE(parts.kind, Kind::kUnknown) << line.substr(0, 100);
    if (parts.kind == Kind::kRestAnswer) rest(parts.url, parts.text);
    if (parts.kind == Kind::kMessage) message(parts.text, parts.text.starts_with("{\"stream\"") ? "" : snapshot_stream);
  }

 private:
  static constexpr core::Timestamp kReceived{2'000'000'000'000'000'000};

  void count(const ParseOutcome& outcome) {
    ++table_[{source_, outcome.kind, outcome.rule}];
    EXPECT_EQ(outcome.events, batch_.size());
    EXPECT_EQ(outcome.rule == ParseRule::kParsed && outcome.kind != MessageKind::kRestExchangeInfo, outcome.events > 0);
  }

  Table& table_;
  std::string source_;
  core::InstrumentTable instruments_;
  venues::binance::Parser parser_;
  venues::EventBatch batch_;
};

void print(const Table& table) {
  std::printf("%-28s %-20s %-28s %8s\n", "source", "message", "rule", "count");
  for (const auto& [row, count] : table) {
    std::printf("%-28s %-20s %-28s %8d\n", row.source.c_str(), std::string(name_of(row.kind)).c_str(),
                std::string(name_of(row.rule)).c_str(), count);
  }
}

/// A field's text of a JSON line; raw JSON for objects and lists.
std::string field_of(std::string_view line, std::string_view key) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded{line};
  simdjson::dom::element value;
  if (parser.parse(padded)[key].get(value) != simdjson::SUCCESS) return {};
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return std::string{text};
  return simdjson::minify(value);
}

using K = MessageKind;
using R = ParseRule;

void expect_table(const Table& table, const Table& expected) {
  print(table);
  for (const auto& [row, count] : expected) {
    const auto found = table.find(row);
    EXPECT_EQ(found == table.end() ? 0 : found->second, count)
        << row.source << " " << name_of(row.kind) << " " << name_of(row.rule);
  }
  for (const auto& [row, count] : table) {
    EXPECT_TRUE(expected.contains(row)) << count << " outside the table: " << row.source << " " << name_of(row.kind)
                                        << " " << name_of(row.rule);
  }
}

TEST(BinanceRecorded, DepthCaptures) {
  TIDEMARK_NEED_SHARED(data);
  Table table;
  Counter spot{table, "depth spot", Market::kSpot};
  Counter usdm{table, "depth usdm", Market::kUsdm};
  Counter coinm{table, "depth coinm", Market::kUsdm};
  const auto depth = data / "depth";
  for (const char* name : {"btcusdt_20240808.gz", "btcusdt_20240809.gz"}) {
    for_each_line(depth / "binance_spot" / name, [&](auto line) { spot.capture_line(line, "btcusdt@depthSnapshot"); });
  }
  for_each_line(depth / "binance_usdm" / "btcusdt_20240808.gz",
                [&](auto line) { usdm.capture_line(line, "btcusdt@depthSnapshot"); });
  for_each_line(depth / "binance_coinm" / "btcusd_perp_20240808.gz", [&](auto line) { coinm.capture_line(line, ""); });
  expect_table(table, {{{"depth spot", K::kDepthUpdate, R::kParsed}, 3451 + 3044},
                       {{"depth spot", K::kBookTicker, R::kParsed}, 28040 + 45134},
                       {{"depth spot", K::kTrade, R::kParsed}, 9757 + 10147},
                       {{"depth spot", K::kPartialDepth, R::kParsed}, 1},
                       {{"depth usdm", K::kDepthUpdate, R::kParsed}, 6551},
                       {{"depth usdm", K::kBookTicker, R::kParsed}, 66089},
                       {{"depth usdm", K::kTrade, R::kParsed}, 21313},
                       {{"depth usdm", K::kPartialDepth, R::kParsed}, 1},
                       {{"depth coinm", K::kDepthUpdate, R::kCoinMarginedNotSupported}, 26847},
                       {{"depth coinm", K::kBookTicker, R::kCoinMarginedNotSupported}, 19136},
                       {{"depth coinm", K::kTrade, R::kCoinMarginedNotSupported}, 2286},
                       {{"depth coinm", K::kPartialDepth, R::kCoinMarginedNotSupported}, 1}});
}

TEST(BinanceRecorded, CryptofeedCaptures) {
  TIDEMARK_NEED_SHARED(data);
  Table table;
  Counter spot{table, "cryptofeed spot", Market::kSpot};
  Counter usdm{table, "cryptofeed usdm", Market::kUsdm};
  for (const char* name : {"BINANCE.0.gz", "BINANCE.http.0.0.gz", "BINANCE.ws.1.0.gz"}) {
    for_each_line(data / "wire" / "cryptofeed" / name, [&](auto line) { spot.capture_line(line, ""); });
  }
  for (const char* name : {"BINANCE_FUTURES.0.gz", "BINANCE_FUTURES.http.0.0.gz", "BINANCE_FUTURES.ws.1.0.gz"}) {
    for_each_line(data / "wire" / "cryptofeed" / name, [&](auto line) { usdm.capture_line(line, ""); });
  }
  expect_table(table, {{{"cryptofeed spot", K::kRestExchangeInfo, R::kParsed}, 1},
                       {{"cryptofeed spot", K::kRestDepth, R::kParsed}, 4},
                       {{"cryptofeed spot", K::kDepthUpdate, R::kParsed}, 177},
                       {{"cryptofeed spot", K::kBookTicker, R::kParsed}, 84},
                       {{"cryptofeed spot", K::kAggTrade, R::kParsed}, 2},
                       {{"cryptofeed spot", K::kKline, R::kParsed}, 2},
                       {{"cryptofeed usdm", K::kRestExchangeInfo, R::kParsed}, 1},
                       {{"cryptofeed usdm", K::kRestDepth, R::kParsed}, 4},
                       {{"cryptofeed usdm", K::kDepthUpdate, R::kParsed}, 764},
                       {{"cryptofeed usdm", K::kBookTicker, R::kParsed}, 613},
                       {{"cryptofeed usdm", K::kAggTrade, R::kParsed}, 91},
                       {{"cryptofeed usdm", K::kKline, R::kParsed}, 67}});
}

TEST(BinanceRecorded, SingleMessages) {
  TIDEMARK_NEED_SHARED(data);
  Table table;
  Counter parser_messages{table, "crypto_msg_parser", Market::kUsdm};
  for_each_line(data / "wire" / "messages" / "crypto_msg_parser.jsonl.gz", [&](auto line) {
    if (field_of(line, "exchange") == "binance")
      parser_messages.message(field_of(line, "raw"), "btcusdt@depthSnapshot");
  });
  Counter mappers{table, "tardis_mappers", Market::kUsdm};
  for_each_line(data / "wire" / "raw_to_normalized" / "tardis_mappers.jsonl.gz", [&](auto line) {
    if (field_of(line, "exchange").starts_with("binance")) mappers.message(field_of(line, "raw"));
  });
  Counter metrics{table, "futures_metrics", Market::kUsdm};
  const auto folder = data / "futures_metrics" / "binance";
  using venues::testing::slurp;
  metrics.message(slurp((folder / "ws_force_order.json").string()));
  metrics.message(slurp((folder / "ws_mark_price.json").string()));
  metrics.rest("/fapi/v1/fundingRate?symbol=BTCUSDT", slurp((folder / "funding_rate.json").string()));
  metrics.rest("/fapi/v1/openInterest?symbol=BTCUSDT", slurp((folder / "open_interest.json").string()));
  metrics.rest("/fapi/v1/premiumIndex?symbol=BTCUSDT", slurp((folder / "premium_index.json").string()));
  metrics.rest("/futures/data/globalLongShortAccountRatio",
               slurp((folder / "global_long_short_account_ratio.json").string()));
  metrics.rest("/futures/data/takerlongshortRatio", slurp((folder / "taker_long_short_ratio.json").string()));
  const std::string crypto = "crypto_msg_parser";
  const std::string tardis = "tardis_mappers";
  const std::string futures = "futures_metrics";
  expect_table(table, {{{crypto, K::kAggTrade, R::kParsed}, 1},
                       {{crypto, K::kMarkPrice, R::kCoinMarginedNotSupported}, 1},
                       {{crypto, K::kDepthUpdate, R::kParsed}, 2},
                       {{crypto, K::kDepthUpdate, R::kCoinMarginedNotSupported}, 2},
                       {{crypto, K::kPartialDepth, R::kParsed}, 3},
                       {{crypto, K::kPartialDepth, R::kCoinMarginedNotSupported}, 3},
                       {{crypto, K::kBookTicker, R::kParsed}, 2},
                       {{crypto, K::kBookTicker, R::kCoinMarginedNotSupported}, 2},
                       {{crypto, K::kTicker, R::kRecognizedUnused}, 3},
                       {{crypto, K::kTicker, R::kCoinMarginedNotSupported}, 3},
                       {{crypto, K::kKline, R::kParsed}, 2},
                       {{crypto, K::kKline, R::kCoinMarginedNotSupported}, 1},
                       {{crypto, K::kKline, R::kUnsupportedTimeframe}, 1},  // a month
                       {{crypto, K::kOpenInterest, R::kCoinMarginedNotSupported}, 2},
                       {{tardis, K::kTrade, R::kParsed}, 3},
                       {{tardis, K::kTrade, R::kOptionsNotSupported}, 4},
                       {{tardis, K::kAggTrade, R::kParsed}, 1},
                       {{tardis, K::kBookTicker, R::kParsed}, 1},
                       {{tardis, K::kBookTicker, R::kOptionsNotSupported}, 1},
                       {{tardis, K::kTicker, R::kRecognizedUnused}, 3},
                       {{tardis, K::kTicker, R::kCoinMarginedNotSupported}, 1},
                       {{tardis, K::kTicker, R::kOptionsNotSupported}, 1},
                       {{tardis, K::kDepthUpdate, R::kParsed}, 3},
                       {{tardis, K::kDepthUpdate, R::kCoinMarginedNotSupported}, 2},
                       {{tardis, K::kDepthUpdate, R::kOptionsNotSupported}, 1},
                       {{tardis, K::kPartialDepth, R::kParsed}, 2},
                       {{tardis, K::kPartialDepth, R::kCoinMarginedNotSupported}, 1},
                       {{tardis, K::kPartialDepth, R::kOptionsNotSupported}, 1},
                       {{tardis, K::kMarkPrice, R::kParsed}, 1},
                       {{tardis, K::kMarkPrice, R::kCoinMarginedNotSupported}, 1},
                       {{tardis, K::kMarkPrice, R::kOptionsNotSupported}, 2},
                       {{tardis, K::kIndexPrice, R::kCoinMarginedNotSupported}, 1},
                       {{tardis, K::kIndexPrice, R::kOptionsNotSupported}, 1},
                       {{tardis, K::kOpenInterest, R::kRecognizedUnused}, 1},
                       {{tardis, K::kControl, R::kControlReply}, 1},
                       {{futures, K::kForceOrder, R::kParsed}, 1},
                       {{futures, K::kMarkPrice, R::kParsed}, 1},
                       {{futures, K::kRestFundingRate, R::kRecognizedUnused}, 1},
                       {{futures, K::kOpenInterest, R::kRecognizedUnused}, 1},
                       {{futures, K::kRestPremiumIndex, R::kParsed}, 1},
                       {{futures, K::kRestStatistics, R::kRecognizedUnused}, 2}});
}

TEST(BinanceRecorded, RestAnswers) {
  TIDEMARK_NEED_SHARED(data);
  Table table;
  const auto folder = data / "rest" / "gocryptotrader";
  const auto read = [&](const std::string& name, Market market) {
    Counter counter{table, "rest " + name, market};
    for_each_line(folder / ("binance_" + name + ".jsonl.gz"), [&](auto line) {
      counter.rest(field_of(line, "route") + "?" + field_of(line, "query"), field_of(line, "response"));
    });
  };
  read("spot", Market::kSpot);
  read("usdm", Market::kUsdm);
  read("coinm", Market::kUsdm);
  expect_table(table, {{{"rest spot", K::kRestAggTrades, R::kParsed}, 9},
                       {{"rest spot", K::kRestAvgPrice, R::kRecognizedUnused}, 1},
                       {{"rest spot", K::kRestExchangeInfo, R::kParsed}, 1},
                       {{"rest spot", K::kRestKlines, R::kParsed}, 6},
                       {{"rest spot", K::kRestTicker, R::kRecognizedUnused}, 3},
                       {{"rest spot", K::kRestTrades, R::kParsed}, 2},
                       {{"rest usdm", K::kRestAggTrades, R::kParsed}, 2},
                       {{"rest usdm", K::kRestBookTicker, R::kParsed}, 2},
                       {{"rest usdm", K::kRestDepth, R::kParsed}, 2},
                       {{"rest usdm", K::kRestExchangeInfo, R::kParsed}, 1},
                       {{"rest usdm", K::kRestFundingRate, R::kRecognizedUnused}, 4},
                       {{"rest usdm", K::kRestFundingRate, R::kUnknownShape}, 1},  // a body "null"
                       {{"rest usdm", K::kRestKlines, R::kParsed}, 3},
                       {{"rest usdm", K::kOpenInterest, R::kRecognizedUnused}, 1},
                       {{"rest usdm", K::kRestPremiumIndex, R::kParsed}, 1},
                       {{"rest usdm", K::kRestTicker, R::kRecognizedUnused}, 3},
                       {{"rest usdm", K::kError, R::kVenueError}, 1},  // -1121 Invalid symbol
                       {{"rest usdm", K::kRestTime, R::kRecognizedUnused}, 1},
                       {{"rest usdm", K::kRestTrades, R::kParsed}, 2},
                       {{"rest usdm", K::kRestStatistics, R::kRecognizedUnused}, 16},
                       {{"rest coinm", K::kUnknown, R::kCoinMarginedNotSupported}, 22}});
}

}  // namespace
}  // namespace tidemark::conformance
