#include "venues/file/candle_file.hpp"

#include <algorithm>

#include "venues/file/byte_source.hpp"
#include "venues/file/candle_rows.hpp"
#include "venues/file/layout.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

constexpr std::size_t kLineBytesMax = std::size_t{1} << 20U;

}  // namespace

core::Result<CandleFile> read_candles(ByteSource& source, const CandleFileRequest& request) {
  LineReader lines{source, request.path == "-" ? "standard input" : request.path, kLineBytesMax};
  auto detected = detect_layout(lines, request.symbol);
  if (!detected) return core::forward_error(detected);
  if (detected->layout.kind != TableKind::kCandles) {
    return fail(ErrorKind::kRefused, "not_candles",
                "the file holds " + std::string(detected->layout.kind == TableKind::kTrades ? "trades" : "quotes") +
                    " (" + detected->layout.name + "), not candles",
                lines.place());
  }
  auto rows = read_candle_rows(lines, *detected, request);
  if (!rows) return core::forward_error(rows);
  return finish_candle_file(detected->layout, std::move(*rows), request);
}

core::Result<CandleFile> read_candle_file(const CandleFileRequest& request) {
  auto source = open_byte_source(request.path);
  if (!source) return core::forward_error(source);
  return read_candles(**source, request);
}

void sort_oldest_first(CandleFile& file) {
  std::ranges::stable_sort(file.candles, {}, &core::Candle::open_time);
  file.order = RowOrder::kOldestFirst;
}

}  // namespace tidemark::venues::file
