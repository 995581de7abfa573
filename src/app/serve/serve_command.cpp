#include "app/serve/serve_command.hpp"

#include <filesystem>

#include "app/descriptors.hpp"
#include "app/proxies.hpp"
#include "app/serve/service.hpp"
#include "app/serve/signals.hpp"
#include "ops/config.hpp"

namespace tidemark::app {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

/// The typed options as the configuration's last layer, so that they are checked like everything else.
std::vector<std::string> overrides_of(const ServeOptions& options) {
  std::vector<std::string> overrides = options.overrides;
  if (options.address) overrides.push_back("server.address=" + *options.address);
  if (options.port) overrides.push_back("server.port=" + std::to_string(*options.port));
  if (!options.symbols.empty()) overrides.push_back("symbols=" + joined(options.symbols));
  if (options.seed) overrides.push_back("sim.seed=" + std::to_string(*options.seed));
  if (!options.store.empty()) overrides.push_back("store.path=" + options.store);
  return overrides;
}

core::Result<ServiceOptions> service_options_of(const ServeOptions& options, const ops::Config& config) {
  ServiceOptions service{.config = config, .speed = options.speed, .record = options.record};
  service.proxies = proxies_of(ops::process_environment());
  // Not by way of an override: there a comma would separate, but it may be part of a file's name.
  if (!options.source.empty()) service.config.source = options.source;
  if (options.timeframe) {
    auto timeframe = core::parse_timeframe(*options.timeframe);
    if (!timeframe) return core::forward_error(timeframe);
    service.timeframe = *timeframe;
  }
  if (options.web_dir) {
    if (!std::filesystem::is_regular_file(std::filesystem::path{*options.web_dir} / "index.html")) {
      return core::fail(core::ErrorKind::kInvalidArgument, "no_dashboard", "there is no index.html in this folder",
                        *options.web_dir);
    }
    service.web_dir = *options.web_dir;
  }
  return service;
}

}  // namespace

int run_serve(const ServeOptions& options, const Console& console) {
  const StopSignals signals{SIGUSR1};
  ops::ConfigSources sources{.environment = ops::process_environment(), .overrides = overrides_of(options)};
  if (options.config_dir) sources.dir = *options.config_dir;
  const auto loaded = ops::load_config(sources);
  if (!loaded) {
    for (const core::Error& error : loaded.error()) report_error(console, error);
    return code_of(ExitCode::kUsage);
  }
  const auto service_options = service_options_of(options, loaded->config);
  if (!service_options) return report_error(console, service_options.error());
  const auto logger = ops::make_stderr_logger({loaded->config.log.level, loaded->config.log.format});
  raise_descriptors(loaded->config.server, *logger);
  auto service = Service::start(*service_options, *logger);
  if (!service) return report_error(console, service.error());
  console.out << "Tidemark is listening on " << (*service)->url() << '\n'
              << "source: " << (*service)->source_label() << std::endl;
  for (;;) {
    const auto signal = signals.wait(core::milliseconds(500));
    if (signal && *signal != SIGUSR1) break;
    if (signal) (*service)->engage_kill_switch("signal USR1");
    (*service)->watch();
  }
  const auto stopped = (*service)->stop();
  if (!stopped) return report_error(console, stopped.error());
  logger->info("stopped cleanly");
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
