#include "app/cli/json_output.hpp"
#include "app/cli/open_store.hpp"
#include "app/cli/series_commands.hpp"
#include "app/deriving_store.hpp"
#include "storage/csv_export.hpp"

namespace tidemark::app {

int run_export(const ExportOptions& options, const Console& console) {
  const auto timeframe = core::parse_timeframe(options.timeframe);
  if (!timeframe) return report_error(console, timeframe.error());
  if (!options.out && options.format == OutputFormat::kJson) {
    console.err
        << "tidemark: --json reports on a file written with --out; without --out the CSV itself is the output\n";
    return code_of(ExitCode::kUsage);
  }
  auto store = open_for_reading(options.store);
  if (!store) return report_error(console, store.error());
  const auto series = resolve_series(**store, options.symbol, *timeframe);
  if (!series) return report_error(console, series.error());
  const storage::ExportRequest request{*series, options.from, options.to};
  const auto written = options.out ? storage::export_csv_file(**store, request, *options.out)
                                   : storage::export_csv(**store, request, console.out);
  if (!written) return report_error(console, written.error());
  if (*written == 0) {
    return report_error(console, {core::ErrorKind::kNotFound,
                                  "no_data",
                                  "the store holds no " + std::string(core::name_of(*timeframe)) + " candles of " +
                                      options.symbol + " in this range",
                                  {}});
  }
  if (options.format == OutputFormat::kJson) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_object();
      write_series(json, *series);
      json.key("file").text(*options.out);
      json.key("candles").unsigned_integer(*written);
      json.end_object();
    });
  } else if (options.out) {
    console.err << *written << " candles written to " << *options.out << '\n';
  }
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
