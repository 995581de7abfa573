#include <cstdint>
#include <memory>
#include <string>

#include "app/cli/analyze_command.hpp"
#include "app/cli/arguments/builder.hpp"
#include "app/cli/arguments/commands.hpp"
#include "app/cli/evidence_command.hpp"
#include "app/cli/explain_command.hpp"
#include "app/cli/replay_command.hpp"

namespace tidemark::app {
namespace {

void add_analyze(const CommandBuilder& b) {
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

void add_explain(const CommandBuilder& b) {
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

void add_evidence(const CommandBuilder& b) {
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

void add_replay(const CommandBuilder& b) {
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

}  // namespace

void add_analysis_commands(const CommandBuilder& b) {
  add_analyze(b);
  add_explain(b);
  add_evidence(b);
  add_replay(b);
}

}  // namespace tidemark::app
