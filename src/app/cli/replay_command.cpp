#include "app/cli/replay_command.hpp"

#include <cmath>
#include <thread>

#include "app/cli/json_output.hpp"
#include "app/cli/source_arguments.hpp"
#include "app/engine_setup.hpp"
#include "app/replay_run.hpp"
#include "app/run_record.hpp"
#include "ops/config.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::app {
namespace {

/// What a verification found out.
struct Verdict {
  std::string against;  ///< "live run", "second run", or empty when nothing was compared
  bool same{true};
  std::string expected;
};

/// Waits so that received times pass at `speed` times real time.
Pace pace_at(std::optional<double> speed, const core::Clock& clock) {
  if (!speed) return {};
  return [speed = *speed, &clock, first = std::optional<core::Timestamp>{},
          begin = clock.monotonic()](core::Timestamp received) mutable {
    if (!first) first = received;
    const core::Duration due{std::llround(static_cast<double>((received - *first).ns) / speed)};
    const core::Duration wait = due - (clock.monotonic() - begin);
    if (wait.ns > 0) std::this_thread::sleep_for(std::chrono::nanoseconds{wait.ns});
  };
}

bool same_run(const RunRecord& live, const ReplayRun& run) {
  return live.events == run.events && live.digest == run.hash.all().digest() && live.traces == run.hash.traces() &&
         live.signals == run.hash.signals() && live.decisions == run.hash.decisions().digest();
}

core::Result<Verdict> verify(const ReplayOptions& options, const venues::file::EventSourceOptions& source,
                             const ReplayEngines& engines, const ReplayRun& run, const std::string& fingerprint) {
  if (options.recordings.size() == 1) {
    auto live = read_run_record(options.recordings.front());
    if (!live) return core::forward_error(live);
    if (*live) {
      if ((*live)->fingerprint != fingerprint) {
        return core::fail(
            core::ErrorKind::kConflict, "other_configuration",
            "the live run had another engine configuration; replay with the same one (" + (*live)->fingerprint + ")",
            run_record_path(options.recordings.front()));
      }
      return Verdict{"live run", same_run(**live, run), (*live)->digest};
    }
  }
  const auto again = replay(options.recordings, source, engines);
  if (!again) return std::unexpected(again.error());
  const std::string digest = again->hash.all().digest();
  return Verdict{"second run", digest == run.hash.all().digest(), digest};
}

void print_json_result(const ReplayRun& run, const Verdict& verdict, const Console& console) {
  print_json(console, [&](net::JsonWriter& json) {
    json.begin_object();
    json.key("source").text(run.source.kind);
    json.key("messages").unsigned_integer(run.source.messages);
    json.key("events").unsigned_integer(run.events);
    json.key("refused").begin_object();
    for (const auto& [rule, count] : run.source.refused) json.key(rule).unsigned_integer(count);
    json.end_object();
    json.key("instruments").unsigned_integer(run.instruments.size());
    json.key("outputs").unsigned_integer(run.hash.all().outputs());
    json.key("hash").text(run.hash.all().digest());
    json.key("traces").unsigned_integer(run.hash.traces());
    json.key("signals").unsigned_integer(run.hash.signals());
    json.key("decision_hash").text(run.hash.decisions().digest());
    if (!verdict.against.empty()) {
      json.key("compared_with").text(verdict.against);
      json.key("expected").text(verdict.expected);
      json.key("same").boolean(verdict.same);
    }
    json.end_object();
  });
}

void print_text_result(const ReplayRun& run, const Verdict& verdict, const Console& console) {
  console.out << run.source.kind << ": " << run.source.messages << " messages, " << run.events << " events of "
              << run.instruments.size() << " instruments\n";
  for (const auto& note : run.source.notes) console.out << "  note: " << note << '\n';
  for (const auto& [rule, count] : run.source.refused) console.out << "  refused: " << rule << ' ' << count << '\n';
  console.out << "outputs " << run.hash.all().outputs() << "\nhash " << run.hash.all().digest() << "\ntraces "
              << run.hash.traces() << ", signals said " << run.hash.signals() << "\ndecision hash "
              << run.hash.decisions().digest() << '\n';
  if (verdict.against.empty()) return;
  console.out << (verdict.same ? "same as the " : "DIFFERS from the ") << verdict.against;
  if (!verdict.same) console.out << ", which had " << verdict.expected;
  console.out << '\n';
}

}  // namespace

int run_replay(const ReplayOptions& options, const Console& console) {
  const auto loaded = ops::load_config({.environment = ops::process_environment()});
  if (!loaded) return report_error(console, loaded.error().front());
  const auto config = engine_config_of(loaded->config);
  if (!config) return report_error(console, config.error());
  const ReplayEngines engines{*config, loaded->config.engine.shards};
  const auto source = source_options_of(options.symbol, options.timeframe);
  if (!source) return report_error(console, source.error());
  const ops::SystemClock clock;
  const auto run = replay(options.recordings, *source, engines, pace_at(options.speed, clock));
  if (!run) return report_error(console, run.error());
  if (run->events == 0) {
    return report_error(
        console, {core::ErrorKind::kRefused, "no_events", "there is not one event in it", options.recordings.front()});
  }
  Verdict verdict;
  if (options.check == ReplayCheck::kVerify) {
    const auto checked = verify(options, *source, engines, *run, engine_fingerprint(loaded->config));
    if (!checked) return report_error(console, checked.error());
    verdict = *checked;
  }
  if (options.format == OutputFormat::kJson) {
    print_json_result(*run, verdict, console);
  } else {
    print_text_result(*run, verdict, console);
  }
  return code_of(verdict.same ? ExitCode::kDone : ExitCode::kDiffers);
}

}  // namespace tidemark::app
