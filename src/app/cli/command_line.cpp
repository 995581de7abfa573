#include "app/cli/command_line.hpp"

#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "app/cli/activation_command.hpp"
#include "app/cli/analyze_command.hpp"
#include "app/cli/backtest_command.hpp"
#include "app/cli/config_command.hpp"
#include "app/cli/console.hpp"
#include "app/cli/doctor_command.hpp"
#include "app/cli/evidence_command.hpp"
#include "app/cli/explain_command.hpp"
#include "app/cli/fetch_command.hpp"
#include "app/cli/fills_command.hpp"
#include "app/cli/import_command.hpp"
#include "app/cli/journal_command.hpp"
#include "app/cli/kill_switch_command.hpp"
#include "app/cli/optimize_command.hpp"
#include "app/cli/replay_command.hpp"
#include "app/cli/series_commands.hpp"
#include "app/cli/store_commands.hpp"
#include "app/cli/time_arguments.hpp"
#include "app/serve/serve_command.hpp"
#include "app/sim/sim_command.hpp"
#include "app/store_path.hpp"
#include "app/version.hpp"
#include "backtest/strategies/catalogue.hpp"
#include "sim/flow/symbol_spec.hpp"

namespace tidemark::app {
namespace {

/// What the chosen command runs once everything is parsed.
using Action = std::function<int()>;

/// One command line being built: the parser, the console and the action the parse will choose.
struct Builder {
  CLI::App& app;
  const Console& console;
  Action& action;

