#include <memory>
#include <string>

#include "app/cli/activation_command.hpp"
#include "app/cli/arguments/builder.hpp"
#include "app/cli/arguments/commands.hpp"
#include "app/cli/backtest_command.hpp"
#include "app/cli/fills_command.hpp"
#include "app/cli/journal_command.hpp"
#include "app/cli/kill_switch_command.hpp"
#include "app/cli/optimize_command.hpp"
#include "backtest/strategies/catalogue.hpp"

namespace tidemark::app {
namespace {

void add_backtest_costs(CLI::App* sub, BacktestOptions& o) {
  sub->add_option("--capital", o.capital, "to begin with, in the account's currency (default 10000)");
  sub->add_option("--fees", o.fees, "share of each fill: 0.1%, or MAKER,TAKER (default 0.1%)");
  sub->add_option("--slippage", o.slippage, "what taking costs beyond the price seen (default 0.02%)");
  sub->add_option("--spread", o.spread, "between bid and ask; half of it is paid (default 0)");
  sub->add_option("--latency", o.latency, "of orders on their way (default 0ms)");
  sub->add_option("--funding", o.funding, "longs pay it to shorts every eight hours (default 0)");
  sub->add_option("--fills", o.fills, "what the data leaves open: conservative (default) or optimistic")
      ->check(CLI::IsMember({"conservative", "optimistic"}));
  sub->add_option("--participation", o.participation, "most of a candle's volume that is ours (default: no limit)");
  sub->add_option("--lot", o.lot, "smallest quantity (default: what the data shows)");
  sub->add_option("--fraction", o.fraction, "most a position is worth, of the equity (default 95%)");
  sub->add_option("--risk", o.risk, "what a trade with a stop may lose, of the equity (default 1%)");
  sub->add_option("--max-daily-loss", o.max_daily_loss, "no entries for the day after it (share of the equity)");
  sub->add_option("--max-drawdown", o.max_drawdown, "no entries after it (share of the highest equity)");
  sub->add_option("--max-leverage", o.max_leverage, "exposure over equity, of the whole account");
}

void add_backtest_input(CLI::App* sub, BacktestOptions& o, RangeArguments& range) {
  std::string list;
  for (const auto& row : backtest::strategies()) list += (list.empty() ? "" : ", ") + std::string{row.id};
  sub->add_option("file", o.files, "a candle file, instead of the store");
  sub->add_option("--strategy", o.strategy, list)->required();
  sub->add_option("--symbol", o.symbols, "of the store, or of the file")->delimiter(',')->allow_extra_args(false);
  sub->add_option("--timeframe", o.timeframe, "1m 5m 15m 30m 1h 4h 1d 1w");
  add_backtest_costs(sub, o);
  add_range(sub, range);
  add_store(sub, o.store);
  add_json(sub, o.format);
}

/// Several instruments in one account.
void add_portfolio(CLI::App* sub, BacktestOptions& o) {
  sub->get_option("--symbol")
      ->description("of the store, or of the file; several, with commas between them, in one account");
  sub->add_option("--currency", o.currency, "of the account (default: what the first symbol is quoted in)");
  sub->add_option("--rates", o.rates, "symbols of the store that are not traded: what currencies are worth")
      ->delimiter(',')
      ->allow_extra_args(false);
  sub->add_option("--positions", o.positions, "netting (default), or hedging: a long and a short one an instrument")
      ->check(CLI::IsMember({"netting", "hedging"}));
}

void add_backtest(const CommandBuilder& b) {
  auto o = std::make_shared<BacktestOptions>();
  auto range = std::make_shared<RangeArguments>();
  CLI::App* sub = b.command(
      "backtest", "Run a strategy over the past, on paper",
      "  tidemark backtest --strategy sma_cross --symbol BTCUSDT --timeframe 1h --set fast=20,slow=50\n"
      "  tidemark backtest candles.csv.gz --strategy breakout --fees 0.02%,0.05% --report out\n"
      "  tidemark backtest candles.csv --strategy zone_bounce --look-ahead 20 --json\n"
      "  tidemark backtest --strategy sma_cross --symbol BTCUSDT,ETHUSDT,ETHBTC --timeframe 1h --fraction 30%");
  add_backtest_input(sub, *o, *range);
  add_portfolio(sub, *o);
  sub->add_option("--set", o->set, "NAME=VALUE: a parameter of the strategy (repeatable)")->allow_extra_args(false);
  sub->add_flag_callback(
      "--events", [o] { o->data = BacktestData::kEvents; },
      "the file is a recording or capture of trades and books: fills meet those");
  sub->add_option("--look-ahead", o->look_ahead, "run again over so many prefixes; they must decide the same");
  sub->add_option("--monte-carlo", o->monte_carlo, "the trades in so many other orders");
  sub->add_option("--seed", o->seed, "of the orders (default 1)");
  sub->add_option("--report", o->report_dir, "folder for report.html, report.json, trades.csv, orders.csv, equity.csv");
  b.on(sub, [o, range, &console = b.console] { return with_range(*range, *o, console, run_backtest); });
}

void add_optimize(const CommandBuilder& b) {
  auto o = std::make_shared<OptimizeOptions>();
  auto range = std::make_shared<RangeArguments>();
  CLI::App* sub =
      b.command("optimize", "Search a strategy's parameters, and judge the search on what it has not seen",
                "  tidemark optimize candles.csv.gz --strategy sma_cross --grid fast=5:30:5 --grid slow=20:120:20\n"
                "  tidemark optimize --symbol BTCUSDT --timeframe 1h --strategy breakout --grid lookback=10:60:10 "
                "--walk-forward 4000,1000\n"
                "  tidemark optimize candles.csv --strategy sma_cross --grid fast=5,10,20 --folds 5 --purge 50 "
                "--embargo 20");
  add_backtest_input(sub, o->run, *range);
  sub->add_option("--grid", o->grid, "NAME=V,V,... or NAME=FROM:TO:STEP (repeatable)")->allow_extra_args(false);
  sub->add_option("--objective", o->objective, "sharpe (default), return, calmar, profit_factor");
  sub->add_option("--min-trades", o->trades_min, "fewer trades than this have no score (default 10)");
  CLI::Option* forward = sub->add_option("--walk-forward", o->walk_forward, "TRAIN,TEST: lengths in candles");
  sub->add_option("--folds", o->folds, "purged cross-validation in so many folds")->excludes(forward);
  sub->add_option("--purge", o->purge, "candles left out before a fold");
  sub->add_option("--embargo", o->embargo, "candles left out after a fold");
  sub->add_option("--top", o->top, "how many to show (default 10)");
  sub->add_option("--threads", o->threads, "default: one a processor")->check(CLI::Range(0, 256));
  b.on(sub, [o, range, &console = b.console] {
    return with_range(*range, o->run, console,
                      [&](const BacktestOptions&, const Console& c) { return run_optimize(*o, c); });
  });
}

/// Which of the options of costs were given.
std::vector<std::string> typed_costs(const CLI::App& sub) {
  std::vector<std::string> typed;
  for (const char* name : {"latency", "slippage", "spread", "fees", "fills", "participation", "capital", "funding",
                           "lot", "fraction", "risk", "max-daily-loss", "max-drawdown", "max-leverage"}) {
    if (sub.count("--" + std::string{name}) > 0) typed.emplace_back(name);
  }
  return typed;
}

void add_fills(const CommandBuilder& b) {
  auto o = std::make_shared<FillsOptions>();
  auto range = std::make_shared<RangeArguments>();
  CLI::App* sub =
      b.command("fills", "Which part of the fill model makes orders come out otherwise, or an account's orders",
                "  tidemark fills today.tmrec --strategy sma_cross --symbol BTCUSDT --change latency=500ms\n"
                "  tidemark fills today.tmrec --strategy decision --change fees=0 --change data=candles\n"
                "  tidemark fills today.tmrec --strategy decision --symbol BTCUSDT --against live.db\n"
                "  tidemark fills today.tmrec --strategy decision --against paper.db --latency 0ms --fees 0");
  add_backtest_input(sub, o->run, *range);
  o->run.data = BacktestData::kEvents;
  sub->add_option("--set", o->run.set, "NAME=VALUE: a parameter of the strategy (repeatable)")->allow_extra_args(false);
  CLI::Option* change =
      sub->add_option("--change", o->changes, "PART=VALUE of the model, one after the other (repeatable)")
          ->allow_extra_args(false);
  CLI::Option* against = sub->add_option(
      "--against", o->against,
      "database of the account that traded while the recording was made: explains what it got; costs that are not "
      "given are those of its configuration");
  sub->add_option("--config", o->config_dir, "folder of YAML files the account was configured by")->needs(against);
  b.on(sub, [o, range, sub, change, &console = b.console] {
    if (!o->against && change->count() == 0) {
      return report_error(console, {core::ErrorKind::kInvalidArgument, "nothing_to_compare",
                                    "needs a change of the model, or a store to compare with", "--change, --against"});
    }
    o->typed = typed_costs(*sub);
    return with_range(*range, o->run, console,
                      [&](const BacktestOptions&, const Console& c) { return run_fills(*o, c); });
  });
}

void add_journal(const CommandBuilder& b) {
  CLI::App* journal = b.command("journal", "Closed trades, what is said about them, and what they have to say",
                                "  tidemark journal list --symbol BTCUSDT\n"
                                "  tidemark journal note 0000000000000007 \"entered too early\"\n"
                                "  tidemark journal tag 0000000000000007 news late\n"
                                "  tidemark journal statistics --json");
  journal->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, JournalAction action) {
    auto o = std::make_shared<JournalOptions>();
    auto range = std::make_shared<RangeArguments>();
    o->action = action;
    CLI::App* sub = journal->add_subcommand(name, what);
    if (action == JournalAction::kList || action == JournalAction::kStatistics) {
      sub->add_option("--symbol", o->symbol, "only this symbol");
      sub->add_option("--setup", o->setup, "only this setup");
      sub->add_option("--tag", o->tag, "only trades with this tag");
      add_range(sub, *range);
      if (action == JournalAction::kList) {
        sub->add_option("--limit", o->limit, "newest trades to show (default 50)")->check(CLI::Range(1, 100'000));
      }
    } else {
      sub->add_option("id", o->id, "the trade's id")->required();
    }
    if (action == JournalAction::kNote) sub->add_option("text", o->text, "replaces what was noted")->required();
    if (action == JournalAction::kTag || action == JournalAction::kUntag) {
      sub->add_option("tags", o->tags, "one or more")->required();
    }
    add_store(sub, o->store);
    add_json(sub, o->format);
    b.on(sub, [o, range, &console = b.console] { return with_range(*range, *o, console, run_journal); });
  };
  add("list", "trades, newest first", JournalAction::kList);
  add("show", "one trade", JournalAction::kShow);
  add("note", "write a note on a trade", JournalAction::kNote);
  add("tag", "add tags to a trade", JournalAction::kTag);
  add("untag", "take tags away", JournalAction::kUntag);
  add("statistics", "win rate, profit factor and more, by setup, regime, hour and weekday", JournalAction::kStatistics);
}

void add_kill_switch(const CommandBuilder& b) {
  CLI::App* kill = b.command("kill-switch", "Stop all trading at once: cancel every open order, let nothing out",
                             "  tidemark kill-switch engage --reason \"exchange trouble\"\n"
                             "  tidemark kill-switch status --json\n  tidemark kill-switch release --confirm");
  kill->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, KillSwitchAction action) {
    auto o = std::make_shared<KillSwitchOptions>();
    o->action = action;
    CLI::App* sub = kill->add_subcommand(name, what);
    if (action == KillSwitchAction::kEngage) sub->add_option("--reason", o->reason, "kept and shown");
    if (action == KillSwitchAction::kRelease) sub->add_flag_callback("--confirm", [] {}, "you mean it")->required();
    sub->add_option("--url", o->url, "of the running server (default: as configured)");
    sub->add_option("--store", o->store, "go to this database instead; a server on it obeys within a second");
    sub->add_option("--config", o->config_dir, "folder of YAML files");
    add_json(sub, o->format);
    b.on(sub, [o, &console = b.console] { return run_kill_switch(*o, console); });
  };
  add("status", "is it engaged?", KillSwitchAction::kStatus);
  add("engage", "stop all trading", KillSwitchAction::kEngage);
  add("release", "let orders out again", KillSwitchAction::kRelease);
}

void add_shadow_compare(const CommandBuilder& b, CLI::App* activation) {
  auto o = std::make_shared<ShadowOptions>();
  CLI::App* sub = activation->add_subcommand(
      "compare", "shadow mode: a candidate configuration beside the active one over the same recording");
  sub->add_option("recordings", o->recordings, "recordings, captures or files of candles or trades")->required();
  sub->add_option("--candidate", o->candidate_dir, "folder of YAML files of the candidate")->required();
  sub->add_option("--config", o->config_dir, "folder of YAML files of the active configuration");
  sub->add_option("--symbol", o->symbol, "for files that do not name it");
  sub->add_option("--timeframe", o->timeframe, "likewise");
  add_json(sub, o->format);
  b.on(sub, [o, &console = b.console] { return run_shadow_compare(*o, console); });
}

void add_activation(const CommandBuilder& b) {
  CLI::App* activation = b.command("activation", "How far the configuration that trades is trusted, and why",
                                   "  tidemark activation status\n"
                                   "  tidemark activation promote --confirm --reason \"a month on paper\"\n"
                                   "  tidemark activation rollback --to shadow --reason \"odd fills\"\n"
                                   "  tidemark activation events --json\n"
                                   "  tidemark activation compare today.tmrec --candidate new-config/");
  activation->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, ActivationAction action) {
    auto o = std::make_shared<ActivationOptions>();
    o->action = action;
    CLI::App* sub = activation->add_subcommand(name, what);
    using enum ActivationAction;
    if (action == kEvents || action == kConfigurations) {
      sub->add_option("--limit", o->limit, "newest to show (default 20)")->check(CLI::Range(1, 1000));
    }
    if (action == kPromote || action == kRestart) sub->add_flag_callback("--confirm", [] {}, "you mean it")->required();
    if (action == kPromote || action == kRestart || action == kRollback) {
      sub->add_option("--reason", o->reason, "kept and shown");
    }
    if (action == kRollback) sub->add_option("--to", o->to, "a stage further down (default: one down)");
    sub->add_option("--url", o->url, "of the running server (default: as configured)");
    sub->add_option("--config", o->config_dir, "folder of YAML files");
    add_json(sub, o->format);
    b.on(sub, [o, &console = b.console] { return run_activation(*o, console); });
  };
  add("status", "stage, criteria with sample and interval, triggers, newest steps", ActivationAction::kStatus);
  add("events", "steps, newest first", ActivationAction::kEvents);
  add("configurations", "configurations that have run", ActivationAction::kConfigurations);
  add("promote", "one stage up, when every criterion is met (exit code 4 when not)", ActivationAction::kPromote);
  add("rollback", "a stage down, at once", ActivationAction::kRollback);
  add("restart", "forget what was seen at this stage", ActivationAction::kRestart);
  add_shadow_compare(b, activation);
}

}  // namespace

void add_trading_commands(const CommandBuilder& b) {
  add_backtest(b);
  add_optimize(b);
  add_fills(b);
  add_journal(b);
  add_kill_switch(b);
  add_activation(b);
}

}  // namespace tidemark::app
