#include "app/serve/source.hpp"

#include <filesystem>

#include "app/serve/sim_feed.hpp"

namespace tidemark::app {
namespace {

/// Candle files at their own pace would show one candle a minute.
constexpr double kCandleFileSpeed = 60;

core::Result<Source> open_sim(const ServiceOptions& options, const Start& start, std::string reason) {
  auto feed = make_sim_feed(options.config, options.speed.value_or(options.config.sim.speed), start);
  if (!feed) return core::forward_error(feed);
  return Source{{},
                std::move(*feed),
                {"sim", "Simulated exchange (not real prices)", std::move(reason), start.now, api::Beginning::kPast},
                "sim"};
}

/// Whether these files are candles rather than a recording or capture; a file that cannot be read says so later.
bool is_candle_file(const std::string& path) {
  const std::string name = std::filesystem::path{path}.filename().string();
  return name.ends_with(".csv") || name.ends_with(".csv.gz");
}

core::Result<Source> open_files(const ServiceOptions& options, core::Timestamp now) {
  const std::vector<std::string>& paths = options.config.source;
  for (const std::string& path : paths) {
    if (std::filesystem::exists(path)) continue;
    return core::fail(core::ErrorKind::kNotFound, "no_such_source",
                      "there is no such file; --source takes auto, sim or the path of a recording, capture or CSV file",
                      path);
  }
  venues::file::EventSourceOptions source{.timeframe = options.timeframe};
  if (options.config.symbols.size() == 1) {
    auto name = core::parse_symbol(options.config.symbols.front());
    if (!name) return core::forward_error(name);
    source.symbol = name->symbol;
    if (!name->venue.empty()) source.venue = name->venue;
  }
  const double speed = options.speed.value_or(is_candle_file(paths.front()) ? kCandleFileSpeed : 1.0);
  auto feed = make_file_feed(paths, source, speed);
  if (!feed) return core::forward_error(feed);
  std::string names;
  for (const std::string& path : paths)
    names += (names.empty() ? "" : ", ") + std::filesystem::path{path}.filename().string();
  std::string pace = std::to_string(speed);
  pace.erase(pace.find_last_not_of('0') + 1);
  if (pace.ends_with('.')) pace.pop_back();
  return Source{{},
                std::move(*feed),
                {"file", "Playing " + names + " at " + pace + "x", "named by --source", now},
                "file:" + names};
}

core::Result<Source> open_live(const ServiceOptions& options, const Start& start,
                               const SourceDependencies& dependencies, std::string reason) {
  auto board = std::make_shared<LiveBoard>(dependencies.clock);
  auto feed =
      LiveFeed::make(options.config, start,
                     {dependencies.clock, dependencies.logger, *board, options.proxies, dependencies.message_times});
  if (!feed) return core::forward_error(feed);
  LiveFeed* live = feed->get();
  return Source{std::move(board),
                std::move(*feed),
                {"binance", "Binance, live public data", std::move(reason), start.now},
                "binance",
                live};
}

}  // namespace

core::Result<Source> open_source(const ServiceOptions& options, const Start& start,
                                 const SourceDependencies& dependencies) {
  const std::string& first = options.config.source.front();
  if (first == "binance") return open_live(options, start, dependencies, "asked for");
  if (first == "auto") {
    if (const auto why = why_unreachable(options.config, options.proxies)) {
      return open_sim(options, start, "the live venue cannot be reached (" + *why + ")");
    }
    return open_live(options, start, dependencies, "the venue answers");
  }
  if (first == "sim") return open_sim(options, start, "asked for");
  return open_files(options, start.now);
}

}  // namespace tidemark::app
