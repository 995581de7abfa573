// The stage of what trades, as a user asks for it: over a running server, and two configurations over one file. Exit
// codes are those of the command line contract (13-cli): 3 refused, 4 a check found differences, 5 nobody answers.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark {
namespace {

using testing::HasSubstr;

class ActivationCommand : public testing::Test {
 protected:
  test::Finished run(const std::vector<std::string>& arguments) {
    return test::run(arguments, folder_.path().string());
  }
  /// A folder with this main.yaml.
  std::string config(const std::string& name, const std::string& yaml) {
    std::filesystem::create_directories(folder_.path() / name);
    std::ofstream{folder_.path() / name / "main.yaml"} << yaml;
    return folder_.file(name);
  }

  test::TemporaryFolder folder_;
};

TEST_F(ActivationCommand, shows_the_board_and_steps_over_a_running_server) {
  test::Process server{{"serve", "--source", "sim", "--port", "0", "--symbols", "BTCUSDT"}, folder_.path().string()};
  ASSERT_TRUE(server.wait_for_output("source: ")) << server.err();
  const std::string url = "http://127.0.0.1:" + std::to_string(test::port_of(server.out()));
  const auto status = run({"activation", "status", "--url", url});
  EXPECT_EQ(status.exit_code, 0) << status.err;
  EXPECT_THAT(status.out, HasSubstr("stage paper, sizes times 1"));
  EXPECT_THAT(status.out, HasSubstr("no promotion to micro: the account trades with play money"));
  EXPECT_THAT(status.out, HasSubstr("of 0 trades closed at this stage (at least 30)"));
  EXPECT_THAT(run({"activation", "status", "--url", url, "--json"}).out,
              HasSubstr(R"({"stage":"paper","multiplier":1,)"));

  EXPECT_EQ(run({"activation", "promote", "--url", url}).exit_code, 2) << "without --confirm";
  const auto beyond = run({"activation", "promote", "--confirm", "--url", url});
  EXPECT_EQ(beyond.exit_code, 3);
  EXPECT_THAT(beyond.err, HasSubstr("play money"));
  const auto rolled = run({"activation", "rollback", "--reason", "odd fills", "--url", url});
  EXPECT_EQ(rolled.exit_code, 0) << rolled.err;
  EXPECT_THAT(rolled.out, HasSubstr("rolled_back  paper -> shadow: odd fills [manual; last good configuration "));
  const auto unmet = run({"activation", "promote", "--confirm", "--url", url});
  EXPECT_EQ(unmet.exit_code, 4);
  EXPECT_THAT(unmet.err, HasSubstr("Win rate not known, at least 80 % (0 of 30"));
  EXPECT_EQ(run({"activation", "rollback", "--to", "full", "--url", url}).exit_code, 0) << "shadow is the lowest";
  EXPECT_THAT(run({"activation", "events", "--url", url}).out, HasSubstr("odd fills"));
  EXPECT_THAT(run({"activation", "configurations", "--url", url}).out, HasSubstr("trading.strategy: decision"));
  server.signal(SIGINT);
  EXPECT_EQ(server.wait().exit_code, 0);

  const auto gone = run({"activation", "status", "--url", url});
  EXPECT_EQ(gone.exit_code, 5);
}

TEST_F(ActivationCommand, compares_two_configurations_over_the_same_candles) {
  // Up ten cents a minute for half an hour, down for half an hour, and again.
  std::string csv = "open_time_ms,open,high,low,close,volume\n";
  long long price = 10'000;
  for (long long n = 0; n < 600; ++n) {
    const long long close = price + (n / 30 % 2 == 0 ? 10 : -10);
    const auto cents = [](long long value) { return std::to_string(value / 100) + "." + std::to_string(value % 100); };
    csv += std::to_string(1672617600000 + n * 60000) + "," + cents(price) + "," + cents(std::max(price, close)) + "," +
           cents(std::min(price, close)) + "," + cents(close) + ",10\n";
    price = close;
  }
  std::ofstream{folder_.file("m.csv")} << csv;
  const std::string active = config("active", "trading:\n  strategy: sma_cross\n  parameters: [fast=3, slow=9]\n");
  const std::string other = config("other", "trading:\n  strategy: sma_cross\n  parameters: [fast=5, slow=20]\n");
  const auto compare = [&](const std::string& candidate) {
    return run({"activation", "compare", folder_.file("m.csv"), "--symbol", "BTCUSDT", "--timeframe", "1m", "--config",
                active, "--candidate", candidate});
  };
  const auto same = compare(active);
  EXPECT_EQ(same.exit_code, 0) << same.err;
  EXPECT_THAT(same.out, HasSubstr("600 events"));
  EXPECT_THAT(same.out, HasSubstr("the same, 0 by the active alone, 0 by the candidate alone"));
  const auto differs = compare(other);
  EXPECT_EQ(differs.exit_code, 0) << differs.err;
  EXPECT_THAT(differs.out, HasSubstr("candidate alone"));
  EXPECT_THAT(differs.out, testing::Not(HasSubstr("orders: 0 the same, 0 by the active alone")));
  const auto off = compare(config("off", "trading:\n  mode: \"off\"\n"));
  EXPECT_EQ(off.exit_code, 2);
  EXPECT_THAT(off.err, HasSubstr("trading.mode"));
}

}  // namespace
}  // namespace tidemark
