// The command line contract, held against the real program: exit codes, machine-readable results, one clear line for
// what is wrong. Expected numbers are hand arithmetic over the small files below.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Ten 1m candles from 2023-01-02T00:00Z with minutes 3 and 4 missing and one impossible row (high below low).
constexpr const char* kMinutes =
    "open_time_ms,open,high,low,close,volume\n"
    "1672617600000,100.0,101.0,99.0,100.5,10\n"
    "1672617660000,100.5,102.0,100.0,101.5,11\n"
    "1672617720000,101.5,101.5,100.5,101.0,12\n"
    "1672617900000,101.0,103.0,101.0,102.5,13\n"
    "1672617960000,102.5,102.5,102.0,102.0,14\n"
    "1672618020000,102.0,102.0,101.0,101.0,15\n"
    "1672618080000,101.0,100.0,101.0,101.0,16\n"
    "1672618140000,101.0,101.5,100.5,101.5,17\n";

class CommandLine : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream{folder_.file(name)} << text;
    return folder_.file(name);
  }
  test::Finished run(const std::vector<std::string>& arguments, const std::string& input = {}) {
    return test::run(arguments, folder_.path().string(), input);
  }
  /// Imports kMinutes.
  void import_minutes() {
    const auto done = run({"import", write("m.csv", kMinutes), "--symbol", "BTC/USDT", "--timeframe", "1m"});
    ASSERT_EQ(done.exit_code, 0) << done.err;
  }

  test::TemporaryFolder folder_;
};

TEST_F(CommandLine, help_and_version_are_at_hand) {
  EXPECT_EQ(run({"--help"}).exit_code, 0);
  EXPECT_THAT(run({"version"}).out, HasSubstr("tidemark "));
  for (const char* command :
       {"serve", "optimize", "import", "export", "verify", "gaps", "analyze", "explain", "backtest", "evidence",
        "replay", "activation", "db", "backup", "restore", "config", "doctor", "version"}) {
    const auto help = run({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("Examples:")) << command;
  }
}

TEST_F(CommandLine, wrong_usage_is_exit_2) {
  EXPECT_EQ(run({}).exit_code, 2);
  EXPECT_EQ(run({"fly"}).exit_code, 2);
  EXPECT_THAT(run({"fly"}).err, HasSubstr("try: tidemark --help"));
  EXPECT_THAT(run({"gaps", "--nonsense"}).err, HasSubstr("try: tidemark gaps --help"));
  EXPECT_THAT(run({"journal", "list", "--nonsense"}).err, HasSubstr("try: tidemark journal list --help"));
  EXPECT_EQ(run({"import"}).exit_code, 2);
  EXPECT_EQ(run({"gaps", "--symbol", "BTCUSDT", "--timeframe", "2h"}).exit_code, 2);
  EXPECT_EQ(run({"export", "--symbol", "BTCUSDT", "--timeframe", "1m", "--from", "yesterday"}).exit_code, 2);
  const std::vector<std::string> fills{"fills", "r.tmrec", "--strategy", "sma_cross"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), fills.begin(), fills.end());
    return run(more);
  };
  const auto nothing = with({});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.err, HasSubstr("--change, --against: needs a change of the model, or a store to compare with"));
  const auto sized = with({"--against", "a.db", "--risk", "2%"});
  EXPECT_EQ(sized.exit_code, 2);
  EXPECT_THAT(sized.err, HasSubstr("--risk: with --against this is what the account's configuration says"));
  EXPECT_EQ(with({"--against", "a.db", "--latency", "soon"}).exit_code, 2);
  EXPECT_EQ(with({"--change", "fees=0", "--config", "c"}).exit_code, 2) << "only with --against";
  const auto no_store = with({"--against", folder_.file("none.db")});
  EXPECT_EQ(no_store.exit_code, 3);
  EXPECT_THAT(no_store.err, HasSubstr("there is no database yet"));
}

TEST_F(CommandLine, no_data_is_an_error_that_says_what_to_do) {
  const auto gaps = run({"gaps", "--symbol", "BTCUSDT"});
  EXPECT_EQ(gaps.exit_code, 3);
  EXPECT_THAT(gaps.err, HasSubstr("tidemark import"));
  import_minutes();
  const auto other = run({"export", "--symbol", "ETHUSDT", "--timeframe", "1m"});
  EXPECT_EQ(other.exit_code, 3);
  EXPECT_THAT(other.err, HasSubstr("file:BTCUSDT"));
  EXPECT_EQ(other.out, "");
}