  [[nodiscard]] CLI::App* command(const std::string& name, const std::string& what, const std::string& examples) const {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->footer("Examples:\n" + examples);
    return sub;
  }
  template <class Run>
  void on(CLI::App* sub, const Run& run) const {
    sub->callback([this_action = &action, run] { *this_action = run; });
  }
};

void add_store(CLI::App* sub, std::string& store) {
  sub->add_option("--store", store, "database file or sqlite: URL (default: what the configuration says)");
}

void add_json(CLI::App* sub, OutputFormat& format) {
  sub->add_flag_function(
      "--json", [&format](std::int64_t) { format = OutputFormat::kJson; }, "one JSON document on standard output");
}

void add_range(CLI::App* sub, RangeArguments& range) {
  sub->add_option("--from", range.from, "first time, ISO-8601 or Unix ms");
  sub->add_option("--to", range.to, "end, not included");
  sub->add_option("--timerange", range.timerange, "YYYYMMDD-YYYYMMDD, either side may be empty");
}

/// Fills an option struct's parsed fields, then runs; errors become a line and an exit code.
template <class Options, class Run>
int with_range(const RangeArguments& range, Options& options, const Console& console, Run run) {
  const auto parsed = parse_range(range);
  if (!parsed) {
    report_error(console, parsed.error());
    return code_of(ExitCode::kUsage);
  }
  options.from = parsed->from;
  options.to = parsed->to;
  return run(options, console);
}

template <class Options, class Run>
int with_offset(const std::string& text, Options& options, const Console& console, Run run) {
  auto offset = parse_utc_offset(text);
  if (!offset) return report_error(console, offset.error());
  options.utc_offset = *offset;
  return run(options, console);
}

void add_serve(const Builder& b) {
  auto o = std::make_shared<ServeOptions>();
  CLI::App* sub =
      b.command("serve", "Run everything: feed, engine, store, API and dashboard",
                "  tidemark serve\n  tidemark serve --source binance --symbols BTCUSDT,binance_usdm:ETHUSDT\n"
                "  tidemark serve --source recording.tmrec --speed 60\n"
                "  tidemark serve --source candles.csv.gz --symbols BTCUSDT --port 9000");
  sub->add_option("--config", o->config_dir, "folder of YAML files");
  sub->add_option("--port", o->port, "port to listen on (0: any free one; default 8900)")->check(CLI::Range(0, 65535));
  sub->add_option("--address", o->address, "address to listen on (default 127.0.0.1)");
  sub->add_option("--source", o->source,
                  "auto, binance, sim, or a recording, capture or CSV file (repeatable: merged by time)");
  sub->add_option("--symbols", o->symbols, "only these symbols")->delimiter(',');
  sub->add_option("--timeframe", o->timeframe, "timeframe of a candle file that does not show it");
  sub->add_option("--speed", o->speed, "times real time, for files and the simulated exchange")
      ->check(CLI::PositiveNumber);
  sub->add_option("--seed", o->seed, "seed of the simulated exchange");
  sub->add_option("--record", o->record, "record the engine's raw input to this .tmrec file");
  sub->add_option("--web", o->web_dir, "serve the dashboard from this folder instead of the built-in one");
  sub->add_option("--set", o->overrides, "override one configuration key: key=value (repeatable)");
  add_store(sub, o->store);
  b.on(sub, [o, &console = b.console] { return run_serve(*o, console); });
}

void add_sim(const Builder& b) {
  auto o = std::make_shared<SimOptions>();
  CLI::App* sub = b.command("sim", "The simulated exchange behind Binance's REST and WebSocket protocols",
                            "  tidemark sim\n  tidemark sim --symbols BTCUSDT,ETHUSDT --seed 7 --speed 60\n"
                            "  tidemark sim --faults \"cut:every=20s,gap:p=0.01,quiet=5m\"\n"
                            "  tidemark sim --replay recording.tmrec");
  sub->add_option("--port", o->port, "port to listen on (0: any free one; default 8910)")->check(CLI::Range(0, 65535));
  sub->add_option("--address", o->address, "address to listen on (default 127.0.0.1)");
  sub->add_option("--seed", o->seed, "seed of the market and of its traders (default 1)");
  sub->add_option("--speed", o->speed, "times real time (default 1)")->check(CLI::Range(0.001, 100'000.0));
  CLI::Option* symbols = sub->add_option("--symbols", o->symbols, "only these symbols")->delimiter(',');
  sub->add_option("--symbol-count", o->symbol_count, "so many symbols, for load: the built-in ones, then made-up ones")
      ->check(CLI::Range(1, static_cast<int>(sim::kSymbolsMax)))
      ->excludes(symbols);
  sub->add_option("--markets", o->markets, "spot, usdm (default both)")
      ->delimiter(',')
      ->check(CLI::IsMember({"spot", "usdm"}));
  sub->add_option("--history", o->history, "length of the generated past (default 3d)");
  sub->add_option("--replay", o->replay, "play a recording, capture or CSV file instead of a generated market");
  sub->add_option("--timeframe", o->timeframe, "timeframe of a candle file that does not show it");
  sub->add_option("--faults", o->faults, "what goes wrong, and when (docs/guide/simulated-exchange.md)");
  add_json(sub, o->format);
  b.on(sub, [o, &console = b.console] { return run_sim(*o, console); });
}

void add_import(const Builder& b) {
  auto o = std::make_shared<ImportOptions>();
  auto offset = std::make_shared<std::string>();
  CLI::App* sub = b.command("import", "Validate a file of candles or trades and store it",
                            "  tidemark import BTCUSDT-1m.csv.gz --symbol BTCUSDT --timeframe 1m\n"
                            "  zcat file.gz | tidemark import - --symbol binance:ETHUSDT --timeframe 1m --json");
  sub->add_option("file", o->file, "CSV or .csv.gz in any known layout; - reads standard input")->required();
  sub->add_option("--symbol", o->symbol, "BTCUSDT, BTC/USDT or venue:SYMBOL")->required();
  sub->add_option("--timeframe", o->timeframe, "1m 5m 15m 30m 1h 4h 1d 1w; inferred from the steps when absent");
  sub->add_option("--utc-offset", *offset, "the file's clock minus UTC, e.g. +8");
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, offset, &console = b.console] { return with_offset(*offset, *o, console, run_import); });
}

void add_fetch(const Builder& b) {
  auto o = std::make_shared<FetchOptions>();
  auto range = std::make_shared<RangeArguments>();
  CLI::App* sub =
      b.command("fetch", "Download candles from a venue into the store; resumable",
                "  tidemark fetch --venue binance --symbol BTCUSDT --timeframe 1h --from 2023-01-01\n"
                "  tidemark fetch --symbol binance_usdm:ETHUSDT --timeframe 1m --timerange 20240101-20240201");
  sub->add_option("--venue", o->venue, "binance or binance_usdm (default binance)");
  sub->add_option("--symbol", o->symbol, "BTCUSDT, BTC/USDT or venue:SYMBOL")->required();
  sub->add_option("--timeframe", o->timeframe, "1m 5m 15m 30m 1h 4h 1d 1w")->required();
  sub->add_option("--config", o->config_dir, "folder of YAML files");
  sub->add_option("--set", o->overrides, "override one configuration key: key=value (repeatable)");
  add_range(sub, *range);
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, range, &console = b.console] { return with_range(*range, *o, console, run_fetch); });
}

