#include "app/cli/analyze_command.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/instrument.hpp"
#include "storage/store.hpp"
#include "venues/file/byte_source.hpp"

namespace tidemark::app {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Run {
  int code{-1};
  std::string out;
  std::string err;
};

Run run(const AnalyzeOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_analyze(options, out, err);
  return {code, out.str(), err.str()};
}

/// A folder of its own, gone afterwards.
class AnalyzeCommand : public ::testing::Test {
 public:
  AnalyzeCommand() : folder_{std::filesystem::path{::testing::TempDir()} / ("analyze_" + name())} {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~AnalyzeCommand() override { std::filesystem::remove_all(folder_); }

 protected:
  [[nodiscard]] std::string file(const std::string& file_name, const std::string& text) const {
    std::ofstream{folder_ / file_name} << text;
    return (folder_ / file_name).string();
  }
  [[nodiscard]] std::string path(const std::string& file_name) const { return (folder_ / file_name).string(); }

  /// Five hourly candles closing at 1 to 5, volume 2 each.
  [[nodiscard]] std::string five_candles() const {
    return file("five.csv",
                "time,open,high,low,close,volume\n"
                "2023-01-01T00:00:00Z,1,1,1,1,2\n"
                "2023-01-01T01:00:00Z,1,2,1,2,2\n"
                "2023-01-01T02:00:00Z,2,3,2,3,2\n"
                "2023-01-01T03:00:00Z,3,4,3,4,2\n"
                "2023-01-01T04:00:00Z,4,5,4,5,2\n");
  }

  /// A store that holds the same candles as BTCUSDT, 1h and 1d.
  [[nodiscard]] std::string store_of_five() const {
    const std::string database = path("store.db");
    auto store = storage::open_store(database, storage::OpenMode::kCreate);
    EXPECT_TRUE(store) << store.error().text();
    core::Instrument instrument;
    instrument.venue = "binance";
    instrument.symbol = "BTCUSDT";
    instrument.scale = {2, 0};
    storage::CandleBatch batch{instrument, core::Timeframe::k1h, "test", {}};
    for (std::int64_t i = 0; i < 5; ++i) {
      const core::Price price{100 * (i + 1)};
      batch.candles.push_back({.open_time = core::Timestamp::from_s(1'672'531'200 + i * 3600),
                               .open = price,
                               .high = price,
                               .low = price,
                               .close = price,
                               .volume = {2}});
    }
    EXPECT_TRUE((*store)->put_instrument(instrument));
    EXPECT_TRUE((*store)->put_candles(batch));
    return database;
  }

 private:
  static std::string name() { return ::testing::UnitTest::GetInstance()->current_test_info()->name(); }

  std::filesystem::path folder_;
};

TEST_F(AnalyzeCommand, writes_csv_of_a_file) {
  const auto result = run({.input = five_candles(), .indicators = "SMA:period=3;OBV", .output = AnalyzeOutput::kCsv});
  EXPECT_EQ(result.code, 0) << result.err;
  // Averages of three, by hand: 2 3 4; OBV rises by 2 with each higher close.
  EXPECT_EQ(result.out, "index,SMA,OBV\n0,,2\n1,,4\n2,2,6\n3,3,8\n4,4,10\n");
}

TEST_F(AnalyzeCommand, reads_a_stored_symbol_in_any_spelling) {
  for (const auto* symbol : {"BTCUSDT", "btc/usdt", "binance:BTCUSDT"}) {
    const auto result = run({.input = symbol,
                             .timeframe = "1h",
                             .indicators = "SMA:period=3;OBV",
                             .output = AnalyzeOutput::kCsv,
                             .store = store_of_five()});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.out, "index,SMA,OBV\n0,,2\n1,,4\n2,2,6\n3,3,8\n4,4,10\n") << symbol;
  }
}

TEST_F(AnalyzeCommand, all_indicators_are_reported_when_asked_for) {
  const auto result = run({.input = five_candles(), .indicators = "all"});
  EXPECT_EQ(result.code, 0) << result.err;
  for (const auto* words : {"5 candles", "SMA:period=30", "needs 30 candles", "OBV", "10"}) {
    EXPECT_THAT(result.out, HasSubstr(words));
  }
}

TEST_F(AnalyzeCommand, asked_for_nothing_it_reports_what_a_trader_looks_at_first) {
  const auto result = run({.input = five_candles()});
  EXPECT_EQ(result.code, 0) << result.err;
  for (const auto* words : {"5 candles", "\nTrend and regime\n", "\nMomentum\n", "\nVolatility\n", "\nVolume\n",
                            "\nLevels", "needs 200 candles", "\nCandlestick patterns of the last 5 candles",
                            "\nTimeframes", "no timeframe points either way"}) {
    EXPECT_THAT(result.out, HasSubstr(words));
  }
}

/// Thirty hours of candles, white and black in turn, the last one around the body of the one before.
// By hand: (40 + 0) x 1.0 of 1h = 40, low; one timeframe alone is weak, and weighs 0.1 + 0.3 x 3 / 6 = 0.25.
TEST_F(AnalyzeCommand, the_report_says_how_sure_a_pattern_is_and_who_agrees) {
  std::string rows = "time,open,high,low,close,volume\n";
  for (int hour = 0; hour < 30; ++hour) {
    const std::string day = hour < 24 ? "2023-01-02T" : "2023-01-03T";
    const int of_day = hour % 24;
    const std::string time = day + (of_day < 10 ? "0" : "") + std::to_string(of_day) + ":00:00Z";
    const std::string prices = hour == 29      ? "101.5,102,99,99.5"
                               : hour % 2 == 0 ? "100,101.5,99.5,101"
                                               : "101,101.5,99.5,100";
    rows += time + "," + prices + ",10\n";
  }
  const auto result = run({.input = file("engulfing.csv", rows)});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out,
              HasSubstr("2023-01-03T05:00:00Z  bearish  Engulfing Pattern, confidence 40, low. Read as a turn "
                        "downward: the rise before it may be over.\n"));
  EXPECT_THAT(result.out, HasSubstr("bearish, weak agreement: 1 timeframe, weight 0.25\n"));
}

TEST_F(AnalyzeCommand, json_is_one_document) {
  const auto result = run({.input = five_candles(), .indicators = "OBV", .output = AnalyzeOutput::kJson});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith(R"({"input":)"));
  EXPECT_THAT(result.out, HasSubstr(R"("values":[2,4,6,8,10])"));
}

