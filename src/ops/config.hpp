#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "ops/log.hpp"

namespace tidemark::ops {

enum class Switch : std::uint8_t { kOff, kOn };

/// The defaults of every key stand here, as initializers; meaning, range and unit of each stand in the table of
/// ops/config/key_table.cpp, from which docs/configuration.md is generated.
struct ServerConfig {
  std::string address{"127.0.0.1"};
  std::uint16_t port{8900};
  std::vector<std::string> hosts;  ///< host names requests may carry besides the bound address
  std::uint32_t connections_max{12'000};
  std::uint64_t body_bytes_max{1'048'576};
  std::uint32_t ws_queue_frames{1024};
  std::uint64_t ws_queue_bytes{4'194'304};
  core::Duration idle_timeout{core::seconds(60)};
  core::Duration stop_grace{core::seconds(2)};
};

struct StoreConfig {
  /// File, sqlite: URL or ":memory:". The built-in default is $XDG_DATA_HOME/tidemark/tidemark.db, else
  /// ~/.local/share/tidemark/tidemark.db; load_config() fills it in.
  std::string path;
  core::Duration group_commit_interval{core::milliseconds(200)};  ///< longest wait of a row for its commit
  std::uint32_t group_commit_rows{5000};                          ///< a commit does not wait once it has this many
  std::uint32_t queue_capacity{65'536};                           ///< rows between engine and writer
  std::map<core::Timeframe, core::Duration> retention;            ///< age at which candles go; absent: kept forever
  Switch indicators{Switch::kOn};                                 ///< values of analysis.indicators are stored
};

struct AnalysisConfig {
  std::vector<std::string> indicators{
      "SMA:period=20", "EMA:period=50", "RSI:period=14", "ATR:period=14", "MACD", "BBANDS:period=20", "OBV"};
  Switch volume{Switch::kOn};
  std::vector<std::string> volume_parameters{};  ///< "NAME=VALUE", as all parameters
  Switch structure{Switch::kOn};
  Switch zones{Switch::kOn};
  std::vector<std::string> zone_parameters{};
  Switch chart_patterns{Switch::kOn};
  std::vector<std::string> chart_pattern_parameters{};
};

struct DecisionConfig {
  Switch enabled{Switch::kOn};
  std::vector<std::string> parameters{};  ///< "NAME=VALUE"
  std::vector<std::string> weights{};     ///< "TYPE=WEIGHT" or "SYMBOL:TYPE=WEIGHT"
};

struct EngineSettings {
  core::Duration forming_interval{core::milliseconds(250)};
  core::Duration close_grace{core::seconds(2)};
  core::Duration book_stale_after{core::seconds(10)};
  core::Duration feed_stale_after{core::seconds(60)};
  std::uint32_t book_buffer_max{2000};
  std::uint32_t shards{1};  ///< engine threads; an instrument lives on one
};

struct ValidationConfig {
  core::Duration future_tolerance{core::seconds(5)};
  core::Duration clock_skew_tolerance{core::seconds(1)};
  std::uint16_t window{256};
  std::uint16_t window_min{32};
  double return_z_limit{10};
  double jump_min{0.002};
  double volume_z_limit{12};
  std::uint16_t stale_repeat_limit{10};
  double tick_jump_limit{0.2};
  std::map<core::FindingCode, core::Policy> policies;  ///< only those that differ from the built-in rules
  std::uint16_t quality_window{240};
  std::uint32_t pause_clean_candles{5};
  double pause_below{0.5};
  double resume_above{0.7};
};

struct SimConfig {
  std::uint64_t seed{1};
  double speed{1};  ///< times real time
};

/// Where one market of a live venue is reached; empty: the venue's public addresses.
struct VenueAddress {
  std::string rest_url;    ///< "https://api.binance.com"
  std::string stream_url;  ///< "wss://stream.binance.com:9443"
  std::string user_url;    ///< of an account's own data: "wss://ws-api.binance.com:443/ws-api/v3"
};

struct VenuesConfig {
  VenueAddress binance;
  VenueAddress binance_usdm;
  std::vector<std::string> default_symbols{"BTCUSDT", "ETHUSDT",  "SOLUSDT", "BNBUSDT",
                                           "XRPUSDT", "DOGEUSDT", "ADAUSDT", "LINKUSDT"};
  core::Duration probe_timeout{core::seconds(3)};
  core::Duration history{core::hours(26)};  ///< the change over 24 hours, and some
  core::Duration stale_after{core::seconds(20)};
  core::Duration failover_after{core::seconds(30)};
  std::string ca_file;  ///< PEM; empty: the system's trust store
};

struct RecordingConfig {
  Switch enabled{Switch::kOff};
  std::string dir;  ///< empty: "recordings" beside the store
};

struct AlertsConfig {
  Switch enabled{Switch::kOn};
  std::uint32_t rules_max{500};
  std::uint32_t webhooks_max{32};
  std::uint32_t firings_per_minute{60};
  core::Duration late_max{core::minutes(10)};
  core::Duration history{core::days(90)};
  core::Duration timeout{core::seconds(10)};
  core::Duration retry_first{core::seconds(1)};
  core::Duration retry_max{core::minutes(5)};
  core::Duration give_up_after{core::hours(24)};
};

/// Shares, amounts and numbers are text, as they are read exactly where money is reckoned.
struct TradingConfig {
  std::string mode{"paper"};         ///< "off", "paper", "live"
  std::string broker{"binance"};     ///< of "live": "binance", "binance_usdm"
  std::string positions{"netting"};  ///< "netting", "hedging"
  std::string api_key{};             ///< secret
  std::string api_secret{};          ///< secret
  std::string currency{"USDT"};
  std::vector<std::string> currencies{};  ///< further ones that it may hold and owe; paper only
  std::string cash{"10000"};
  std::string strategy{"decision"};       ///< empty: orders are placed by hand only
  std::vector<std::string> parameters{};  ///< "NAME=VALUE"
  std::vector<std::string> symbols{};     ///< the strategy trades these; empty: all
  std::string maker_fee{"0.1%"};
  std::string taker_fee{"0.1%"};
  std::string slippage{"0.02%"};
  std::string spread{"0"};
  core::Duration latency{core::milliseconds(100)};
  std::string fills{"conservative"};  ///< "conservative", "optimistic"
  std::string participation{};        ///< empty: no limit
  std::string risk_per_trade{"1%"};
  std::string position_max{"25%"};
  std::string order_value_max{};
  std::string price_collar{"10%"};
  std::uint32_t open_orders_max{200};
  core::Duration duplicate_window{core::seconds(1)};
  std::string instrument_exposure_max{};
  std::string portfolio_exposure_max{};
  std::string leverage_max{"1"};
  std::string daily_loss_max{"5%"};
  std::string drawdown_max{"20%"};
  std::uint32_t cool_down_losses{5};
  core::Duration cool_down{core::hours(1)};
};

/// What a configuration must have shown before its strategy may trade further up, and what takes it down. Shares are
/// fractions.
struct ActivationConfig {
  std::string start{"paper"};  ///< "shadow", "paper"
  double win_rate_min{0.8};
  double risk_reward_min{3};
  double drawdown_max{0.05};
  double objectives_min{1};
  core::Duration latency_p95_max{core::milliseconds(200)};
  double quality_min{0.95};
  std::uint32_t trades_min{30};
  std::uint32_t minutes_min{1440};
  double rollback_drawdown{0.05};
  std::uint32_t rollback_losses{5};
  std::uint32_t rollback_window{20};
  double rollback_win_rate{0.5};
  std::uint32_t rollback_breaches{3};
  double rollback_quality{0.5};
};

struct LogConfig {
  LogLevel level{LogLevel::kInfo};
  LogFormat format{LogFormat::kText};
};

/// What is said about one instrument; what is absent is taken from the venue, else guessed from the symbol.
struct InstrumentConfig {
  std::string venue;   ///< empty: any venue
  std::string symbol;  ///< canonical
  std::optional<core::MarketType> market_type;
  std::optional<core::CalendarKind> calendar;
  std::optional<std::uint8_t> price_decimals;
  std::optional<std::uint8_t> qty_decimals;
  std::optional<std::string> tick_size;  ///< exact decimal text, > 0
  std::optional<std::string> lot_size;   ///< exact decimal text, > 0
  std::optional<double> pip_size;
};

struct Config {
  ServerConfig server;
  StoreConfig store;
  std::vector<std::string> source{"auto"};  ///< "auto", "sim", "binance", or files (several are merged by time)
  std::vector<std::string> symbols;         ///< canonical; empty: all the source has
  AnalysisConfig analysis;
  DecisionConfig decision;
  EngineSettings engine;
  ValidationConfig validation;
  VenuesConfig venues;
  SimConfig sim;
  RecordingConfig recording;
  AlertsConfig alerts;
  TradingConfig trading;
  ActivationConfig activation;
  LogConfig log;
  std::vector<InstrumentConfig> instruments;
};

/// NAME, VALUE of the process's environment.
using Environment = std::vector<std::pair<std::string, std::string>>;

/// Where values come from; each layer overrules the one before.
struct ConfigSources {
  /// Folder with main.yaml and instruments.yaml (either may be missing). Absent: TIDEMARK_CONFIG, else
  /// $XDG_CONFIG_HOME/tidemark or ~/.config/tidemark where that is a folder, else built-in defaults alone.
  std::optional<std::filesystem::path> dir;
  /// TIDEMARK_SERVER__PORT=9000 sets server.port; "__" separates levels. Also gives HOME and XDG_*.
  Environment environment;
  std::vector<std::string> overrides;  ///< "server.port=9000"; lists separated by ',' (indicators by ';')
};

/// One effective value, as text, with its origin: for `config show` and support.
struct ConfigEntry {
  std::string key;
  std::string value;   ///< "(hidden)" for a secret that is set
  std::string origin;  ///< "default", "config/main.yaml:3:9", "environment TIDEMARK_SERVER__PORT", "override"
};

struct LoadedConfig {
  Config config;
  std::optional<std::filesystem::path> dir;  ///< the folder that was read
  std::vector<ConfigEntry> entries;          ///< every key, in the table's order
};

using ConfigErrors = std::vector<core::Error>;

/// All or nothing: either every layer is right, or all errors found are returned (kInvalidArgument, kNotFound or kIo),
/// each with place "file:line:column" (or variable, or override), the key, what was expected, and the nearest known
/// name.
[[nodiscard]] std::expected<LoadedConfig, ConfigErrors> load_config(const ConfigSources& sources);

/// The built-in defaults, with the store's place taken from HOME and XDG_DATA_HOME.
[[nodiscard]] Config default_config(const Environment& environment);

/// The environment of this process. Call before threads start.
[[nodiscard]] Environment process_environment();

/// Lays what configuration says about an instrument over its facts: entries for its venue, and those for any venue.
/// kInvalidArgument when a size cannot be expressed in the instrument's decimals.
[[nodiscard]] core::Status apply_instrument_config(const std::vector<InstrumentConfig>& entries,
                                                   core::Instrument& instrument);

/// The text of docs/configuration.md, generated from the key table.
[[nodiscard]] std::string configuration_reference();

}  // namespace tidemark::ops
