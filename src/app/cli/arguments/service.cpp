#include <memory>

#include "app/cli/arguments/builder.hpp"
#include "app/cli/arguments/commands.hpp"
#include "app/serve/serve_command.hpp"
#include "app/sim/sim_command.hpp"
#include "sim/flow/symbol_spec.hpp"

namespace tidemark::app {
namespace {

void add_serve(const CommandBuilder& b) {
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

void add_sim(const CommandBuilder& b) {
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

}  // namespace

void add_service_commands(const CommandBuilder& b) {
  add_serve(b);
  add_sim(b);
}

}  // namespace tidemark::app