// The double top of tests/cases/chart_patterns/double_top.case: 1 a candle from 90 to 80, 110, 100, 110, 85.
TEST_F(AnalyzeCommand, chart_patterns_are_findings_with_their_life) {
  std::ostringstream csv;
  csv << "time,open,high,low,close,volume\n";
  int hour = 0;
  int close = 90;
  for (const int to : {80, 110, 100, 110, 85}) {
    while (close != to) {
      const int open = close;
      close += close < to ? 1 : -1;
      csv << 1'672'531'200'000 + 3'600'000LL * ++hour << ',' << open << ',' << std::max(open, close) << ','
          << std::min(open, close) << ',' << close << ',' << (to == 85 ? 200 : 100) << '\n';
    }
  }
  const auto candles = file("double.csv", csv.str());
  const auto json =
      run({.input = candles, .timeframe = "1h", .what = AnalyzeWhat::kChartPatterns, .output = AnalyzeOutput::kJson});
  EXPECT_EQ(json.code, 0) << json.err;
  EXPECT_THAT(json.out, StartsWith("["));
  for (const auto* words : {R"("kind":"chart_pattern")", R"("pattern":"double_top")", R"("state":"complete")",
                            R"("outcome":{"state":"hit_target")", R"("target":90,"invalidation":111.5)",
                            R"("anchors":[{"time":)", R"("boundaries":{"upper":)", R"("known_at":)", R"("rule":")",
                            R"("level_tolerance":0.15)", R"("confidence":)"}) {
    EXPECT_THAT(json.out, HasSubstr(words));
  }
  const auto report = run({.input = candles, .timeframe = "1h", .what = AnalyzeWhat::kChartPatterns});
  EXPECT_THAT(report.out, HasSubstr("Double top, complete, bearish at 99"));
  EXPECT_THAT(report.out, HasSubstr("Double top: 1 complete, 0 not; 1 of 1 reached the target"));
  const auto rows =
      run({.input = candles, .timeframe = "1h", .what = AnalyzeWhat::kChartPatterns, .output = AnalyzeOutput::kCsv});
  EXPECT_THAT(rows.out, HasSubstr("complete,none,100.0,bearish,90.00000000,111.50000000,hit_target,9.0000,0.0000"));
}

