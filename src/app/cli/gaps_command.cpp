#include <algorithm>

#include "app/cli/json_output.hpp"
#include "app/cli/open_store.hpp"
#include "app/cli/series_commands.hpp"

namespace tidemark::app {
namespace {

struct GapQuery {
  core::SymbolName symbol;
  std::optional<core::Timeframe> timeframe;
};

core::Result<GapQuery> query_of(const GapsOptions& options) {
  auto symbol = core::parse_symbol(options.symbol);
  if (!symbol) return core::forward_error(symbol);
  GapQuery query{std::move(*symbol), {}};
  if (options.timeframe) {
    auto timeframe = core::parse_timeframe(*options.timeframe);
    if (!timeframe) return core::forward_error(timeframe);
    query.timeframe = *timeframe;
  }
  return query;
}

core::Result<std::vector<storage::GapRecord>> load(storage::Store& store, const GapQuery& query) {
  auto series = store.series();
  if (!series) return core::forward_error(series);
  const auto of_symbol = [&](const storage::SeriesKey& key) {
    return key.symbol == query.symbol.symbol && (query.symbol.venue.empty() || key.venue == query.symbol.venue);
  };
  if (std::ranges::none_of(*series, of_symbol, &storage::SeriesInfo::series)) {
    return core::fail(core::ErrorKind::kNotFound, "no_data",
                      "no candles of " + query.symbol.symbol +
                          " are stored; get some with: tidemark import FILE --symbol " + query.symbol.symbol +
                          " --timeframe TF");
  }
  auto gaps = store.gaps(query.symbol.symbol, query.timeframe);
  if (gaps) std::erase_if(*gaps, [&](const storage::GapRecord& record) { return !of_symbol(record.series); });
  return gaps;
}

std::string missing_in(const core::Gap& gap) {
  if (!gap.trades) return std::to_string(gap.candles) + " candles";
  return "trades " + std::to_string(gap.trades->first) + " to " + std::to_string(gap.trades->last);
}

}  // namespace

int run_gaps(const GapsOptions& options, const Console& console) {
  const auto query = query_of(options);
  if (!query) return report_error(console, query.error());
  auto store = open_for_reading(options.store);
  if (!store) return report_error(console, store.error());
  const auto gaps = load(**store, *query);
  if (!gaps) return report_error(console, gaps.error());
  if (options.format == OutputFormat::kJson) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_array();
      for (const auto& record : *gaps) write_gap(json, record.gap, record.series.timeframe);
      json.end_array();
    });
    return code_of(ExitCode::kDone);
  }
  if (gaps->empty()) console.out << "no gaps are known\n";
  for (const auto& record : *gaps) {
    console.out << record.series.venue << ':' << record.series.symbol << ' ' << core::name_of(record.series.timeframe)
                << "  " << core::format_iso(record.gap.range.from) << " to " << core::format_iso(record.gap.range.to)
                << "  " << missing_in(record.gap) << "  " << core::name_of(record.gap.reason) << "  "
                << core::name_of(record.gap.state) << '\n';
  }
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
