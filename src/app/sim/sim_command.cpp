#include "app/sim/sim_command.hpp"

#include <algorithm>
#include <memory>
#include <thread>

#include "app/cli/json_output.hpp"
#include "app/serve/signals.hpp"
#include "app/sim/venue_carrier.hpp"
#include "ops/config/units.hpp"
#include "ops/descriptor_limit.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "ops/system_clock.hpp"
#include "sim/exchange.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace tidemark::app {
namespace {

using venues::simulated::SimVenue;
using venues::simulated::SimVenueConfig;

constexpr core::Duration kTick = core::milliseconds(2);

/// How many symbols, on which markets, with how long a past.
core::Status choose_listings(const SimOptions& options, SimVenueConfig& config) {
  if (options.symbol_count > 0) {
    for (const sim::Listing& listing : sim::listings_of(options.symbol_count)) {
      config.symbols.push_back(listing.spec.symbol);
    }
  }
  if (!options.markets.empty()) {
    const auto asked = [&](std::string_view name) {
      return std::ranges::find(options.markets, name) != options.markets.end();
    };
    std::erase_if(config.markets, [&](venues::binance::Market market) {
      return !asked(market == venues::binance::Market::kSpot ? "spot" : "usdm");
    });
  }
  if (!options.history.empty()) {
    const auto history = ops::parse_duration(options.history);
    if (!history) {
      return core::fail(core::ErrorKind::kInvalidArgument, "bad_duration", "a length of time looks like 90m, 6h or 3d",
                        options.history);
    }
    config.history = *history;
  }
  return {};
}

core::Result<SimVenueConfig> config_of(const SimOptions& options, core::Timestamp now) {
  auto faults = sim::parse_fault_plan(options.faults);
  if (!faults) return core::forward_error(faults);
  SimVenueConfig config{.seed = options.seed, .start = now};
  config.faults = std::move(*faults);
  config.replay = options.replay;
  if (options.timeframe) {
    auto timeframe = core::parse_timeframe(*options.timeframe);
    if (!timeframe) return core::forward_error(timeframe);
    config.replay_timeframe = *timeframe;
  }
  // At another pace clients cannot have the venue's time.
  if (options.speed != 1 || !options.replay.empty()) config.timestamps = venues::simulated::TimestampCheck::kNone;
  if (auto status = choose_listings(options, config); !status) return core::forward_error(status);
  for (const std::string& symbol : options.symbols) {
    auto name = core::parse_symbol(symbol);
    if (!name) return core::forward_error(name);
    config.symbols.push_back(std::move(name->symbol));
  }
  return config;
}

net::ServerOptions server_options(const SimOptions& options) {
  net::ServerOptions server{.address = options.address, .port = options.port};
  // A handshake may name a thousand streams; Binance pings every 20 s and waits a minute for the pong.
  server.limits.header_bytes = 64 * 1024;
  server.limits.target_bytes = 48 * 1024;
  server.limits.ws_queue_frames = 16 * 1024;
  server.limits.ws_queue_bytes = 32 * 1024 * 1024;
  server.limits.ws_pong_timeout = core::minutes(1);
  return server;
}

/// "http://127.0.0.1:8910" as "ws://127.0.0.1:8910".
std::string as_websocket(const std::string& url) {
  return "ws" + url.substr(4);
}

void print_text(const Console& console, const std::string& url, const SimOptions& options) {
  const std::string stream = as_websocket(url);
  console.out << "Simulated exchange (not real prices) is listening on " << url << '\n'
              << "  spot   " << url << "/api/v3   " << stream << "/ws   " << stream << "/stream?streams=...\n"
              << "  USD-M  " << url << "/fapi/v1  " << stream << "/public/ws   " << stream << "/market/ws   " << stream
              << "/fstream/ws\n"
              << "  faults " << (options.faults.empty() ? "none" : options.faults) << "; POST " << url
              << "/sim/faults adds some, GET " << url << "/sim/state\n"
              << "  Tidemark against it: tidemark serve --source binance --set venues.binance.rest_url=" << url
              << " --set venues.binance.stream_url=" << stream << '\n'
              << "  ccxt: put these addresses in place of the hosts in exchange.urls.api "
                 "(docs/guide/simulated-exchange.md)"
              << std::endl;
}

void print_machine(const Console& console, const std::string& url, const SimOptions& options) {
  print_json(console, [&](net::JsonWriter& json) {
    json.begin_object().key("url").text(url).key("stream_url").text(as_websocket(url));
    json.key("seed").unsigned_integer(options.seed).key("speed").number(options.speed);
    json.key("faults").text(options.faults).end_object();
  });
  console.out.flush();
}

}  // namespace

int run_sim(const SimOptions& options, const Console& console) {
  const StopSignals signals;
  const ops::SystemClock clock;
  const core::Duration start = clock.monotonic();
  const auto config = config_of(options, clock.now());
  if (!config) return report_error(console, config.error());
  auto venue = SimVenue::make(*config);
  if (!venue) return report_error(console, venue.error());

  const auto logger = ops::make_stderr_logger({});
  const auto metrics = ops::make_metrics();
  ops::raise_descriptor_limit();
  const auto carrier = std::make_shared<VenueCarrier>(**venue, clock, start, options.speed);
  net::HttpRouter router;
  router.take_everything([&carrier](net::Responder responder) { carrier->handle(std::move(responder)); }, carrier);
  auto server = net::HttpServer::listen(server_options(options), std::move(router), *logger, *metrics);
  if (!server) return report_error(console, server.error());
  (*server)->every(kTick, [&carrier] { carrier->tick(); });
  {
    const std::jthread io{[&server] { (*server)->run(); }};
    if (options.format == OutputFormat::kJson) {
      print_machine(console, (*server)->url(), options);
    } else {
      print_text(console, (*server)->url(), options);
    }
    while (!signals.wait(core::milliseconds(500))) {
    }
    (*server)->stop();
  }
  logger->info("stopped cleanly");
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