TEST_F(CommandLine, import_reports_every_row) {
  const auto done = run({"import", write("m.csv", kMinutes), "--symbol", "BTCUSDT", "--timeframe", "1m", "--json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr(R"("rows":8)"));
  EXPECT_THAT(done.out, HasSubstr(R"("inserted":7)"));
  EXPECT_THAT(done.out, HasSubstr(R"("candles":2)"));
  EXPECT_THAT(done.out, HasSubstr(R"("from":"2023-01-02T00:03:00Z","to":"2023-01-02T00:05:00Z")"));
  EXPECT_THAT(done.err, HasSubstr("acknowledged 7"));
}

TEST_F(CommandLine, standard_input_and_gzip_are_files_too) {
  EXPECT_EQ(run({"import", "-", "--symbol", "BTCUSDT", "--timeframe", "1m"}, kMinutes).exit_code, 0);
  const std::string out = folder_.file("out.csv.gz");
  ASSERT_EQ(run({"export", "--symbol", "BTCUSDT", "--timeframe", "1m", "--out", out}).exit_code, 0);
  const auto same = run({"verify", "--symbol", "BTCUSDT", "--timeframe", "1m", "--against", out, "--json"});
  EXPECT_EQ(same.exit_code, 0) << same.err;
  EXPECT_THAT(same.out, HasSubstr(R"("compared":7,"equal":7,"differing":0,"missing":0)"));
}

TEST_F(CommandLine, longer_timeframes_are_built_from_what_is_stored) {
  import_minutes();
  const auto done = run({"export", "--symbol", "BTCUSDT", "--timeframe", "5m"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  // By hand: 00:00 from minutes 0-2, 00:05 from minutes 5, 6, 7 and 9.
  EXPECT_EQ(done.out,
            "time,open,high,low,close,volume\n"
            "2023-01-02T00:00:00Z,100,102,99,101,33\n"
            "2023-01-02T00:05:00Z,101,103,100.5,101.5,59\n");
}

TEST_F(CommandLine, verify_tells_the_difference) {
  import_minutes();
  const std::string other = write("other.csv",
                                  "date,open,high,low,close,volume\n"
                                  "2023-01-02 00:00:00,100,102,99,101,33\n"
                                  "2023-01-02 00:05:00,101,103,100.5,101.5,60\n"
                                  "2023-01-02 00:10:00,101,103,100.5,101.5,1\n");
  const auto done = run({"verify", "--symbol", "BTCUSDT", "--timeframe", "5m", "--against", other, "--json"});
  EXPECT_EQ(done.exit_code, 4);
  EXPECT_THAT(done.out, HasSubstr(R"("compared":2,"equal":1,"differing":1,"missing":1)"));
}

/// Calm hours (body 1, range 2, volume 100), the last of them with 250.
std::string calm_hours(int count) {
  std::string text = "open_time_ms,open,high,low,close,volume\n";
  for (int i = 0; i < count; ++i) {
    text += std::to_string(1672531200000LL + 3600000LL * i);
    text += i % 2 == 0 ? ",100,101.5,99.5,101," : ",101,101.5,99.5,100,";
    text += i + 1 < count ? "100\n" : "250\n";
  }
  return text;
}

// By hand, as tests/cases/volume/spike.case: 250 over a mean of 100.
TEST_F(CommandLine, what_volume_shows_is_one_json_array_wherever_the_flags_stand) {
  const std::string file = write("calm.csv", calm_hours(25));
  const auto found = run({"analyze", "--volume", "--set", "spike_flag=2.4", file, "--set", "period=20", "--json"});
  EXPECT_EQ(found.exit_code, 0) << found.err;
  EXPECT_THAT(found.out, testing::StartsWith(R"([{"kind":"volume_pattern","pattern":"spike")"));
  EXPECT_THAT(found.out, HasSubstr(R"("time":"2023-01-02T00:00:00Z","known_at":"2023-01-02T01:00:00Z")"));
  EXPECT_THAT(found.out, HasSubstr(R"("parameters":{"period":20,"spike_flag":2.4,)"));
  EXPECT_EQ(run({"analyze", file, "--volume", "--set", "spike_flag=2.5", "--json"}).out, "[]\n");
  const auto bad = run({"analyze", file, "--volume", "--set", "period=0"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.err, HasSubstr("volume: parameter period is 0, but must be a whole number from 2 to 500"));
  EXPECT_EQ(run({"analyze", file, "--volume", "--candlesticks", "all"}).exit_code, 2);
}

TEST_F(CommandLine, evidence_is_the_same_for_the_same_seed) {
  const std::string file = write("calm.csv", calm_hours(300));
  const auto once = run({"evidence", file, "--seed", "7", "--json"});
  EXPECT_EQ(once.exit_code, 0) << once.err;
  EXPECT_THAT(once.out, testing::StartsWith(R"({"seed":7,"shuffles":5,"markets":[{"name":"calm.csv")"));
  EXPECT_EQ(once.out, run({"evidence", file, "--seed", "7", "--json"}).out);
  EXPECT_EQ(run({"evidence", file, "--shuffles", "0"}).exit_code, 2);
  EXPECT_EQ(run({"evidence", file, "--markdown", "--json"}).exit_code, 2);
}

TEST_F(CommandLine, unreadable_input_is_exit_3_with_its_place) {
  const auto missing = run({"import", folder_.file("none.csv"), "--symbol", "BTCUSDT"});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_THAT(missing.err, HasSubstr("none.csv"));
  const auto words = run({"import", write("w.csv", "once upon a time\nthere was no candle\n"), "--symbol", "BTCUSDT"});
  EXPECT_EQ(words.exit_code, 3);
  EXPECT_THAT(words.err, HasSubstr("w.csv"));
  const auto two_hours = run({"import",
                              write("h.csv",
                                    "open_time_ms,open,high,low,close,volume\n1493798400000,1,1,1,1,1\n"
                                    "1493805600000,1,1,1,1,1\n1493812800000,1,1,1,1,1\n"),
                              "--symbol", "BTCUSDT"});
  EXPECT_EQ(two_hours.exit_code, 3);
  EXPECT_THAT(two_hours.err, HasSubstr("2h"));
}

TEST_F(CommandLine, backup_and_restore_bring_everything_back) {
  import_minutes();
  const std::string file = folder_.file("b.tmbak");
  ASSERT_EQ(run({"backup", file}).exit_code, 0);
  const std::string other = folder_.file("other.db");
  ASSERT_EQ(run({"restore", file, "--store", other}).exit_code, 0);
  EXPECT_EQ(run({"export", "--symbol", "BTCUSDT", "--timeframe", "1m", "--store", other}).out,
            run({"export", "--symbol", "BTCUSDT", "--timeframe", "1m"}).out);
  EXPECT_NE(run({"restore", file, "--store", other}).exit_code, 0)
      << "an existing database must not be overwritten unasked";
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 7);
  const auto torn = run({"restore", file, "--store", folder_.file("third.db")});
  EXPECT_EQ(torn.exit_code, 1);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("third.db")));
}

TEST_F(CommandLine, schema_goes_down_and_up_again) {
  import_minutes();
  EXPECT_THAT(run({"db", "status"}).out, Not(HasSubstr("pending")));
  ASSERT_EQ(run({"db", "rollback"}).exit_code, 0);
  EXPECT_THAT(run({"db", "status"}).out, HasSubstr("pending"));
  ASSERT_EQ(run({"db", "migrate"}).exit_code, 0);
  EXPECT_THAT(run({"db", "status"}).out, Not(HasSubstr("pending")));
  EXPECT_EQ(run({"export", "--symbol", "BTCUSDT", "--timeframe", "1m"}).exit_code, 0);
}

TEST_F(CommandLine, analyze_reads_files_and_the_store) {
  import_minutes();
  const auto stored = run({"analyze", "BTCUSDT", "--timeframe", "1m", "--indicators", "SMA:period=2", "--out", "csv"});
  ASSERT_EQ(stored.exit_code, 0) << stored.err;
  // By hand: (100.5 + 101.5) / 2 = 101.
  EXPECT_THAT(stored.out, HasSubstr("\n0,\n1,101\n"));
  for (const std::string value : {"0", "-5", "100001", "nan"}) {
    const std::string sma = "SMA:period=" + value;
    const auto bad = run({"analyze", "BTCUSDT", "--timeframe", "1m", "--indicators", sma, "--out", "csv"});
    EXPECT_EQ(bad.exit_code, 2);
    EXPECT_THAT(bad.err, HasSubstr("parameter period is " + value + ", but must be a whole number from 2 to 100000"));
  }
}

TEST_F(CommandLine, replay_of_candles_repeats_itself) {
  const auto done = run({"replay", write("m.csv", kMinutes), "--symbol", "BTCUSDT", "--timeframe", "1m", "--verify"});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("same as the second run"));
  EXPECT_EQ(run({"replay", write("empty.csv", ""), "--symbol", "BTCUSDT"}).exit_code, 3);
}

TEST_F(CommandLine, configuration_errors_have_their_place) {
  std::filesystem::create_directories(folder_.path() / "c");
  std::ofstream{folder_.path() / "c" / "main.yaml"} << "server:\n  prot: 9000\n";
  const auto check = run({"config", "check", folder_.file("c")});
  EXPECT_EQ(check.exit_code, 3);
  EXPECT_THAT(check.err + check.out, HasSubstr("main.yaml:2"));
  EXPECT_THAT(check.err + check.out, HasSubstr("port"));
  EXPECT_EQ(run({"config", "show", "--json"}).exit_code, 0);
}

}  // namespace
}  // namespace tidemark
