#include "app/cli/import_command.hpp"

#include <algorithm>

#include "app/cli/json_output.hpp"
#include "app/cli/open_store.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kGapsShown = 10;

void write_counts(net::JsonWriter& json, const std::map<std::string, std::uint64_t>& counts) {
  json.begin_object();
  for (const auto& [code, count] : counts) json.key(code).unsigned_integer(count);
  json.end_object();
}

void print_json_report(const ImportReport& report, const Console& console) {
  print_json(console, [&](net::JsonWriter& json) {
    json.begin_object();
    write_series(json, report.series);
    json.key("layout").text(report.layout);
    json.key("notes").begin_array();
    for (const auto& note : report.notes) json.text(note);
    json.end_array();
    json.key("rows").unsigned_integer(report.rows_read);
    json.key("skipped").unsigned_integer(report.rows_skipped);
    json.key("accepted").unsigned_integer(report.accepted);
    json.key("stored").begin_object();
    json.key("inserted").unsigned_integer(report.stored.inserted);
    json.key("unchanged").unsigned_integer(report.stored.unchanged);
    json.key("replaced").unsigned_integer(report.stored.replaced);
    json.end_object();
    write_counts(json.key("rejected"), report.rejected);
    write_counts(json.key("flagged"), report.flagged);
    json.key("places").begin_array();
    for (const auto& place : report.places) json.text(place);
    json.end_array();
    json.key("first").text(core::format_iso(*report.first));
    json.key("last").text(core::format_iso(*report.last));
    json.key("quality").number(report.quality.score);
    json.key("gaps").begin_array();
    for (const auto& gap : report.gaps) write_gap(json, gap, report.series.timeframe);
    json.end_array();
    json.end_object();
  });
}

void print_counts(const Console& console, const char* title, const std::map<std::string, std::uint64_t>& counts) {
  for (const auto& [code, count] : counts) console.out << title << code << " " << count << '\n';
}

void print_text_report(const ImportReport& report, const Console& console) {
  console.out << report.series.venue << ':' << report.series.symbol << ' ' << core::name_of(report.series.timeframe)
              << ": " << report.rows_read << " rows read (" << report.layout << "), " << report.accepted
              << " candles from " << core::format_iso(*report.first) << " to " << core::format_iso(*report.last)
              << '\n';
  for (const auto& note : report.notes) console.out << "  note: " << note << '\n';
  console.out << "  stored: " << report.stored.inserted << " new, " << report.stored.unchanged << " unchanged, "
              << report.stored.replaced << " replaced\n";
  if (report.rows_skipped > 0) console.out << "  skipped (other symbol or timeframe): " << report.rows_skipped << '\n';
  print_counts(console, "  rejected: ", report.rejected);
  for (const auto& place : report.places) console.out << "    " << place << '\n';
  print_counts(console, "  flagged: ", report.flagged);
  console.out << "  gaps: " << report.gaps.size() << '\n';
  for (std::size_t i = 0; i < std::min(kGapsShown, report.gaps.size()); ++i) {
    const core::Gap& gap = report.gaps[i];
    console.out << "    " << core::format_iso(gap.range.from) << " to " << core::format_iso(gap.range.to) << ": "
                << gap.candles << " candles\n";
  }
  if (report.gaps.size() > kGapsShown)
    console.out << "    … all of them: tidemark gaps --symbol " << report.series.symbol << '\n';
  console.out << "  quality: " << report.quality.score << '\n';
}

core::Result<ImportRequest> request_of(const ImportOptions& options) {
  ImportRequest request{.file = options.file, .utc_offset = options.utc_offset};
  auto symbol = core::parse_symbol(options.symbol);
  if (!symbol) return core::forward_error(symbol);
  request.symbol = std::move(*symbol);
  if (request.symbol.venue.empty()) request.symbol.venue = "file";
  if (options.timeframe) {
    auto timeframe = core::parse_timeframe(*options.timeframe);
    if (!timeframe) return core::forward_error(timeframe);
    request.timeframe = *timeframe;
  }
  return request;
}

}  // namespace

void print_report(const ImportReport& report, OutputFormat format, const Console& console) {
  if (format == OutputFormat::kJson) {
    print_json_report(report, console);
  } else {
    print_text_report(report, console);
  }
}

int run_import(const ImportOptions& options, const Console& console) {
  const auto request = request_of(options);
  if (!request) return report_error(console, request.error());
  auto store = open_for_writing(options.store);
  if (!store) return report_error(console, store.error());
  const auto report = import_series(*request, **store, [&](std::uint64_t rows) {
    console.err << "acknowledged " << rows << std::endl;  // flushed: whoever kills us must know what is safe
  });
  if (!report) return report_error(console, report.error());
  print_report(*report, options.format, console);
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