TEST_F(AnalyzeCommand, wrong_usage_exits_2_and_says_what_was_meant) {
  const auto unknown = run({.input = five_candles(), .indicators = "RIS"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean RSI?"));
  EXPECT_EQ(unknown.out, "");
  EXPECT_EQ(run({.input = five_candles(), .indicators = "RSI:period=1"}).code, 2);
  EXPECT_EQ(run({.input = five_candles(), .timeframe = "7m"}).code, 2);
}

TEST_F(AnalyzeCommand, no_data_exits_3_and_says_what_to_do) {
  const auto missing = run({.input = path("missing.csv")});
  EXPECT_EQ(missing.code, 3);
  EXPECT_THAT(missing.err, HasSubstr("missing.csv"));
  const auto no_store = run({.input = "BTCUSDT", .timeframe = "1h", .store = path("none.db")});
  EXPECT_EQ(no_store.code, 3);
  EXPECT_THAT(no_store.err, HasSubstr("tidemark import"));
  const auto other = run({.input = "ETHUSDT", .timeframe = "1h", .store = store_of_five()});
  EXPECT_EQ(other.code, 3);
  EXPECT_THAT(other.err, HasSubstr("tidemark import FILE --symbol ETHUSDT"));
  const auto any = run({.input = "ETHUSDT", .store = store_of_five()});
  EXPECT_EQ(any.code, 3);
  EXPECT_THAT(any.err, HasSubstr("tidemark import"));
  EXPECT_EQ(run({.input = file("empty.csv", "")}).code, 3);
  EXPECT_EQ(run({.input = "not a symbol!"}).code, 3);
}

TEST_F(AnalyzeCommand, a_symbol_of_several_timeframes_needs_one) {
  const auto result = run({.input = "BTCUSDT", .indicators = "OBV", .store = store_of_five()});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--timeframe with one of 1h, 4h, 1d"));
}

TEST_F(AnalyzeCommand, invalid_rows_are_left_out_and_said) {
  const auto bad = file("bad.csv",
                        "time,open,high,low,close,volume\n"
                        "2023-01-01T00:00:00Z,1,1,1,1,2\n"
                        "2023-01-01T01:00:00Z,1,0.5,1,2,2\n"
                        "2023-01-01T02:00:00Z,2,3,2,3,2\n");
  const auto result = run({.input = bad, .timeframe = "1h", .indicators = "OBV", .output = AnalyzeOutput::kCsv});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out, "index,OBV\n0,2\n1,4\n");
  EXPECT_THAT(result.err, HasSubstr("1 candle left out as invalid; the first, 2023-01-01T01:00:00Z"));
}

using Table = std::map<std::string, std::vector<std::string>>;

/// A CSV by column name.
Table table_of(std::istream& csv) {
  Table table;
  std::vector<std::string> header;
  for (std::string line; std::getline(csv, line);) {
    std::istringstream cells{line + ","};  // so that an empty last cell counts
    std::size_t column = 0;
    for (std::string cell; std::getline(cells, cell, ','); ++column) {
      if (table.size() <= column) {
        header.push_back(cell);
        table[cell];
      } else {
        table[header.at(column)].push_back(cell);
      }
    }
  }
  return table;
}

std::istringstream unpacked(const std::string& path) {
  auto source = venues::file::open_byte_source(path);
  EXPECT_TRUE(source) << path;
  std::string text;
  std::vector<char> piece(1 << 16);
  for (;;) {
    const auto got = (*source)->read(piece);
    EXPECT_TRUE(got) << path;
    if (!got || *got == 0) return std::istringstream{text};
    text.append(piece.data(), *got);
  }
}

std::filesystem::path oracles() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment while tests run
  const char* shared = std::getenv("TIDEMARK_SHARED");
  const std::filesystem::path beside = std::filesystem::path{TIDEMARK_SOURCE_DIR}.parent_path() / "shared";
  return (shared != nullptr ? std::filesystem::path{shared} : beside) / "oracles/talib";
}

