#include <utility>

#include "api/encode_activation.hpp"
#include "app/cli/activation_command.hpp"
#include "app/cli/json_output.hpp"
#include "app/cli/source_arguments.hpp"
#include "app/engine_setup.hpp"
#include "app/trading/activation_setup.hpp"
#include "app/trading/shadow_run.hpp"
#include "ops/config.hpp"

namespace tidemark::app {
namespace {

using core::Result;

Result<ShadowSide> side_of(const std::optional<std::string>& dir) {
  const auto loaded = ops::load_config({.dir = dir, .environment = ops::process_environment()});
  if (!loaded) return std::unexpected(loaded.error().front());
  auto engine = engine_config_of(loaded->config);
  if (!engine) return std::unexpected(engine.error());
  auto account = account_setup_of(loaded->config.trading);
  if (!account) return std::unexpected(account.error());
  if (!*account) {
    return core::fail(core::ErrorKind::kInvalidArgument, "trading_off", "trading is switched off in this configuration",
                      "trading.mode");
  }
  return ShadowSide{.id = activation_setup_of(loaded->config).configuration.id,
                    .engine = std::move(*engine),
                    .account = std::move(**account)};
}

void print_intents(const char* what, const IntentComparison& compared, std::ostream& out) {
  out << what << ": " << compared.same.size() << " the same, " << compared.only_active.size()
      << " by the active alone, " << compared.only_candidate.size() << " by the candidate alone\n";
  constexpr std::size_t kShown = 20;
  for (const auto& [name, intents] :
       {std::pair{"active", &compared.only_active}, std::pair{"candidate", &compared.only_candidate}}) {
    for (std::size_t n = 0; n < intents->size() && n < kShown; ++n) {
      const Intent& one = (*intents)[n];
      out << "  " << core::format_iso(one.at) << "  " << one.instrument << ' ' << one.side << "  " << name
          << " alone\n";
    }
  }
}

void print_outcome(const char* name, const ShadowOutcome& outcome, std::ostream& out) {
  constexpr double kPercent = 100;
  out << name << " (" << outcome.id << "): " << outcome.trades.trades << " closed trades, " << outcome.trades.won
      << " won, profit " << core::format_money(outcome.trades.profit(), 2) << ", payoff ";
  const auto payoff = outcome.trades.payoff();
  out << (payoff ? std::to_string(*payoff) : "-") << ", deepest drawdown " << outcome.drawdown * kPercent
      << " %, equity " << core::format_money(outcome.equity, 2) << '\n';
}

void print_report(const ShadowReport& report, OutputFormat format, const Console& console) {
  if (format == OutputFormat::kText) {
    console.out << report.events << " events\n";
    print_intents("signals", report.signals, console.out);
    print_intents("orders", report.orders, console.out);
    print_outcome("active", report.active, console.out);
    print_outcome("candidate", report.candidate, console.out);
    return;
  }
  print_json(console, [&](net::JsonWriter& json) {
    json.begin_object().key("events").unsigned_integer(report.events);
    json.key("signals");
    api::write_intents(json, report.signals);
    json.key("orders");
    api::write_intents(json, report.orders);
    json.key("active");
    api::write_outcome(json, report.active);
    json.key("candidate");
    api::write_outcome(json, report.candidate);
    json.end_object();
  });
}

}  // namespace

int run_shadow_compare(const ShadowOptions& options, const Console& console) {
  const auto active = side_of(options.config_dir);
  if (!active) return report_error(console, active.error());
  const auto candidate = side_of(options.candidate_dir);
  if (!candidate) return report_error(console, candidate.error());
  const auto source = source_options_of(options.symbol, options.timeframe);
  if (!source) return report_error(console, source.error());
  const auto report = run_shadow(options.recordings, *source, *active, *candidate);
  if (!report) return report_error(console, report.error());
  print_report(*report, options.format, console);
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
