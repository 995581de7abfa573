#include "venues/file/event_source.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "venues/file/capture_line.hpp"
#include "venues/file/recording.hpp"
#include "venues/testing.hpp"

namespace tidemark::venues::file {
namespace {

using testing::TempFolder;

constexpr std::string_view kAggTrade =
    R"("data":{"e":"aggTrade","E":1,"s":"NKNUSDT","p":"0.3513","q":"6195","f":1,"l":1,"T":1633998512068,"m":true}})";

class EventSourceTest : public ::testing::Test {
 protected:
  std::unique_ptr<EventSource> open(const std::vector<std::string>& paths, const EventSourceOptions& options = {}) {
    auto source = open_event_source(paths, options, instruments);
    EXPECT_TRUE(source.has_value()) << source.error().text();
    return source ? std::move(*source) : nullptr;
  }
  std::string code(const std::string& content, const EventSourceOptions& options = {}) {
    const auto source = open_event_source({folder.put("x", content)}, options, instruments);
    return source ? "opened" : source.error().code;
  }
  static std::vector<core::Event> all(EventSource& source) {
    std::vector<core::Event> events;
    core::Event event;
    while (source.next(event).value()) events.push_back(event);
    return events;
  }

  TempFolder folder;
  core::InstrumentTable instruments;
};

TEST_F(EventSourceTest, CandleFileBecomesClosedCandlesKnownAtTheirClose) {
  const auto path = folder.put(
      "c.csv", "time,open,high,low,close,volume\n2021-01-01 00:01,2,2,2,2,1\n2021-01-01 00:00,1,1,1,1.5,1\n");
  auto source = open({path}, {.symbol = "BTCUSDT"});
  const auto events = all(*source);
  ASSERT_EQ(events.size(), 2U);
  const auto& first = std::get<core::VenueCandle>(events[0]);
  EXPECT_EQ(core::format_iso(first.candle.open_time), "2021-01-01T00:00:00Z");
  EXPECT_EQ(core::format_iso(first.times.received), "2021-01-01T00:01:00Z");
  EXPECT_EQ(first.state, core::CandleState::kClosed);
  EXPECT_EQ(instruments.get(first.instrument).key(), "file:BTCUSDT");
  EXPECT_EQ(instruments.get(first.instrument).scale.price_decimals, 1);
  EXPECT_EQ(source->report().kind, "candle file");
  EXPECT_EQ(source->report().events, 2U);
}

TEST_F(EventSourceTest, TradeFile) {
  auto source = open({folder.put("t.csv", "1672531436,90.54,1.1\n1672531471,90.45,1.0\n")}, {.symbol = "BCHEUR"});
  const auto events = all(*source);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(std::get<core::Trade>(events[1]).price, core::Price{9045});
}

TEST_F(EventSourceTest, TablesNeedASymbol) {
  EXPECT_EQ(code("1672531436,90.54,1.1\n"), "symbol_needed");
  EXPECT_EQ(code("nothing known\n", {.symbol = "BTCUSDT"}), "unknown_layout");
}

TEST_F(EventSourceTest, NanosecondCaptureGivesItsSnapshotToTheOnlySymbol) {
  const std::string capture =
      "1723161253937085768 "
      "{\"stream\":\"btcusdt@depth\",\"data\":{\"e\":\"depthUpdate\",\"E\":1723161255208,\"s\":\"BTCUSDT\",\"U\":1,"
      "\"u\":2,\"b\":[],\"a\":[]}}\n"
      "1723161254206652067 {\"lastUpdateId\":2,\"bids\":[[\"61837.63000000\",\"3.78826000\"]],\"asks\":[]}\n";
  auto source = open({folder.put("c.gz", testing::gzip(capture))});
  const auto events = all(*source);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(std::get<core::BookDelta>(events[0]).times.received, core::Timestamp{1723161253937085768});
  const auto& book = std::get<core::BookSnapshot>(events[1]);
  EXPECT_EQ(instruments.get(book.instrument).key(), "binance:BTCUSDT");
  EXPECT_EQ(book.bids.at(0).price, core::Price{6'183'763'000'000});
}

TEST_F(EventSourceTest, CryptofeedFilesAreMergedByTimeAndExchangeInfoSetsScales) {
  const auto ws = folder.put("ws",
                             "wss://stream.binance.com:9443/stream?streams=a <-> 1633998511.15\n1633998512.0633569: "
                             "{\"stream\":\"nknusdt@aggTrade\"," +
                                 std::string{kAggTrade} + "\n1633998513.5: {\"stream\":\"nknusdt@aggTrade\"," +
                                 std::string{kAggTrade} + "\n");
  const auto http = folder.put("http",
                               "https://api.binance.com/api/v3/depth?symbol=NKNUSDT&limit=1000 -> 1633998512.320639: "
                               "{\"lastUpdateId\":499869752,\"bids\":[],\"asks\":[]}\n\n");
  const auto info =
      folder.put("info",
                 "https://api.binance.com/api/v3/exchangeInfo -> 1633998511.132921: "
                 "{\"symbols\":[{\"symbol\":\"NKNUSDT\",\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"tickSize\":\"0."
                 "0001\"},{\"filterType\":\"LOT_SIZE\",\"stepSize\":\"1\"}]}]}\nconfiguration: {}\n");
  auto source = open({ws, http, info});
  const auto events = all(*source);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(core::times_of(events[0]).received, core::Timestamp{1633998512063356900});
  EXPECT_TRUE(std::holds_alternative<core::BookSnapshot>(events[1]));
  // 0.3513 at the tick's four decimals and three more
  EXPECT_EQ(std::get<core::Trade>(events[2]).price, core::Price{3513000});
  EXPECT_EQ(source->report().messages, 4U);
  EXPECT_TRUE(source->report().refused.empty());  // exchangeInfo gives no event, but was taken
}

TEST_F(EventSourceTest, PlainMessagesAreReceivedWhenTheyWereSent) {
  auto source = open({folder.put("m.jsonl", "{\"stream\":\"nknusdt@aggTrade\"," + std::string{kAggTrade} +
                                                "\n{\"stream\":\"x\",\"data\":{\"u\":1,\"s\":\"NKNUSDT\",\"b\":\"1\","
                                                "\"B\":\"1\",\"a\":\"2\",\"A\":\"1\"}}\n")});
  const auto events = all(*source);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(core::times_of(events[0]).received, core::Timestamp::from_ms(1633998512068));
  EXPECT_EQ(core::times_of(events[1]).received, core::Timestamp::from_ms(1633998512068));
}

TEST_F(EventSourceTest, RefusedMessagesAreCountedByRule) {
  auto source = open({folder.put("c",
                                 "1 "
                                 "{\"stream\":\"a\",\"data\":{\"e\":\"aggTrade\",\"s\":\"A\",\"p\":\"x\",\"q\":\"1\","
                                 "\"f\":1,\"l\":1,\"T\":1,\"m\":true}}\n2 {\"stream\":\nwhat\n")});
  EXPECT_TRUE(all(*source).empty());
  EXPECT_EQ(source->report().refused.at("bad_decimal"), 1U);
  EXPECT_EQ(source->report().refused.at("bad_json"), 1U);
  EXPECT_EQ(source->report().refused.at("unknown_line"), 1U);
}

TEST_F(EventSourceTest, OtherMarketsAndVenuesAreRefused) {
  EXPECT_EQ(code("1 {\"stream\":\"btcusd_perp@trade\",\"data\":{\"e\":\"trade\",\"s\":\"BTCUSD_PERP\"}}\n"),
            "capture_not_supported");
  EXPECT_EQ(code("wss://ws.kraken.com <-> 1618677000.5\n1618677001.5: [1,2]\n"), "capture_not_supported");
  EXPECT_EQ(code("{\"topic\":\"orderbook.50.BTCUSDT\"}\n"), "capture_not_supported");
}

TEST_F(EventSourceTest, RecordingOfEventsMapsItsInstrumentsToOurs) {
  core::InstrumentTable theirs;
  core::Instrument other;
  other.venue = "sim";
  other.symbol = "ETHUSDT";
  theirs.add(other);
  other.symbol = "BTCUSDT";
  other.scale = {2, 3};
  const auto btc = theirs.add(other);
  const auto path = folder.file("r.tmrec");
  {
    auto writer = open_recording_writer(path, ReplayFrom::kEvents, theirs).value();
    writer->put_frame({"binance", "", {1}, "{}"}).value();
    writer->put_event(core::Trade{.instrument = btc, .times = {{1}, {2}}, .price = {5}, .qty = {6}}).value();
    writer->put_event(core::Heartbeat{{{}, {3}}}).value();
  }
  auto source = open({path});
  const auto events = all(*source);
  ASSERT_EQ(events.size(), 2U);
  const auto& trade = std::get<core::Trade>(events[0]);
  EXPECT_EQ(trade.instrument, core::InstrumentId{0});
  EXPECT_EQ(instruments.get(trade.instrument).key(), "sim:BTCUSDT");
  EXPECT_EQ(instruments.get(trade.instrument).scale, (core::Scale{2, 3}));
  EXPECT_TRUE(std::holds_alternative<core::Heartbeat>(events[1]));
  EXPECT_EQ(source->report().kind, "recording");
}

TEST_F(EventSourceTest, RecordingOfFramesIsParsedAgain) {
  const auto path = folder.file("f.tmrec");
  core::InstrumentTable theirs;
  {
    auto writer = open_recording_writer(path, ReplayFrom::kFramesAndEvents, theirs).value();
    writer->put_frame({"binance", "", {42}, "{\"stream\":\"nknusdt@aggTrade\"," + std::string{kAggTrade}}).value();
    writer->put_frame({"binance", "/api/v3/depth?symbol=NKNUSDT", {43}, R"({"lastUpdateId":1,"bids":[],"asks":[]})"})
        .value();
    writer->put_frame({"coinbase", "", {44}, "{}"}).value();
  }
  auto source = open({path});
  const auto events = all(*source);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(core::times_of(events[0]).received, core::Timestamp{42});
  EXPECT_TRUE(std::holds_alternative<core::BookSnapshot>(events[1]));
  EXPECT_EQ(source->report().refused.at("unknown_venue"), 1U);
}

TEST_F(EventSourceTest, TornRecordingEndsWithANote) {
  const auto path = folder.file("t.tmrec");
  core::InstrumentTable theirs;
  {
    open_recording_writer(path, ReplayFrom::kEvents, theirs).value()->put_event(core::Heartbeat{}).value();
  }
  const auto torn = folder.put("torn.tmrec", testing::slurp(path) + "torn");
  auto source = open({torn});
  EXPECT_EQ(all(*source).size(), 1U);
  EXPECT_NE(source->report().notes.back().find("4 bytes"), std::string::npos);
}

TEST_F(EventSourceTest, NoFileAndAbsentFile) {
  EXPECT_EQ(open_event_source({}, {}, instruments).error().code, "no_source");
  EXPECT_EQ(open_event_source({folder.file("absent")}, {}, instruments).error().kind, core::ErrorKind::kNotFound);
}

TEST(CaptureLine, Forms) {
  using Kind = CaptureLine::Kind;
  EXPECT_EQ(split_capture_line("").kind, Kind::kAside);
  EXPECT_EQ(split_capture_line("configuration: {}").kind, Kind::kAside);
  EXPECT_EQ(split_capture_line("wss://x <- 1.5: {\"method\":\"SUBSCRIBE\"}").kind, Kind::kAside);
  EXPECT_EQ(split_capture_line("wss://x <-> 1.5").kind, Kind::kConnection);
  EXPECT_EQ(split_capture_line("hello").kind, Kind::kUnknown);
  EXPECT_EQ(split_capture_line("99999999999999999999 {}").kind, Kind::kUnknown);
  const auto rest = split_capture_line("https://h/p?q=1 -> 1.25: {\"a -> 2: \":1}");
  EXPECT_EQ(rest.kind, Kind::kRestAnswer);
  EXPECT_EQ(rest.url, "https://h/p?q=1");
  EXPECT_EQ(rest.received, core::Timestamp{1'250'000'000});
  EXPECT_EQ(rest.text, "{\"a -> 2: \":1}");
}

}  // namespace
}  // namespace tidemark::venues::file
