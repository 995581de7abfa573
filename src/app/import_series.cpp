#include "app/import_series.hpp"

#include <algorithm>
#include <utility>

#include "pipeline/series_check.hpp"
#include "pipeline/trade_candles.hpp"
#include "storage/csv_export.hpp"
#include "venues/file/candle_file.hpp"
#include "venues/file/trade_file.hpp"

namespace tidemark::app {
namespace {

/// Rows per transaction: large enough to be fast, small enough that a kill costs little.
constexpr std::size_t kBatchRows = 5'000;
constexpr std::size_t kPlacesShown = 20;

/// What both kinds of file come down to.
struct Material {
  core::Instrument instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::vector<core::Candle> candles;
};

core::Instrument instrument_of(const ImportRequest& request, core::Scale scale) {
  core::Instrument instrument;
  instrument.venue = request.symbol.venue;
  instrument.symbol = request.symbol.symbol;
  instrument.market_type = core::guess_market_type(instrument.symbol);
  instrument.calendar = core::calendar_of(instrument.market_type);
  instrument.scale = scale;
  return instrument;
}

void note_problems(ImportReport& report, const std::vector<venues::file::RowProblem>& problems, std::uint64_t count) {
  for (const auto& problem : problems) {
    ++report.rejected[std::string(core::name_of(problem.code))];
    if (report.places.size() < kPlacesShown) {
      report.places.push_back("line " + std::to_string(problem.line) + ": " + problem.text);
    }
  }
  if (count > problems.size()) report.rejected["unparsable"] += count - problems.size();
}

core::Result<Material> read_candles(const ImportRequest& request, ImportReport& report) {
  auto file =
      venues::file::read_candle_file({request.file, request.symbol.symbol, request.timeframe, request.utc_offset});
  if (!file) return core::forward_error(file);
  report.layout = file->layout;
  report.notes = std::move(file->notes);
  report.rows_read = file->rows_read;
  report.rows_skipped = file->rows_skipped;
  note_problems(report, file->problems, file->problem_count);
  return Material{instrument_of(request, file->scale), file->timeframe, std::move(file->candles)};
}

/// How a trade follows the one before by its ids; files without ids (0) tell nothing.
pipeline::Continuity continuity_of(const core::Trade* before, const core::Trade& trade) {
  if (before == nullptr || before->last_id == 0 || trade.first_id == 0) return pipeline::Continuity::kUnknown;
  return trade.first_id == before->last_id + 1 ? pipeline::Continuity::kJoined : pipeline::Continuity::kLost;
}

/// 1m candles of a file of trades. Minutes without a trade give no candle: nothing is filled in. The last minute is as
/// complete as the file is, and marked so.
std::vector<core::Candle> candles_of(std::vector<core::Trade> trades) {
  std::ranges::stable_sort(trades, {}, [](const core::Trade& t) { return t.times.exchange; });
  std::vector<core::Candle> candles;
  pipeline::TradeCandles builder{core::Timeframe::k1m};
  const core::Trade* before = nullptr;
  for (const core::Trade& trade : trades) {
    const auto outcome = builder.add(trade, continuity_of(before, trade));
    if (outcome.closed) candles.push_back(*outcome.closed);
    before = &trade;
  }
  if (builder.forming()) {
    candles.push_back(*builder.forming());
    core::set_flag(candles.back().flags, core::CandleFlag::kPartial);
  }
  return candles;
}

core::Result<Material> read_trades(const ImportRequest& request, ImportReport& report) {
  auto file =
      venues::file::read_trade_file({request.file, request.symbol.symbol, core::InstrumentId{}, request.utc_offset});
  if (!file) return core::forward_error(file);
  if (file->trades.empty()) {
    return core::fail(core::ErrorKind::kRefused, "quotes_are_not_stored",
                      "the file holds quotes (" + file->layout +
                          "), not trades or candles; play it with: tidemark serve --source " + request.file,
                      request.file);
  }
  if (request.timeframe && *request.timeframe != core::Timeframe::k1m) {
    return core::fail(core::ErrorKind::kInvalidArgument, "trades_make_minutes",
                      "trades are built into 1m candles; longer timeframes follow from those by themselves",
                      "--timeframe");
  }
  report.layout = file->layout;
  report.notes = std::move(file->notes);
  report.notes.push_back(std::to_string(file->trades.size()) + " trades were built into 1m candles");
  report.rows_read = file->rows_read;
  note_problems(report, file->problems, file->problem_count);
  return Material{instrument_of(request, file->scale), core::Timeframe::k1m, candles_of(std::move(file->trades))};
}

core::Result<Material> read_material(const ImportRequest& request, ImportReport& report) {
  auto material = read_candles(request, report);
  // Standard input cannot be read a second time.
  if (!material && material.error().code == "not_candles" && request.file != "-") return read_trades(request, report);
  return material;
}

core::Status store_candles(const Material& material, const std::vector<core::Candle>& accepted, ImportReport& report,
                           storage::Store& store, const std::string& source, const Acknowledge& acknowledge) {
  for (std::size_t at = 0; at < accepted.size(); at += kBatchRows) {
    const auto begin = accepted.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = accepted.begin() + static_cast<std::ptrdiff_t>(std::min(at + kBatchRows, accepted.size()));
    auto written = store.put_candles(
        storage::CandleBatch{material.instrument, material.timeframe, source, std::vector<core::Candle>(begin, end)});
    if (!written) return core::forward_error(written);
    report.stored.inserted += written->inserted;
    report.stored.unchanged += written->unchanged;
    report.stored.replaced += written->replaced;
    acknowledge(static_cast<std::uint64_t>(end - accepted.begin()));
  }
  return {};
}

core::Status store_findings(const Material& material, const pipeline::SeriesCheckResult& checked, ImportReport& report,
                            storage::Store& store) {
  if (auto status = keep_rejected(checked.rejected, report, store); !status) return status;
  for (const core::Finding& finding : checked.findings) {
    if (finding.policy == core::Policy::kFlag || finding.policy == core::Policy::kAccept) {
      ++report.flagged[std::string(core::name_of(finding.code))];
    }
  }
  const core::TimeRange range{*report.first, *report.last + core::duration_of(material.timeframe)};
  if (auto status = store.replace_gaps(report.series, range, checked.gaps); !status) return status;
  return store.put_quality({{report.series, range.to, checked.quality}});
}

}  // namespace

core::Status keep_rejected(const std::vector<pipeline::RejectedCandle>& rejected, ImportReport& report,
                           storage::Store& store) {
  std::vector<storage::QuarantineRecord> quarantine;
  for (const auto& each : rejected) {
    ++report.rejected[std::string(core::name_of(each.finding.code))];
    if (each.finding.policy != core::Policy::kQuarantine) continue;
    std::string row;
    storage::append_csv(row, each.candle, report.scale);
    quarantine.push_back({report.series, each.finding, std::move(row)});
  }
  return quarantine.empty() ? core::Status{} : store.put_quarantine(quarantine);
}

core::Result<ImportReport> import_series(const ImportRequest& request, storage::Store& store,
                                         const Acknowledge& acknowledge) {
  ImportReport report;
  auto material = read_material(request, report);
  if (!material) return core::forward_error(material);
  report.series = {request.symbol.venue, request.symbol.symbol, material->timeframe};
  report.scale = material->instrument.scale;
  auto checked = pipeline::check_series(material->instrument, material->timeframe, std::move(material->candles), {});
  report.accepted = checked.accepted.size();
  report.gaps = checked.gaps;
  report.quality = checked.quality;
  if (checked.accepted.empty()) {
    return core::fail(core::ErrorKind::kRefused, "nothing_accepted",
                      "not one of " + std::to_string(report.rows_read) + " rows is a valid candle" +
                          (report.places.empty() ? std::string{} : "; first: " + report.places.front()),
                      request.file);
  }
  report.first = checked.accepted.front().open_time;
  report.last = checked.accepted.back().open_time;
  if (checked.clock == pipeline::SessionClock::kBroker) {
    report.notes.emplace_back("times look like a broker's server clock without a zone; stored as they are");
  }
  const std::string source = "import:" + request.file.substr(request.file.find_last_of('/') + 1);
  if (auto status = store_candles(*material, checked.accepted, report, store, source, acknowledge); !status) {
    return core::forward_error(status);
  }
  if (auto status = store_findings(*material, checked, report, store); !status) return core::forward_error(status);
  return report;
}

}  // namespace tidemark::app