void add_export(const Builder& b) {
  auto o = std::make_shared<ExportOptions>();
  auto range = std::make_shared<RangeArguments>();
  CLI::App* sub = b.command("export", "Write candles as CSV",
                            "  tidemark export --symbol BTCUSDT --timeframe 1h --from 2023-04-01 --out btc_1h.csv.gz");
  sub->add_option("--symbol", o->symbol)->required();
  sub->add_option("--timeframe", o->timeframe)->required();
  sub->add_option("--out", o->out, "file; .gz compresses; standard output when absent");
  add_range(sub, *range);
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, range, &console = b.console] { return with_range(*range, *o, console, run_export); });
}

void add_verify(const Builder& b) {
  auto o = std::make_shared<VerifyOptions>();
  auto offset = std::make_shared<std::string>();
  CLI::App* sub = b.command("verify", "Compare stored or aggregated candles with a file, exactly",
                            "  tidemark verify --symbol BTCUSDT --timeframe 1h --against native_1h.csv.gz");
  sub->add_option("--symbol", o->symbol)->required();
  sub->add_option("--timeframe", o->timeframe)->required();
  sub->add_option("--against", o->against, "the file to compare with")->required();
  sub->add_option("--utc-offset", *offset, "the file's clock minus UTC, e.g. +8");
  sub->add_flag_function(
      "--aggregated", [o](std::int64_t) { o->what = VerifyWhat::kAggregated; },
      "build the timeframe from the stored lower one even if it is stored itself");
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, offset, &console = b.console] { return with_offset(*offset, *o, console, run_verify); });
}

void add_gaps(const Builder& b) {
  auto o = std::make_shared<GapsOptions>();
  CLI::App* sub = b.command("gaps", "The gap ledger: which candles are missing, and why",
                            "  tidemark gaps --symbol BTCUSDT --timeframe 1m --json");
  sub->add_option("--symbol", o->symbol)->required();
  sub->add_option("--timeframe", o->timeframe);
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, &console = b.console] { return run_gaps(*o, console); });
}

void add_analyze(const Builder& b) {
  auto o = std::make_shared<AnalyzeOptions>();
  auto json = std::make_shared<OutputFormat>(OutputFormat::kText);
  auto out = std::make_shared<std::string>();
  CLI::App* sub =
      b.command("analyze", "Indicators, patterns, structure, zones or findings of a file or a stored symbol",
                "  tidemark analyze BTCUSDT --timeframe 1h\n"
                "  tidemark analyze file.csv.gz --indicators \"RSI:period=14;MACD\" --out csv\n"
                "  tidemark analyze file.csv.gz --candlesticks all --out csv\n"
                "  tidemark analyze BTCUSDT --timeframe 1h --volume --set period=30 --json\n"
                "  tidemark analyze BTCUSDT --timeframe 1h --structure --rule smart_money --json\n"
                "  tidemark analyze EURUSD.csv --zones --set move_threshold=1.5 --json\n"
                "  tidemark analyze BTCUSDT --timeframe 1m --confluence --set fibonacci=0.3 --json\n"
                "  tidemark analyze BTCUSDT --timeframe 1m --confluence --set volume=0 --keep \"no volume\"");
  sub->add_option("input", o->input, "a candle file, - for standard input, or a stored symbol")->required();
  sub->add_option("--symbol", o->symbol, "symbol of a file");
  sub->add_option("--timeframe", o->timeframe);
  CLI::Option* indicators = sub->add_option("--indicators", o->indicators, "all, or NAME[:p=v,...];...");
  CLI::Option* candlesticks = sub->add_option("--candlesticks", o->candlesticks, "patterns instead: all, or NAME,...");
  candlesticks->excludes(indicators);
  CLI::Option* volume = sub->add_flag("--volume", o->volume, "volume patterns, OBV and A/D divergences instead");
  volume->excludes(indicators)->excludes(candlesticks);
  CLI::Option* structure =
      sub->add_flag_callback("--structure", [o] { o->what = AnalyzeWhat::kStructure; }, "market structure instead");
  structure->excludes(indicators)->excludes(candlesticks)->excludes(volume);
  CLI::Option* zones =
      sub->add_flag_callback("--zones", [o] { o->what = AnalyzeWhat::kZones; }, "supply and demand zones instead");
  zones->excludes(indicators)->excludes(candlesticks)->excludes(volume)->excludes(structure);
  CLI::Option* charts = sub->add_flag_callback(
      "--chart-patterns", [o] { o->what = AnalyzeWhat::kChartPatterns; }, "chart patterns instead, each as last known");
  charts->excludes(indicators)->excludes(candlesticks)->excludes(volume)->excludes(structure)->excludes(zones);
  CLI::Option* confluence = sub->add_flag_callback(
      "--confluence", [o] { o->what = AnalyzeWhat::kConfluence; },
      "confluence zones of its own and longer charts instead, and the signals of 1m and 5m candles");
  confluence->excludes(indicators)->excludes(candlesticks)->excludes(volume)->excludes(structure);
  confluence->excludes(zones)->excludes(charts);
  sub->add_option("--keep", o->keep, "of confluence: keep under this name how its signals went, and compare")
      ->needs(confluence);
  sub->add_option("--rule", o->rule, "of structure: tidemark, smart_money or lux_algo")->needs(structure);
  sub->add_option("--set", o->set, "NAME=VALUE: a parameter of what is looked for (repeatable)")
      ->allow_extra_args(false);
  sub->add_option("--out", *out, "csv")->check(CLI::IsMember({"csv", "json", "report"}));
  sub->add_flag_callback("--report", [o] { o->output = AnalyzeOutput::kReport; }, "the readable report (default)");
  add_store(sub, o->store);
  add_json(sub, *json);
  b.on(sub, [o, json, out, &console = b.console] {
    if (*out == "csv") o->output = AnalyzeOutput::kCsv;
    if (*out == "json" || *json == OutputFormat::kJson) o->output = AnalyzeOutput::kJson;
    return run_analyze(*o, console.out, console.err);
  });
}

