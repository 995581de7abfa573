// `config check`, `config show` and `doctor` as a user runs them.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/config_command.hpp"
#include "app/cli/doctor_command.hpp"
#include "app/load_checked.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark::app {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Said {
  int code{0};
  std::string out;
  std::string err;
};

template <class Run, class Options>
Said run(Run command, const Options& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = command(options, out, err);
  return {code, out.str(), err.str()};
}

void write(const test::TemporaryFolder& folder, const std::string& text) {
  std::ofstream{folder.file("main.yaml")} << text;
}

TEST(ConfigCheck, is_content_with_the_folder_that_is_shipped) {
  const Said said = run(run_config_check, ConfigOptions{.dir = std::string{TIDEMARK_SOURCE_DIR} + "/config"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, StartsWith("ok: "));
}

TEST(ConfigCheck, names_every_mistake_on_a_line_of_its_own) {
  const test::TemporaryFolder folder;
  write(folder, "server: {prot: 1, port: x}\n");
  const Said said = run(run_config_check, ConfigOptions{.dir = folder.path().string()});
  EXPECT_EQ(said.code, 3);
  EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 2);
  EXPECT_THAT(said.err, HasSubstr("main.yaml:1:16: server.prot: unknown key; did you mean server.port?"));
  EXPECT_EQ(said.out, "");
}

TEST(ConfigCheck, holds_indicators_against_the_catalogue_and_looks_for_source_files) {
  const test::TemporaryFolder folder;
  write(folder, "analysis:\n  indicators: [RSJ, RSI, 'RSI:period=14']\nsource: no/such/file.csv\n");
  const Said said = run(run_config_check, ConfigOptions{.dir = folder.path().string()});
  EXPECT_EQ(said.code, 3);
  EXPECT_THAT(said.err, HasSubstr("main.yaml:2:15: analysis.indicators: "));
  EXPECT_THAT(said.err, HasSubstr("RSI"));
  EXPECT_THAT(said.err, HasSubstr("RSI:period=14 stands twice"));
  EXPECT_THAT(said.err, HasSubstr("there is no file no/such/file.csv"));
}

TEST(ConfigCheck, holds_parameters_of_analyses_to_their_names_and_ranges) {
  const test::TemporaryFolder folder;
  write(folder,
        "analysis:\n"
        "  volume_parameters: [period=30, dry_ratio=7]\n"
        "  zone_parameters: [move_treshold=1.5]\n"
        "  chart_pattern_parameters: [level_tolerence=0.2]\n"
        "  chart_paterns: off\n");
  const Said said = run(run_config_check, ConfigOptions{.dir = folder.path().string()});
  EXPECT_EQ(said.code, 3);
  EXPECT_THAT(said.err, HasSubstr("main.yaml:5:18: analysis.chart_paterns: unknown key; did you mean "
                                  "analysis.chart_patterns?"));
  write(folder,
        "analysis:\n"
        "  volume_parameters: [period=30, dry_ratio=7]\n"
        "  zone_parameters: [move_treshold=1.5]\n"
        "  chart_pattern_parameters: [level_tolerence=0.2]\n");
  const Said parameters = run(run_config_check, ConfigOptions{.dir = folder.path().string()});
  EXPECT_EQ(parameters.code, 3);
  EXPECT_EQ(std::count(parameters.err.begin(), parameters.err.end(), '\n'), 3);
  EXPECT_THAT(parameters.err, HasSubstr("main.yaml:2:22: analysis.volume_parameters: volume: parameter dry_ratio is 7, "
                                        "but must be a number from 0 to 1"));
  EXPECT_THAT(parameters.err, HasSubstr("did you mean move_threshold?"));
  EXPECT_THAT(parameters.err, HasSubstr("did you mean level_tolerance?"));
}

TEST(ConfigCheck, answers_in_json) {
  const test::TemporaryFolder folder;
  write(folder, "sim: {seed: -1}\n");
  const Said said = run(run_config_check, ConfigOptions{.dir = folder.path().string(), .json = true});
  EXPECT_EQ(said.code, 3);
  EXPECT_THAT(said.out, StartsWith(R"({"ok":false,"errors":[{"place":")"));
}

TEST(ConfigShow, prints_each_value_with_its_origin) {
  const test::TemporaryFolder folder;
  write(folder, "server:\n  port: 9001\n");
  const Said said = run(run_config_show, ConfigOptions{.dir = folder.path().string()});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, ::testing::ContainsRegex("server.port +9001 +# .*main.yaml:2:9\n"));
  EXPECT_THAT(said.out, ::testing::ContainsRegex("sim.seed +1 +# default\n"));
  const Said json = run(run_config_show, ConfigOptions{.dir = folder.path().string(), .json = true});
  EXPECT_THAT(json.out, HasSubstr(R"({"key":"server.port","value":"9001","origin":")"));
}

TEST(DoctorCommand, fails_over_a_broken_configuration_and_still_looks_at_the_rest) {
  const test::TemporaryFolder folder;
  write(folder, "server: {prot: 1}\n");
  const DoctorOptions options{.config_dir = folder.path().string(), .store = folder.file("t.db")};
  const Said said = run(run_doctor, options);
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, StartsWith("fail  configuration"));
  for (const char* name :
       {"data_folder", "disk_space", "store", "port", "clock", "file_descriptors", "processors", "dashboard"}) {
    EXPECT_THAT(said.out, HasSubstr(name));
  }
  EXPECT_FALSE(std::filesystem::exists(folder.file("t.db")));
}

TEST(DoctorCommand, answers_in_json_with_a_remedy_for_what_is_wrong) {
  const test::TemporaryFolder folder;
  write(folder, "server: {address: 192.0.2.1}\n");
  const Said said =
      run(run_doctor, DoctorOptions{.config_dir = folder.path().string(), .store = folder.file("t.db"), .json = true});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, StartsWith(R"([{"name":"configuration","status":"ok")"));
  EXPECT_THAT(said.out, HasSubstr(R"({"name":"port","status":"fail","detail":"192.0.2.1:8900)"));
}

}  // namespace
}  // namespace tidemark::app
