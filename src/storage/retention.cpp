#include "storage/retention.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "core/decimal.hpp"
#include "storage/csv_export.hpp"
#include "storage/files/text_file.hpp"

namespace tidemark::storage {

using core::forward_error;
using core::Result;
using core::Status;
using core::Timestamp;

namespace {

namespace fs = std::filesystem;

/// How many candles go into one file, and under one write lock.
constexpr std::uint32_t kFileCandlesMax = 200'000;

/// "20240101T000000Z": ISO basic format, fit for file names everywhere.
std::string compact(Timestamp t) {
  std::string text = core::format_iso(t);
  std::erase(text, '-');
  std::erase(text, ':');
  return text;
}

fs::path file_name(const SeriesKey& series, const CandlePage& page) {
  return series.venue + "_" + series.symbol + "_" + std::string(core::name_of(series.timeframe)) + "_" +
         compact(page.candles.front().open_time) + "_" + compact(page.candles.back().open_time) + ".csv.gz";
}

/// Quoted when it must be (RFC 4180).
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

Status write_archive(TransactionalStore& store, const SeriesKey& series, const CandlePage& page, std::ostream& out) {
  out << "time,open,high,low,close,volume,trades,taker_buy,flags,source\n";
  std::string line;
  for (const core::Candle& candle : page.candles) {
    auto source = store.source_of(series, candle.open_time);
    if (!source) return forward_error(source);
    line.clear();
    append_csv(line, candle, page.scale);
    line += ',' + std::to_string(candle.trades);
    line += ',' + core::format_decimal(candle.taker_buy.lots, page.scale.qty_decimals);
    line += ',' + std::to_string(candle.flags);
    line += ',' + csv_field(*source) + '\n';
    out << line;
  }
  return {};
}

/// Archives and removes the oldest candles of one series; how many is added to `result`.
Result<std::uint64_t> move_oldest(TransactionalStore& store, const SeriesKey& series, Timestamp before,
                                  const fs::path& folder, ArchiveResult& result) {
  std::uint64_t moved = 0;
  fs::path path;
  const Status done = store.in_transaction([&]() -> Status {
    auto page = store.candles(
        {.series = series, .from = {}, .to = before, .limit = kFileCandlesMax, .order = Order::kOldestFirst});
    if (!page) return forward_error(page);
    if (page->candles.empty()) return {};
    path = folder / file_name(series, *page);
    auto file = files::TextFile::create(path);
    if (!file) return forward_error(file);
    if (auto written = write_archive(store, series, *page, (*file)->stream()); !written) return written;
    if (auto safe = (*file)->commit(); !safe) return safe;
    const Timestamp end = page->candles.back().open_time + core::nanoseconds(1);
    auto removed = store.remove_candles(series, {.from = page->candles.front().open_time, .to = end});
    if (!removed) return forward_error(removed);
    moved = *removed;
    return {};
  });
  if (!done) return std::unexpected(done.error());
  result.candles += moved;
  if (moved != 0) result.files.push_back(path);
  return moved;
}

}  // namespace

Result<ArchiveResult> archive_and_retain(TransactionalStore& store, core::Timeframe timeframe, Timestamp before,
                                         const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return core::fail(core::ErrorKind::kIo, "archive_folder", "cannot make the folder: " + error.message(),
                      folder.string());
  }
  auto all = store.series();
  if (!all) return forward_error(all);
  ArchiveResult result;
  for (const SeriesInfo& info : *all) {
    if (info.series.timeframe != timeframe) continue;
    for (;;) {
      auto moved = move_oldest(store, info.series, before, folder, result);
      if (!moved) return forward_error(moved);
      if (*moved == 0) break;
    }
  }
  return result;
}

}  // namespace tidemark::storage
