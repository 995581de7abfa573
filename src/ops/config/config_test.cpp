#include "ops/config.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ops/testing/temporary_folder.hpp"

namespace tidemark::ops {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

/// All errors as lines, with the folder's name left out.
std::vector<std::string> errors_of(const ConfigSources& sources) {
  const auto loaded = load_config(sources);
  std::vector<std::string> lines;
  if (loaded) return lines;
  for (const core::Error& error : loaded.error()) {
    std::string line = error.text();
    if (sources.dir && line.starts_with(sources.dir->string())) line.erase(0, sources.dir->string().size() + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> errors_in_main(const std::string& yaml) {
  const TemporaryFolder folder;
  folder.write("main.yaml", yaml);
  return errors_of({.dir = folder.path()});
}

std::string origin_of(const LoadedConfig& loaded, std::string_view key) {
  for (const ConfigEntry& entry : loaded.entries) {
    if (entry.key == key) return entry.origin;
  }
  return "no such key";
}

TEST(LoadConfig, gives_the_defaults_when_nothing_is_said) {
  const auto loaded = load_config({.environment = {{"HOME", "/home/ada"}}});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.server.port, 8900);
  EXPECT_EQ(loaded->config.server.address, "127.0.0.1");
  EXPECT_THAT(loaded->config.source, ElementsAre("auto"));
  EXPECT_EQ(loaded->config.store.path, "/home/ada/.local/share/tidemark/tidemark.db");
  EXPECT_EQ(loaded->config.analysis.indicators.size(), 7U);
  EXPECT_EQ(origin_of(*loaded, "server.port"), "default");
  EXPECT_FALSE(loaded->dir);
}

TEST(LoadConfig, puts_the_store_where_xdg_says) {
  const auto loaded = load_config({.environment = {{"HOME", "/home/ada"}, {"XDG_DATA_HOME", "/data"}}});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.store.path, "/data/tidemark/tidemark.db");
}

TEST(LoadConfig, lays_files_environment_and_overrides_over_each_other_in_this_order) {
  const TemporaryFolder folder;
  folder.write("main.yaml", "server:\n  port: 1001\n  address: 0.0.0.0\nsim:\n  seed: 3\n");
  const auto loaded = load_config({.dir = folder.path(),
                                   .environment = {{"TIDEMARK_SERVER__PORT", "1002"}, {"TIDEMARK_SIM__SPEED", "5"}},
                                   .overrides = {"server.port=1003"}});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.server.port, 1003);
  EXPECT_EQ(loaded->config.server.address, "0.0.0.0");
  EXPECT_EQ(loaded->config.sim.seed, 3U);
  EXPECT_EQ(loaded->config.sim.speed, 5);
  EXPECT_EQ(origin_of(*loaded, "server.port"), "override");
  EXPECT_EQ(origin_of(*loaded, "server.address"), (folder.path() / "main.yaml").string() + ":3:12");
  EXPECT_EQ(origin_of(*loaded, "sim.speed"), "environment TIDEMARK_SIM__SPEED");
}

TEST(LoadConfig, reads_every_kind_of_value) {
  const TemporaryFolder folder;
  folder.write("main.yaml", R"(
source: [a.tmrec, b.csv]
symbols: [btc/usdt, BINANCE:eth-usdt]
server: {body_bytes_max: 2MiB, idle_timeout: 1.5m, hosts: [tide.example.org]}
store: {retention: {1m: 90d, 5m: forever, H1: 52w}}
validation: {policies: {price_jump: quarantine, gap: flag}, jump_min: 0.01}
recording: {enabled: on, dir: /var/rec}
log: {level: debug, format: json}
)");
  const auto loaded = load_config({.dir = folder.path()});
  ASSERT_TRUE(loaded) << loaded.error().front().text();
  const Config& c = loaded->config;
  EXPECT_THAT(c.source, ElementsAre("a.tmrec", "b.csv"));
  EXPECT_THAT(c.symbols, ElementsAre("BTCUSDT", "binance:ETHUSDT"));
  EXPECT_EQ(c.server.body_bytes_max, 2U * 1024 * 1024);
  EXPECT_EQ(c.server.idle_timeout, core::seconds(90));
  EXPECT_THAT(c.server.hosts, ElementsAre("tide.example.org"));
  ASSERT_EQ(c.store.retention.size(), 2U);
  EXPECT_EQ(c.store.retention.at(core::Timeframe::k1m), core::days(90));
  EXPECT_EQ(c.store.retention.at(core::Timeframe::k1h), core::days(364));
  EXPECT_EQ(c.validation.policies.at(core::FindingCode::kPriceJump), core::Policy::kQuarantine);
  EXPECT_EQ(c.validation.policies.at(core::FindingCode::kGap), core::Policy::kFlag);
  EXPECT_EQ(c.validation.jump_min, 0.01);
  EXPECT_EQ(c.recording.enabled, Switch::kOn);
  EXPECT_EQ(c.log.level, LogLevel::kDebug);
  EXPECT_EQ(c.log.format, LogFormat::kJson);
}

TEST(LoadConfig, takes_the_parameters_of_zones_as_variables_of_their_own) {
  const auto loaded = load_config(
      {.environment = {{"SD_MOVE_THRESHOLD", "1.5"}, {"SD_ENABLED", "off"}, {"SD_ZONE_EXPIRY_HOURS", "336"}}});
  ASSERT_TRUE(loaded) << loaded.error().front().text();
  EXPECT_EQ(loaded->config.analysis.zones, Switch::kOff);
  EXPECT_THAT(loaded->config.analysis.zone_parameters, ElementsAre("move_threshold=1.5", "zone_expiry_hours=336"));
}

TEST(LoadConfig, switches_analyses_and_takes_their_parameters) {
  const auto defaults = load_config({});
  ASSERT_TRUE(defaults);
  EXPECT_EQ(defaults->config.analysis.volume, Switch::kOn);
  EXPECT_EQ(defaults->config.analysis.chart_patterns, Switch::kOn);
  const auto loaded =
      load_config({.environment = {{"TIDEMARK_ANALYSIS__VOLUME", "off"},
                                   {"TIDEMARK_ANALYSIS__CHART_PATTERN_PARAMETERS", "stray=0.2;wait=1"}},
                   .overrides = {"analysis.chart_patterns=off", "analysis.volume_parameters=period=30;basis=raw"}});
  ASSERT_TRUE(loaded) << loaded.error().front().text();
  EXPECT_EQ(loaded->config.analysis.volume, Switch::kOff);
  EXPECT_EQ(loaded->config.analysis.chart_patterns, Switch::kOff);
  EXPECT_THAT(loaded->config.analysis.volume_parameters, ElementsAre("period=30", "basis=raw"));
  EXPECT_THAT(loaded->config.analysis.chart_pattern_parameters, ElementsAre("stray=0.2", "wait=1"));
}

TEST(LoadConfig, takes_lists_and_map_entries_in_one_line) {
  const auto loaded = load_config({.environment = {{"TIDEMARK_SYMBOLS", "BTCUSDT, ETHUSDT"},
                                                   {"TIDEMARK_STORE__RETENTION__1M", "7d"},
                                                   {"TIDEMARK_ANALYSIS__INDICATORS", "RSI:period=9;MACD:a=1,b=2"}},
                                   .overrides = {"validation.policies.gap=reject", "symbols=SOLUSDT"}});
  ASSERT_TRUE(loaded) << loaded.error().front().text();
  EXPECT_THAT(loaded->config.symbols, ElementsAre("SOLUSDT"));
  EXPECT_THAT(loaded->config.analysis.indicators, ElementsAre("RSI:period=9", "MACD:a=1,b=2"));
  EXPECT_EQ(loaded->config.store.retention.at(core::Timeframe::k1m), core::days(7));
  EXPECT_EQ(loaded->config.validation.policies.at(core::FindingCode::kGap), core::Policy::kReject);
}

TEST(LoadConfig, names_place_key_expectation_and_what_was_meant) {
  EXPECT_THAT(errors_in_main("server:\n  prot: 1\n"),
              ElementsAre("main.yaml:2:9: server.prot: unknown key; did you mean server.port?"));
  EXPECT_THAT(errors_in_main("server:\n  port: 70000\n"),
              ElementsAre("main.yaml:2:9: server.port = '70000': expected a whole number, 0 to 65535"));
  EXPECT_THAT(errors_in_main("log: {level: inof}\n"),
              ElementsAre("main.yaml:1:14: log.level = 'inof': expected trace, debug, info, warning or error; did you "
                          "mean info?"));
  EXPECT_THAT(errors_in_main("validation: {policies: {prise_jump: flag}}\n"),
              ElementsAre(HasSubstr("there is no finding 'prise_jump'; did you mean price_jump?")));
}

TEST(LoadConfig, refuses_values_of_the_wrong_kind) {
  for (const char* yaml : {"server: {port: 80.5}",
                           "server: {port: -1}",
                           "server: {port: ''}",
                           "server: {port: [1]}",
                           "server: {port: }",
                           "server: 5",
                           "server: {address: localhost}",
                           "sim: {speed: nan}",
                           "sim: {speed: inf}",
                           "sim: {speed: 0}",
                           "sim: {seed: 18446744073709551616}",
                           "symbols: ['B T C']",
                           "symbols: {a: b}",
                           "recording: {enabled: maybe}",
                           "engine: {close_grace: 5}",
                           "engine: {close_grace: 61s}",
                           "store: {retention: {2m: 1d}}",
                           "store: {retention: 5d}",
                           "store: {retention: {1m: 5s}}",
                           "store: {path: ''}",
                           "validation: {policies: {gap: 1}}",
                           "analysis: {indicators: ['']}",
                           "source: []",
                           "instruments: 5",
                           "instruments: {symbol: X}"}) {
    EXPECT_EQ(errors_in_main(yaml).size(), 1U) << yaml;
  }
}

TEST(LoadConfig, refuses_what_contradicts_itself) {
  EXPECT_THAT(errors_in_main("validation: {window: 16}"),
              ElementsAre("default: validation.window_min: 32 is more than validation.window, which is 16"));
  EXPECT_THAT(errors_in_main("validation: {pause_below: 0.9}"), ElementsAre(HasSubstr("main.yaml:1:27")));
  EXPECT_THAT(errors_in_main("source: [sim, a.csv]"), ElementsAre(HasSubstr("sim stands alone")));
  EXPECT_THAT(errors_in_main("trading: {currencies: [BTC, USDT]}"),
              ElementsAre(HasSubstr("trading.currencies: USDT is trading.currency already")));
  EXPECT_THAT(errors_in_main("trading: {currency: EUR, currencies: [BTC, USDT, BTC]}"),
              ElementsAre(HasSubstr("BTC stands there twice")));
  EXPECT_THAT(errors_in_main("trading: {currencies: [Euro]}"), ElementsAre(HasSubstr("expected a currency code")));
}

TEST(LoadConfig, reports_all_errors_of_all_layers_and_takes_nothing) {
  const TemporaryFolder folder;
  folder.write("main.yaml", "server: {port: x}\nlog: {format: xml}\n");
  folder.write("instruments.yaml", "instruments: [{symbol: BTCUSDT, tick_sise: 1}]\n");
  const auto errors = errors_of({.dir = folder.path(),
                                 .environment = {{"TIDEMARK_PORT", "1"}, {"TIDEMARK_SIM__SEED", "-"}},
                                 .overrides = {"nonsense", "log.level=loud"}});
  EXPECT_EQ(errors.size(), 7U) << ::testing::PrintToString(errors);
  EXPECT_THAT(errors, Contains("environment TIDEMARK_PORT: port: unknown key; did you mean TIDEMARK_SERVER__PORT?"));
  EXPECT_THAT(errors, Contains("override: 'nonsense': expected key=value, e.g. server.port=9000"));
  EXPECT_THAT(errors, Contains(HasSubstr("instruments[0].tick_sise: unknown key; did you mean tick_size?")));
}

TEST(LoadConfig, refuses_a_key_that_two_files_set) {
  const TemporaryFolder folder;
  folder.write("main.yaml", "sim: {seed: 1}\n");
  folder.write("instruments.yaml", "sim: {seed: 2}\n");
  EXPECT_THAT(errors_of({.dir = folder.path()}), ElementsAre(HasSubstr("sim.seed: already set at")));
}

TEST(LoadConfig, refuses_folders_and_files_it_would_not_read) {
  EXPECT_THAT(errors_of({.dir = "/nonexistent/config"}), ElementsAre(HasSubstr("there is no such folder")));
  const TemporaryFolder folder;
  folder.write("instrument.yaml", "");
  EXPECT_THAT(errors_of({.dir = folder.path()}), ElementsAre(HasSubstr("did you mean instruments.yaml?")));
  EXPECT_THAT(errors_of({.dir = folder.path() / "instrument.yaml"}), ElementsAre(HasSubstr("is no folder")));
  std::filesystem::create_directory(folder.path() / "main.yaml");
  EXPECT_THAT(errors_of({.dir = folder.path()}), Contains("main.yaml: cannot be read"));
}

TEST(LoadConfig, takes_empty_files_and_sections_as_nothing_said) {
  EXPECT_THAT(errors_in_main(""), IsEmpty());
  EXPECT_THAT(errors_in_main("server:\nstore:\n  retention:\ninstruments:\n"), IsEmpty());
}

TEST(LoadConfig, leaves_variables_alone_that_are_not_its_own) {
  EXPECT_THAT(errors_of({.environment = {{"TIDEMARK_SHARED", "/x"}, {"TIDEMARK_TEST_X", "1"}, {"PORT", "y"}}}),
              IsEmpty());
}

TEST(LoadConfig, finds_its_folder_by_variable_or_in_the_home) {
  const TemporaryFolder home;
  std::filesystem::create_directories(home.path() / ".config" / "tidemark");
  home.write(".config/tidemark/main.yaml", "sim: {seed: 77}\n");
  const auto in_home = load_config({.environment = {{"HOME", home.path().string()}}});
  ASSERT_TRUE(in_home);
  EXPECT_EQ(in_home->config.sim.seed, 77U);
  const auto named = load_config(
      {.environment = {{"HOME", "/"}, {"TIDEMARK_CONFIG", (home.path() / ".config" / "tidemark").string()}}});
  ASSERT_TRUE(named);
  EXPECT_EQ(named->config.sim.seed, 77U);
}

}  // namespace
}  // namespace tidemark::ops
