#include "storage/csv_export.hpp"

#include <array>

#include "core/decimal.hpp"
#include "storage/files/text_file.hpp"

namespace tidemark::storage {

using core::forward_error;
using core::Result;

namespace {

constexpr std::uint32_t kPageSize = 20'000;

void append_decimal(std::string& line, std::int64_t value, int decimals) {
  std::array<char, 24> digits{};
  const char* end = core::format_decimal(digits.data(), value, decimals);
  line += ',';
  line.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace

void append_csv(std::string& line, const core::Candle& c, core::Scale scale) {
  line += core::format_iso(c.open_time);
  for (const core::Price price : {c.open, c.high, c.low, c.close})
    append_decimal(line, price.ticks, scale.price_decimals);
  append_decimal(line, c.volume.lots, scale.qty_decimals);
}

Result<std::uint64_t> export_csv(Store& store, const ExportRequest& request, std::ostream& out) {
  CandleQuery query{.series = request.series,
                    .from = request.from,
                    .to = request.to,
                    .limit = kPageSize,
                    .order = Order::kOldestFirst};
  out << "time,open,high,low,close,volume\n";
  std::uint64_t count = 0;
  std::string text;
  for (;;) {
    auto page = store.candles(query);
    if (!page) return forward_error(page);
    text.clear();
    for (const core::Candle& candle : page->candles) {
      append_csv(text, candle, page->scale);
      text += '\n';
    }
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!out) return core::fail(core::ErrorKind::kIo, "export_write", "cannot write the exported candles");
    count += page->candles.size();
    if (page->candles.size() < query.limit) break;
    query.from = page->candles.back().open_time + core::nanoseconds(1);
  }
  out.flush();
  if (!out) return core::fail(core::ErrorKind::kIo, "export_write", "cannot write the exported candles");
  return count;
}

Result<std::uint64_t> export_csv_file(Store& store, const ExportRequest& request, const std::filesystem::path& path) {
  auto file = files::TextFile::create(path);
  if (!file) return forward_error(file);
  auto count = export_csv(store, request, (*file)->stream());
  if (!count && count.error().code != "export_write") return count;
  // After a bad stream commit() knows the reason.
  if (auto done = (*file)->commit(); !done) return forward_error(done);
  return count;
}

}  // namespace tidemark::storage