void add_explain(const Builder& b) {
  auto o = std::make_shared<ExplainOptions>();
  auto at = std::make_shared<std::string>();
  CLI::App* sub = b.command("explain", "Why there is a signal, or why there is none",
                            "  tidemark explain BTCUSDT\n  tidemark explain BTCUSDT --at 2024-05-01T12:30Z --json\n"
                            "  tidemark explain binance:BTCUSDT@1717171260100");
  sub->add_option("what", o->what, "a trace's id, or a stored symbol, whose decision is taken again")->required();
  sub->add_option("--at", *at, "of a symbol: the last decision by then, ISO-8601 or Unix ms (default: the newest)");
  sub->add_option("--config", o->config_dir, "folder of YAML files");
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, at, &console = b.console] {
    if (!at->empty()) {
      const auto time = core::parse_time(*at);
      if (!time) {
        report_error(console, time.error());
        return code_of(ExitCode::kUsage);
      }
      o->at = *time;
    }
    return run_explain(*o, console);
  });
}

void add_evidence(const Builder& b) {
  auto o = std::make_shared<EvidenceOptions>();
  CLI::App* sub = b.command("evidence", "How often patterns occur and what follows, against chance",
                            "  tidemark evidence BTCUSDT-1h.csv.gz ETHUSDT-1h.csv.gz\n"
                            "  tidemark evidence candles.csv --timeframe 1h --seed 7 --json\n"
                            "  tidemark evidence *.csv.gz --markdown > evidence.md");
  sub->add_option("input", o->inputs, "candle files, or stored symbols")->required();
  sub->add_option("--symbol", o->symbol, "symbol of the files, which tells their market");
  sub->add_option("--timeframe", o->timeframe);
  sub->add_option("--seed", o->measure.seed, "of the control and the shuffled series (default 1)");
  sub->add_option("--shuffles", o->measure.shuffles, "shuffled series to hold each market against (default 5)");
  sub->add_option("--control", o->measure.control, "random candles to hold each kind against (default 2000)");
  CLI::Option* markdown = sub->add_flag_callback(
      "--markdown", [o] { o->output = EvidenceOutput::kMarkdown; }, "the whole document, with how it is measured");
  sub->add_flag_callback(
         "--json", [o] { o->output = EvidenceOutput::kJson; }, "one JSON document on standard output")
      ->excludes(markdown);
  add_store(sub, o->store);
  b.on(sub, [o, &console = b.console] { return run_evidence(*o, console); });
}

