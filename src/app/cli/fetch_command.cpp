#include "app/cli/fetch_command.hpp"

#include <chrono>
#include <optional>
#include <thread>

#include "app/cli/import_command.hpp"
#include "app/cli/open_store.hpp"
#include "app/cli/progress_line.hpp"
#include "app/fetch_series.hpp"
#include "app/proxies.hpp"
#include "app/venue_address.hpp"
#include "core/nearest_name.hpp"
#include "ops/config.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::app {
namespace {

using venues::binance::Market;

constexpr core::Duration kDayBack = core::days(1);

core::Result<Market> market_of(const std::string& venue) {
  for (const Market market : {Market::kSpot, Market::kUsdm}) {
    if (venue == venues::binance::venue_of(market)) return market;
  }
  return core::fail(core::ErrorKind::kInvalidArgument, "unknown_venue",
                    "there is no venue " + venue + " to download from; there are binance and binance_usdm", "--venue");
}

core::Result<FetchRequest> request_of(const FetchOptions& options, const ops::Config& config, core::Timestamp now) {
  auto name = core::parse_symbol(options.symbol);
  if (!name) return core::forward_error(name);
  auto market = market_of(name->venue.empty() ? options.venue : name->venue);
  if (!market) return core::forward_error(market);
  auto timeframe = core::parse_timeframe(options.timeframe);
  if (!timeframe) return core::forward_error(timeframe);
  FetchRequest request{.market = *market, .rest_url = {}, .symbol = name->symbol, .timeframe = *timeframe, .range = {}};
  request.rest_url = endpoints_of(config.venues, *market).rest;
  // Whole candles: the one that holds the start counts, the one under way does not.
  request.range.from = core::open_time_of(options.from.value_or(now - kDayBack), *timeframe);
  request.range.to = std::min(options.to.value_or(now), core::open_time_of(now, *timeframe));
  if (request.range.from >= request.range.to) {
    return core::fail(core::ErrorKind::kInvalidArgument, "empty_range", "no candle has closed in this range yet",
                      "--from");
  }
  return request;
}

/// A bar for a person; for a log what is stored, so that whoever ends it knows what is safe.
void show(const FetchProgress& progress, const FetchRequest& request, ProgressLine& line, const Console& console) {
  if (progress.waiting.ns > 0) {
    line.wipe();
    console.err << "the venue's limits ask for patience: waiting " << progress.waiting.ns / 1'000'000'000 + 1 << " s\n";
  } else if (console.audience == Audience::kPerson) {
    const core::Duration candle = core::duration_of(request.timeframe);
    line.show(static_cast<std::uint64_t>((progress.until - request.range.from) / candle),
              static_cast<std::uint64_t>((request.range.to - request.range.from) / candle));
  } else {
    console.err << "stored " << progress.stored << " candles, up to " << core::format_iso(progress.until) << std::endl;
  }
}

}  // namespace

int run_fetch(const FetchOptions& options, const Console& console) {
  const ops::Environment environment = ops::process_environment();
  ops::ConfigSources sources{.dir = {}, .environment = environment, .overrides = options.overrides};
  if (options.config_dir) sources.dir = *options.config_dir;
  const auto loaded = ops::load_config(sources);
  if (!loaded) {
    for (const core::Error& error : loaded.error()) report_error(console, error);
    return code_of(ExitCode::kUsage);
  }
  const ops::SystemClock clock;
  const auto request = request_of(options, loaded->config, clock.now());
  if (!request) {
    report_error(console, request.error());
    return code_of(ExitCode::kUsage);
  }
  auto store = open_for_writing(options.store.empty() ? loaded->config.store.path : options.store);
  if (!store) return report_error(console, store.error());
  const net::RestOptions rest{.ca_file = loaded->config.venues.ca_file, .proxies = proxies_of(environment)};
  std::optional<ProgressLine> line{console};
  const auto report = fetch_series(
      *request, **store,
      {.ask = [&](net::RestRequest ask) { return net::fetch(std::move(ask), rest); },
       .pause = [](core::Duration wait) { std::this_thread::sleep_for(std::chrono::nanoseconds{wait.ns}); },
       .clock = clock,
       .progress = [&](const FetchProgress& progress) { show(progress, *request, *line, console); }});
  line.reset();
  if (!report) return report_error(console, report.error());
  print_report(*report, options.format, console);
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
