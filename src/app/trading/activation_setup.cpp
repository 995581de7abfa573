#include "app/trading/activation_setup.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/engine_setup.hpp"
#include "app/trading/account_setup.hpp"
#include "net/json_writer.hpp"
#include "storage/files/checksum.hpp"

namespace tidemark::app {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ",") + text;
  return all;
}

/// What decides, and how much it may take: another of these is another configuration.
storage::ConfigVersionRecord version_of(const ops::Config& config) {
  constexpr std::size_t kIdDigits = 16;
  storage::ConfigVersionRecord version;
  const ops::TradingConfig& trading = config.trading;
  net::JsonWriter json{version.document};
  json.begin_object();
  for (const auto& [key, text] :
       {std::pair{"trading.strategy", trading.strategy}, std::pair{"trading.parameters", joined(trading.parameters)},
        std::pair{"trading.symbols", joined(trading.symbols)},
        std::pair{"trading.risk_per_trade", trading.risk_per_trade},
        std::pair{"trading.position_max", trading.position_max}, std::pair{"engine", engine_fingerprint(config)}}) {
    json.key(key).text(text);
  }
  json.end_object();
  storage::files::Checksum sum;
  sum.add(version.document);
  version.id = sum.hex().substr(0, kIdDigits);
  return version;
}

activation::Settings settings_of(const ops::ActivationConfig& config) {
  activation::Settings settings;
  settings.start = config.start == "shadow" ? activation::Stage::kShadow : activation::Stage::kPaper;
  settings.criteria = {.win_rate_min = config.win_rate_min,
                       .risk_reward_min = config.risk_reward_min,
                       .drawdown_max = config.drawdown_max,
                       .objectives_min = config.objectives_min,
                       .latency_p95_max = config.latency_p95_max,
                       .quality_min = config.quality_min,
                       .trades_min = config.trades_min,
                       .minutes_min = config.minutes_min};
  settings.triggers = {.drawdown_max = config.rollback_drawdown,
                       .losses_max = config.rollback_losses,
                       .window = config.rollback_window,
                       .win_rate_min = config.rollback_win_rate,
                       .breaches_max = config.rollback_breaches,
                       .quality_min = config.rollback_quality};
  return settings;
}

}  // namespace

ActivationSetup activation_setup_of(const ops::Config& config) {
  ActivationSetup setup{.settings = settings_of(config.activation), .configuration = version_of(config), .reach = {}};
  if (config.trading.mode == "live") {
    setup.funds = Funds::kReal;
    return setup;
  }
  setup.reach = {.highest = activation::Stage::kPaper,
                 .why = "the account trades with play money (trading.mode is " + config.trading.mode +
                        "): stages above paper need an account at a venue"};
  return setup;
}

core::Result<ShadowCandidate> shadow_candidate_of(const ops::Config& config, const api::ShadowRequest& asked,
                                                  std::optional<core::Timestamp> since) {
  ops::Config changed = config;
  ops::TradingConfig& trading = changed.trading;
  const bool is_other = !asked.strategy.empty() && asked.strategy != trading.strategy;
  if (!asked.strategy.empty()) trading.strategy = asked.strategy;
  // Another strategy has other parameters.
  if (is_other || !asked.parameters.empty()) trading.parameters = asked.parameters;
  if (!asked.risk_per_trade.empty()) trading.risk_per_trade = asked.risk_per_trade;
  if (!asked.position_max.empty()) trading.position_max = asked.position_max;
  auto setup = account_setup_of(trading);
  if (!setup) {
    core::Error error = setup.error();
    constexpr std::string_view kSection = "trading.";
    if (error.place.starts_with(kSection)) error.place.erase(0, kSection.size());
    return std::unexpected(std::move(error));
  }
  if (!*setup) return core::fail(core::ErrorKind::kNotFound, "trading_off", "Trading is switched off (trading.mode).");
  for (const auto& [rate, member] :
       {std::pair{(*setup)->sizing.risk, "risk_per_trade"}, std::pair{(*setup)->sizing.fraction, "position_max"}}) {
    if (rate.e8 > 0) continue;
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_value", "This must be a share above 0.", member);
  }
  (*setup)->since = since;
  (*setup)->venue.reset();  // a candidate is played, whatever the account trades with
  return ShadowCandidate{.id = version_of(changed).id, .parameters = trading.parameters, .account = std::move(**setup)};
}

}  // namespace tidemark::app