class AnalyzeOracle : public ::testing::TestWithParam<const char*> {};

// Source of the numbers: TA-Lib 0.6, shared/oracles/talib. Both sides print %.17g, so equal doubles are equal text.
TEST_P(AnalyzeOracle, csv_of_the_oracles_candles_is_ta_libs_text) {
  const auto folder = oracles() / GetParam();
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no oracles: set TIDEMARK_SHARED to the folder that holds them";
  const auto result = run({.input = folder / "ohlcv.csv.gz", .indicators = "all", .output = AnalyzeOutput::kCsv});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, ::testing::Not(HasSubstr("left out")));
  std::istringstream out{result.out};
  const Table ours = table_of(out);
  auto reference = unpacked(folder / "indicators_default.csv.gz");
  const Table theirs = table_of(reference);
  std::size_t compared = 0;
  for (const auto& [name, column] : ours) {
    if (!theirs.contains(name)) continue;
    ++compared;
    ASSERT_EQ(column.size(), theirs.at(name).size()) << name;
    for (std::size_t i = 0; i < column.size(); ++i) ASSERT_EQ(column[i], theirs.at(name)[i]) << name << " at " << i;
  }
  EXPECT_EQ(compared, theirs.size());
}

INSTANTIATE_TEST_SUITE_P(Series, AnalyzeOracle, ::testing::Values("EURUSD_1h", "BTCUSDT_1h"));

TEST_F(AnalyzeCommand, candlesticks_are_columns_of_integers_empty_before_their_lookback) {
  // Hand: rising white candles; ENGULFING's lookback is 2, a white candle engulfs no white one; 3OUTSIDE's is 3.
  const auto csv =
      run({.input = five_candles(), .candlesticks = "engulfing,CDL3OUTSIDE,CDLDOJI", .output = AnalyzeOutput::kCsv});
  EXPECT_EQ(csv.code, 0) << csv.err;
  EXPECT_EQ(csv.out, "index,CDLENGULFING,CDL3OUTSIDE,CDLDOJI\n0,,,\n1,,,\n2,0,,\n3,0,0,\n4,0,0,\n");
}

TEST_F(AnalyzeCommand, candlesticks_that_are_found_are_told_with_their_times) {
  // Hand: black 2 to 1, then white from 0.5 to 3 around it.
  const std::string input = file("engulfed.csv",
                                 "time,open,high,low,close,volume\n"
                                 "2023-01-01T00:00:00Z,2,2,2,2,2\n"
                                 "2023-01-01T01:00:00Z,2,2,1,1,2\n"
                                 "2023-01-01T02:00:00Z,0.5,3,0.5,3,2\n");
  const auto json = run({.input = input, .candlesticks = "all", .output = AnalyzeOutput::kJson});
  EXPECT_EQ(json.code, 0) << json.err;
  EXPECT_THAT(json.out, StartsWith(R"([{"kind":"candlestick_pattern","pattern":"CDLENGULFING")"));
  EXPECT_THAT(json.out, HasSubstr(R"("direction":"bullish","value":100)"));
  EXPECT_THAT(json.out, HasSubstr(R"("time":"2023-01-01T02:00:00Z","known_at":"2023-01-01T03:00:00Z")"));
  // Level 2 is worth 40; the volume is that of the candles before; 1h multiplies by 1.
  EXPECT_THAT(json.out, HasSubstr(R"("confidence":40,"strength":"low")"));
  const auto report = run({.input = input, .candlesticks = "all"});
  EXPECT_THAT(report.out, HasSubstr("2023-01-01T02:00:00Z  bullish  Engulfing Pattern\n"));
}

TEST_F(AnalyzeCommand, unknown_candlesticks_are_refused_with_a_suggestion) {
  const auto bad = run({.input = five_candles(), .candlesticks = "CDLHAMER", .output = AnalyzeOutput::kCsv});
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err, HasSubstr("did you mean CDLHAMMER?"));
  EXPECT_EQ(bad.out, "");
}

