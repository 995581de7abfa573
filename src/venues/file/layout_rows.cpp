#include <algorithm>
#include <initializer_list>

#include "venues/file/exact_number.hpp"
#include "venues/file/file_time.hpp"
#include "venues/file/layout.hpp"

namespace tidemark::venues::file {
namespace {

struct Placed {
  Role role;
  std::size_t column;
};

Layout table(std::string name, TableKind kind, std::initializer_list<Placed> places) {
  Layout layout;
  layout.name = std::move(name);
  layout.kind = kind;
  for (const auto& place : places) layout.set(place.role, place.column);
  return layout;
}

bool is_number(std::string_view text) {
  return parse_exact(text).has_value();
}

/// Columns [from, from + count) are numbers.
bool numbers(const Cells& row, std::size_t from, std::size_t count) {
  if (row.size() < from + count) return false;
  return std::all_of(row.begin() + static_cast<std::ptrdiff_t>(from),
                     row.begin() + static_cast<std::ptrdiff_t>(from + count), is_number);
}

bool is_bool(std::string_view text) {
  return text == "true" || text == "false" || text == "True" || text == "False" || text == "TRUE" || text == "FALSE";
}

bool less(std::string_view a, std::string_view b) {
  const auto left = parse_exact(a);
  const auto right = parse_exact(b);
  if (!left || !right) return false;
  const int decimals = std::max(left->decimals, right->decimals);
  const auto x = at_scale(*left, decimals);
  const auto y = at_scale(*right, decimals);
  return x && y && *x < *y;
}

/// Open, high, low, close from column `at`: the order can be told by who is largest and smallest.
bool is_ohlc(const Cells& row, std::size_t at) {
  if (!numbers(row, at, 4)) return false;
  const auto open = row[at];
  const auto high = row[at + 1];
  const auto low = row[at + 2];
  const auto close = row[at + 3];
  return !less(high, open) && !less(high, close) && !less(open, low) && !less(close, low);
}

Layout candles(std::string name, std::size_t at) {
  return table(
      std::move(name), TableKind::kCandles,
      {{Role::kTime, 0}, {Role::kOpen, at}, {Role::kHigh, at + 1}, {Role::kLow, at + 2}, {Role::kClose, at + 3}});
}

std::optional<Layout> candle_row(const Cells& row, TimeShape shape) {
  const std::size_t columns = row.size();
  if (columns == 12 && is_ohlc(row, 1) && numbers(row, 5, 6)) {
    Layout layout = candles("Binance klines, no header", 1);
    layout.set(Role::kVolume, 5);
    layout.set(Role::kTrades, 8);
    layout.set(Role::kTakerBuy, 9);
    return layout;
  }
  if (columns == 11 && is_ohlc(row, 1) && is_ohlc(row, 6)) {
    Layout layout = candles("LEAN quote candles, no header", 1);
    layout.notes.emplace_back("the bid side is imported, as charts of quotes do; it has no volume");
    return layout;
  }
  if (columns >= 6 && columns <= 9 && looks_like_clock(row[1]) && is_ohlc(row, 2)) {
    Layout layout = candles("MetaTrader export, no header", 2);
    layout.set(Role::kClock, 1);
    if (columns > 6 && is_number(row[6])) layout.set(Role::kTickVolume, 6);
    return layout;
  }
  if (columns >= 5 && columns <= 8 && is_ohlc(row, 1)) {
    const bool histdata = shape == TimeShape::kCompact;
    Layout layout = candles(histdata ? "HistData candles" : "time, open, high, low, close, volume, no header", 1);
    if (columns > 5 && is_number(row[5])) layout.set(Role::kVolume, 5);
    return layout;
  }
  return std::nullopt;
}

/// data.binance.vision without header: trades have 7 columns, aggTrades 8.
std::optional<Layout> binance_trade_row(const Cells& row) {
  if (row.size() == 7 && numbers(row, 0, 5) && is_bool(row[5]) && parse_file_time(row[4])) {
    return table(
        "Binance trades, no header", TableKind::kTrades,
        {{Role::kTradeId, 0}, {Role::kPrice, 1}, {Role::kAmount, 2}, {Role::kTime, 4}, {Role::kBuyerMaker, 5}});
  }
  if (row.size() == 8 && numbers(row, 0, 6) && is_bool(row[6]) && parse_file_time(row[5])) {
    return table("Binance aggregate trades, no header", TableKind::kTrades,
                 {{Role::kTradeId, 0},
                  {Role::kPrice, 1},
                  {Role::kAmount, 2},
                  {Role::kFirstId, 3},
                  {Role::kLastId, 4},
                  {Role::kTime, 5},
                  {Role::kBuyerMaker, 6}});
  }
  return std::nullopt;
}

std::optional<Layout> tick_row(const Cells& row, TimeShape shape) {
  if (row.size() == 4 && shape == TimeShape::kCompact && numbers(row, 1, 3)) {
    return table("HistData ticks", TableKind::kQuotes, {{Role::kTime, 0}, {Role::kBid, 1}, {Role::kAsk, 2}});
  }
  if (row.size() == 3 && shape == TimeShape::kEpoch && numbers(row, 1, 2)) {
    return table("Kraken trades", TableKind::kTrades, {{Role::kTime, 0}, {Role::kPrice, 1}, {Role::kAmount, 2}});
  }
  return std::nullopt;
}

/// "EUR/USD,20090501 00:00:00.296,1.32377,1.32391"
std::optional<Layout> truefx_row(const Cells& row) {
  if (row.size() != 4 || row[0].size() != 7 || row[0][3] != '/' || !numbers(row, 2, 2)) return std::nullopt;
  if (!parse_file_time(row[1])) return std::nullopt;
  return table("TrueFX ticks", TableKind::kQuotes,
               {{Role::kSymbol, 0}, {Role::kTime, 1}, {Role::kBid, 2}, {Role::kAsk, 3}});
}

}  // namespace

std::optional<Layout> layout_of_row(const Cells& row) {
  if (row.size() < 3) return std::nullopt;
  std::optional<Layout> layout = truefx_row(row);
  if (!layout) layout = binance_trade_row(row);
  if (!layout) {
    const auto time = parse_file_time(row[0]);
    if (!time) return std::nullopt;
    layout = candle_row(row, time->shape);
    if (!layout) layout = tick_row(row, time->shape);
    if (layout && time->shape == TimeShape::kCompact) {
      layout->clock_offset = core::hours(-5);
      layout->notes.emplace_back(
          "HistData's clock is Eastern Standard Time without daylight saving: five hours were added");
    }
  }
  return layout;
}

}  // namespace tidemark::venues::file
