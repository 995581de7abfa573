#include <cstdint>
#include <memory>
#include <string>

#include "app/cli/arguments/builder.hpp"
#include "app/cli/arguments/commands.hpp"
#include "app/cli/fetch_command.hpp"
#include "app/cli/import_command.hpp"
#include "app/cli/series_commands.hpp"

namespace tidemark::app {
namespace {

void add_import(const CommandBuilder& b) {
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

void add_fetch(const CommandBuilder& b) {
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

void add_export(const CommandBuilder& b) {
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

void add_verify(const CommandBuilder& b) {
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

void add_gaps(const CommandBuilder& b) {
  auto o = std::make_shared<GapsOptions>();
  CLI::App* sub = b.command("gaps", "The gap ledger: which candles are missing, and why",
                            "  tidemark gaps --symbol BTCUSDT --timeframe 1m --json");
  sub->add_option("--symbol", o->symbol)->required();
  sub->add_option("--timeframe", o->timeframe);
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, &console = b.console] { return run_gaps(*o, console); });
}

}  // namespace

void add_data_commands(const CommandBuilder& b) {
  add_import(b);
  add_fetch(b);
  add_export(b);
  add_verify(b);
  add_gaps(b);
}

}  // namespace tidemark::app