void add_replay(const Builder& b) {
  auto o = std::make_shared<ReplayOptions>();
  CLI::App* sub = b.command("replay", "Run the engine over a recording and hash everything it says",
                            "  tidemark replay today.tmrec --verify\n  tidemark replay capture.gz --json");
  sub->add_option("recording", o->recordings, "recording, capture or CSV; several are merged by time")->required();
  sub->add_option("--speed", o->speed, "times real time (default: as fast as possible)")->check(CLI::PositiveNumber);
  sub->add_flag_function(
      "--verify", [o](std::int64_t) { o->check = ReplayCheck::kVerify; },
      "compare with the live run's hash; exit 4 if it differs");
  sub->add_option("--symbol", o->symbol, "symbol of a file that does not name it");
  sub->add_option("--timeframe", o->timeframe, "timeframe of a candle file");
  add_json(sub, o->format);
  b.on(sub, [o, &console = b.console] { return run_replay(*o, console); });
}

void add_backtest_costs(CLI::App* sub, BacktestOptions& o) {
  sub->add_option("--capital", o.capital, "to begin with, in the quote currency (default 10000)");
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
  sub->add_option("--max-leverage", o.max_leverage, "exposure over equity");
}

void add_backtest_input(CLI::App* sub, BacktestOptions& o, RangeArguments& range) {
  std::string list;
  for (const auto& row : backtest::strategies()) list += (list.empty() ? "" : ", ") + std::string{row.id};
  sub->add_option("file", o.file, "a candle file, instead of the store");
  sub->add_option("--strategy", o.strategy, list)->required();
  sub->add_option("--symbol", o.symbol, "of the store, or of the file");
  sub->add_option("--timeframe", o.timeframe, "1m 5m 15m 30m 1h 4h 1d 1w");
  add_backtest_costs(sub, o);
  add_range(sub, range);
  add_store(sub, o.store);
  add_json(sub, o.format);
}

