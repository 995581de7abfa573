// Candle, trade and quote tables, plain or gzip, and the lines of captures. The first byte chooses what is asked for.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "venues/file/byte_source.hpp"
#include "venues/file/candle_file.hpp"
#include "venues/file/capture_line.hpp"
#include "venues/file/trade_file.hpp"

namespace {

using namespace tidemark;
using namespace tidemark::venues::file;

void read_as_candles(std::string_view text, std::uint8_t choice) {
  auto source = byte_source_of(text, "fuzz.csv");
  if (!source) return;
  CandleFileRequest request{
      .path = "fuzz.csv", .symbol = (choice & 1U) != 0 ? "EURUSD" : "BTCUSDT", .timeframe = {}, .utc_offset = {}};
  if ((choice & 2U) != 0) request.timeframe = core::Timeframe::k1m;
  if ((choice & 4U) != 0) request.utc_offset = core::hours(8);
  if ((choice & 8U) != 0) request.symbol.clear();
  auto file = read_candles(**source, request);
  if (!file) {
    if (file.error().code.empty() || file.error().message.empty()) std::abort();
    return;
  }
  if (file->candles.empty() || file->scale.price_decimals > core::kDecimalsMax) std::abort();
  if (file->rows_read != file->candles.size() + file->problem_count + file->rows_skipped) std::abort();
  sort_oldest_first(*file);
}

void read_as_trades(std::string_view text) {
  auto source = byte_source_of(text, "fuzz.csv");
  if (!source) return;
  const auto file = read_trades(**source, {.path = "fuzz.csv", .symbol = "EURUSD", .instrument = {}, .utc_offset = {}});
  if (!file) return;
  const auto given = file->trades.size() + file->quotes.size();
  if (given == 0 || file->rows_read != given + file->problem_count + file->rows_skipped) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  read_as_candles(text, data[0]);
  read_as_trades(text);
  const auto line = split_capture_line(text.substr(0, text.find('\n')));
  if (line.kind == CaptureLine::Kind::kMessage && line.text.empty()) std::abort();
  return 0;
}
