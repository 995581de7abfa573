// Issue 6: a recording of the live path, played again, gives the same signals and traces to the byte. Three programs as
// a user runs them: `tidemark sim` in the venue's place, `serve` that records, `replay` that compares. Thresholds are
// low, so that the first minute that closes live brings signals.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark {
namespace {

using testing::HasSubstr;

/// What stands behind `name` in text of lines "name value".
std::string value_of(const std::string& text, const std::string& name) {
  std::istringstream lines{text};
  std::string line;
  while (std::getline(lines, line)) {
    if (line.starts_with(name + " ")) return line.substr(name.size() + 1);
  }
  return "";
}

/// The value of a member of a JSON document, as it is written.
std::string member(const std::string& json, const std::string& name) {
  const std::string key = "\"" + name + "\":";
  const std::size_t at = json.find(key);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + key.size();
  std::string value = json.substr(begin, json.find_first_of(",}", begin) - begin);
  std::erase(value, '"');
  return value;
}

class DecisionReplay : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_.path() / "config");
    std::ofstream{folder_.path() / "config" / "main.yaml"}
        << "decision:\n  parameters: [weak_from=0.01, confluence_min=0, filters_min=0, confidence_min=0, "
           "risk_reward_min=0.1, repeat_minutes=0]\n";
    setenv("TIDEMARK_CONFIG", (folder_.path() / "config").c_str(), 1);
  }
  void TearDown() override { unsetenv("TIDEMARK_CONFIG"); }

  [[nodiscard]] std::string home() const { return folder_.path().string(); }
  [[nodiscard]] std::string recording() const { return folder_.file("live.tmrec"); }
  /// Until a signal was given live: at the end of the minute under way, or a few later.
  void record_live();
  [[nodiscard]] std::string run_record() const {
    std::ifstream file{recording() + ".hash"};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  test::TemporaryFolder folder_;
};

void DecisionReplay::record_live() {
  test::Process venue{{"sim", "--port", "0", "--symbols", "BTCUSDT,ETHUSDT,SOLUSDT,XRPUSDT", "--history", "120h"},
                      home()};
  ASSERT_TRUE(venue.wait_for_output("is listening on")) << venue.err();
  const std::string host = "127.0.0.1:" + std::to_string(test::port_of(venue.out()));
  test::Process server{
      {"serve", "--source", "binance", "--port", "0", "--symbols", "BTCUSDT,ETHUSDT,SOLUSDT,XRPUSDT", "--store",
       folder_.file("live.db"), "--record", recording(), "--set", "venues.binance.rest_url=http://" + host, "--set",
       "venues.binance.stream_url=ws://" + host, "--set", "venues.history=100h"},
      home()};
  ASSERT_TRUE(server.wait_for_output("source: ")) << server.err();
  const std::uint16_t port = test::port_of(server.out());
  std::string answer;
  const auto given = [](const std::string& text) { return text.find("\"trace_id\"") != std::string::npos; };
  for (int minute = 0; minute < 5 && !given(answer); ++minute) answer = test::get_until(port, "/api/signals", given);
  ASSERT_TRUE(given(answer)) << answer;
  // Every stage of the way was timed: bytes, candles, the decision.
  const std::string budget = test::get(port, "/api/performance/budget");
  for (const char* stage : {"parse", "validate", "aggregate", "patterns", "levels", "decision", "candle"}) {
    const std::size_t at = budget.find(std::string{R"({"id":")"} + stage + '"');
    ASSERT_NE(at, std::string::npos) << stage;
    EXPECT_NE(member(budget.substr(at), "count"), "0") << stage;
  }
  server.signal(SIGTERM);
  const auto done = server.wait();
  ASSERT_EQ(done.exit_code, 0) << done.err;
}

TEST_F(DecisionReplay, a_live_run_played_again_gives_the_same_signals_and_traces_to_the_byte) {
  ASSERT_NO_FATAL_FAILURE(record_live());
  const std::string live = run_record();
  EXPECT_GT(std::stoull(value_of(live, "signals")), 0U) << live;
  EXPECT_GT(std::stoull(value_of(live, "traces")), 0U) << live;
  const auto replay = test::run({"replay", recording(), "--verify", "--json"}, home());
  ASSERT_EQ(replay.exit_code, 0) << replay.out << replay.err;
  EXPECT_THAT(replay.out, HasSubstr(R"("compared_with":"live run")"));
  EXPECT_EQ(member(replay.out, "signals"), value_of(live, "signals"));
  EXPECT_EQ(member(replay.out, "traces"), value_of(live, "traces"));
  EXPECT_EQ(member(replay.out, "decision_hash"), value_of(live, "decisions"));
  EXPECT_EQ(member(replay.out, "hash"), value_of(live, "digest"));

  // A digest that differs in one digit is told apart.
  std::string changed = live;
  const std::size_t digit = changed.find(value_of(live, "decisions"));
  changed[digit] = changed[digit] == '0' ? '1' : '0';
  std::ofstream{recording() + ".hash"} << changed;
  const auto other = test::run({"replay", recording(), "--verify"}, home());
  EXPECT_EQ(other.exit_code, 4) << other.out << other.err;
  EXPECT_THAT(other.out, HasSubstr("DIFFERS from the live run"));
}

}  // namespace
}  // namespace tidemark