void add_backtest(const Builder& b) {
  auto o = std::make_shared<BacktestOptions>();
  auto range = std::make_shared<RangeArguments>();
  CLI::App* sub =
      b.command("backtest", "Run a strategy over the past, on paper",
                "  tidemark backtest --strategy sma_cross --symbol BTCUSDT --timeframe 1h --set fast=20,slow=50\n"
                "  tidemark backtest candles.csv.gz --strategy breakout --fees 0.02%,0.05% --report out\n"
                "  tidemark backtest candles.csv --strategy zone_bounce --look-ahead 20 --json");
  add_backtest_input(sub, *o, *range);
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

void add_optimize(const Builder& b) {
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

void add_fills(const Builder& b) {
  auto o = std::make_shared<FillsOptions>();
  auto range = std::make_shared<RangeArguments>();
  CLI::App* sub =
      b.command("fills", "Which part of the fill model makes orders come out otherwise",
                "  tidemark fills today.tmrec --strategy sma_cross --symbol BTCUSDT --change latency=500ms\n"
                "  tidemark fills today.tmrec --strategy decision --change fees=0 --change data=candles");
  add_backtest_input(sub, o->run, *range);
  o->run.data = BacktestData::kEvents;
  sub->add_option("--set", o->run.set, "NAME=VALUE: a parameter of the strategy (repeatable)")->allow_extra_args(false);
  sub->add_option("--change", o->changes, "PART=VALUE of the model, one after the other (repeatable)")
      ->allow_extra_args(false)
      ->required();
  b.on(sub, [o, &console = b.console] { return run_fills(*o, console); });
}

void add_journal(const Builder& b) {
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

void add_kill_switch(const Builder& b) {
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

void add_shadow_compare(const Builder& b, CLI::App* activation) {
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

void add_activation(const Builder& b) {
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

void add_db(const Builder& b) {
  CLI::App* db = b.command("db", "Care for the database schema",
                           "  tidemark db status\n  tidemark db migrate\n  tidemark db rollback --steps 1");
  db->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, auto run, auto more) {
    auto o = std::make_shared<DbOptions>();
    CLI::App* sub = db->add_subcommand(name, what);
    more(sub, *o);
    add_store(sub, o->store);
    add_json(sub, o->format);
    b.on(sub, [o, run, &console = b.console] { return run(*o, console); });
  };
  add("migrate", "apply pending migrations", run_db_migrate,
      [](CLI::App* sub, DbOptions& o) { sub->add_option("--to", o.target, "up to this migration"); });
  add("rollback", "undo the last migrations", run_db_rollback, [](CLI::App* sub, DbOptions& o) {
    sub->add_option("--steps", o.steps, "how many (default 1)")->check(CLI::PositiveNumber);
  });
  add("status", "which migrations are applied", run_db_status, [](CLI::App*, DbOptions&) {});
}

void add_backup(const Builder& b) {
  auto o = std::make_shared<BackupOptions>();
  CLI::App* sub = b.command("backup", "Write a consistent, compressed, checksummed copy of the database",
                            "  tidemark backup today.tmbak");
  sub->add_option("file", o->file)->required();
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, &console = b.console] { return run_backup(*o, console); });

  auto r = std::make_shared<BackupOptions>();
  CLI::App* restore =
      b.command("restore", "Put a backup in place, after checking it", "  tidemark restore today.tmbak --replace");
  restore->add_option("file", r->file)->required();
  restore->add_flag_function(
      "--replace", [r](std::int64_t) { r->overwrite = storage::Overwrite::kReplace; },
      "overwrite an existing database");
  add_store(restore, r->store);
  add_json(restore, r->format);
  b.on(restore, [r, &console = b.console] { return run_restore(*r, console); });
}

void add_config(const Builder& b) {
  CLI::App* config = b.command("config", "Check or show the configuration",
                               "  tidemark config check config/\n  tidemark config show --json");
  config->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, auto run) {
    auto o = std::make_shared<ConfigOptions>();
    auto format = std::make_shared<OutputFormat>(OutputFormat::kText);
    CLI::App* sub = config->add_subcommand(name, what);
    sub->add_option("dir", o->dir, "folder of YAML files");
    sub->add_option("--config", o->dir, "the same");
    add_json(sub, *format);
    b.on(sub, [o, format, run, &console = b.console] {
      o->json = *format == OutputFormat::kJson;
      return run(*o, console.out, console.err);
    });
  };
  add("check", "is every key known and every value in range?", run_config_check);
  add("show", "the effective configuration, secrets hidden", run_config_show);
}

void add_self_help(const Builder& b) {
  auto o = std::make_shared<DoctorOptions>();
  auto format = std::make_shared<OutputFormat>(OutputFormat::kText);
  CLI::App* doctor = b.command("doctor", "Name what is wrong here, and the remedy", "  tidemark doctor --json");
  doctor->add_option("--config", o->config_dir, "folder of YAML files");
  add_store(doctor, o->store);
  add_json(doctor, *format);
  b.on(doctor, [o, format, &console = b.console] {
    o->json = *format == OutputFormat::kJson;
    return run_doctor(*o, console.out, console.err);
  });

  auto version_format = std::make_shared<OutputFormat>(OutputFormat::kText);
  CLI::App* version = b.command("version", "Version and build", "  tidemark version --json");
  add_json(version, *version_format);
  b.on(version, [version_format, &console = b.console] { return run_version(*version_format, console); });
}

int parse_and_run(int argc, char** argv, const Console& console) {
  CLI::App app{
      "Tidemark: market intelligence and trading on your own machine.\n"
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input refused, 4 differences found, 5 service unreachable, "
      "130 interrupted."};
  app.name("tidemark");
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text());
  app.footer("tidemark COMMAND --help shows a command's options and examples.");
  Action action;
  const Builder builder{app, console, action};
  add_serve(builder);
  add_sim(builder);
  add_import(builder);
  add_fetch(builder);
  add_export(builder);
  add_verify(builder);
  add_gaps(builder);
  add_analyze(builder);
  add_explain(builder);
  add_evidence(builder);
  add_replay(builder);
  add_backtest(builder);
  add_optimize(builder);
  add_fills(builder);
  add_journal(builder);
  add_kill_switch(builder);
  add_activation(builder);
  add_db(builder);
  add_backup(builder);
  add_config(builder);
  add_self_help(builder);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {
    return app.exit(request, console.out, console.err);
  } catch (const CLI::ParseError& error) {
    console.err << "tidemark: " << error.what() << "\ntry: tidemark --help\n";
    return code_of(ExitCode::kUsage);
  }
  return action();
}

}  // namespace

int run_command_line(int argc, char** argv) {
  const Audience audience = ::isatty(STDERR_FILENO) != 0 ? Audience::kPerson : Audience::kLater;
  const Console console{std::cout, std::cerr, audience};
  try {
    const int code = parse_and_run(argc, argv, console);
    console.out.flush();
    if (!console.out) {
      console.err << "tidemark: cannot write to standard output\n";
      return code_of(ExitCode::kFailed);
    }
    return code;
  } catch (const std::exception& error) {
    console.err << "tidemark: " << error.what() << '\n';
    return code_of(ExitCode::kFailed);
  }
}

}  // namespace tidemark::app