/// 24 calm hours (body 1, range 2, volume 100), then one of volume 250.
std::string calm_then_spike() {
  std::string text = "time,open,high,low,close,volume\n";
  for (int i = 0; i < 25; ++i) {
    const std::string day = i < 24 ? "01T" : "02T";
    const std::string hour = std::to_string(i % 24);
    text += "2023-01-" + day + (hour.size() == 1 ? "0" : "") + hour + ":00:00Z,";
    text += i % 2 == 0 ? "100,101.5,99.5,101," : "101,101.5,99.5,100,";
    text += i < 24 ? "100\n" : "250\n";
  }
  return text;
}

// By hand, as tests/cases/volume/spike.case: 250 over 100; ((2.5 - 2) / 3 + 1) / 2 of 100. 101 is 1 % above 100.
TEST_F(AnalyzeCommand, what_volume_shows_is_told_with_its_rule_and_parameters) {
  const std::string input = file("spike.csv", calm_then_spike());
  const auto json = run({.input = input, .output = AnalyzeOutput::kJson, .volume = true});
  EXPECT_EQ(json.code, 0) << json.err;
  EXPECT_THAT(json.out, StartsWith(R"([{"kind":"volume_pattern","pattern":"spike")"));
  for (
      const auto* words :
      {R"("direction":"bullish")", R"("time":"2023-01-02T00:00:00Z","known_at":"2023-01-02T01:00:00Z")",
       R"("price":101,)", R"("strength":"medium","confidence":58.3333333333)",
       R"("volume_ratio":2.5,"price_change":1,)",
       R"("parameters":{"period":20,"spike_flag":2,"ratio_medium":2,"ratio_strong":3,"ratio_extreme":5,"basis":"raw"})"}) {
    EXPECT_THAT(json.out, HasSubstr(words));
  }
  const auto csv = run({.input = input, .output = AnalyzeOutput::kCsv, .volume = true});
  EXPECT_THAT(csv.out, HasSubstr("\n24,spike,bullish,medium,58.3333333333"));
  EXPECT_THAT(csv.out, HasSubstr(",2.5,1,2.5,101,2023-01-02T00:00:00Z,2023-01-02T00:00:00Z,2023-01-02T01:00:00Z\n"));
  const auto report = run({.input = input, .volume = true});
  EXPECT_THAT(report.out, HasSubstr("volume: neither accumulating nor distributing; 1 finding\n"));
  EXPECT_THAT(
      report.out,
      HasSubstr("2023-01-02T00:00:00Z  bullish  Volume spike, medium, confidence 58, volume 2.50 of the mean\n"));
  EXPECT_THAT(run({.input = input}).out, HasSubstr("Volume spike"));
}

TEST_F(AnalyzeCommand, parameters_of_volume_are_set_and_refused_by_name) {
  const std::string input = file("spike.csv", calm_then_spike());
  const auto quiet = run({.input = input, .output = AnalyzeOutput::kJson, .volume = true, .set = {"spike_flag=2.5"}});
  EXPECT_EQ(quiet.code, 0) << quiet.err;
  EXPECT_EQ(quiet.out, "[]\n");
  const auto bad = run({.input = input, .volume = true, .set = {"period=30", "dry_ratio=7"}});
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err, HasSubstr("volume: parameter dry_ratio is 7, but must be a number from 0 to 1"));
  EXPECT_EQ(run({.input = input, .volume = true, .set = {"perod=30"}}).code, 2);
  EXPECT_EQ(run({.input = input, .set = {"period=30"}}).code, 2);
}

TEST_F(AnalyzeCommand, forex_is_held_against_its_time_of_day) {
  const std::string input = file("spike.csv", calm_then_spike());
  const auto report = run({.input = input, .symbol = "EURUSD", .volume = true});
  EXPECT_THAT(report.out, HasSubstr("held against the same time of day; it showed nothing"));
  const auto raw = run({.input = input, .symbol = "EURUSD", .volume = true, .set = {"basis=raw"}});
  EXPECT_THAT(raw.out, HasSubstr("Volume spike"));
}

}  // namespace
}  // namespace tidemark::app
