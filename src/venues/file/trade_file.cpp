#include "venues/file/trade_file.hpp"

#include <algorithm>
#include <charconv>

#include "core/instrument.hpp"
#include "venues/file/byte_source.hpp"
#include "venues/file/exact_number.hpp"
#include "venues/file/layout.hpp"
#include "venues/file/row.hpp"
#include "venues/file/time_steps.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

constexpr std::size_t kLineBytesMax = std::size_t{1} << 20U;
constexpr std::size_t kRowsMax = 20'000'000;
constexpr std::size_t kExcerpt = 80;
/// Volumes of this many trades may be added up.
constexpr std::int64_t kSummed = 1'000'000;

/// One row before the file's scale is known: price and amount, or bid, ask and their sizes.
struct TickRow {
  core::Timestamp time;
  ExactNumber first;       ///< price, bid
  ExactNumber second;      ///< ask
  ExactNumber first_qty;   ///< amount, bid size
  ExactNumber second_qty;  ///< ask size
  std::uint64_t first_id{0};
  std::uint64_t last_id{0};
  std::optional<core::Side> taker;
};

std::optional<core::Side> side_of(std::string_view text) {
  if (text == "buy" || text == "BUY" || text == "b" || text == "bid") return core::Side::kBuy;
  if (text == "sell" || text == "SELL" || text == "s" || text == "ask") return core::Side::kSell;
  return std::nullopt;
}

/// Maker flag: the buyer was the maker, so the taker sold.
std::optional<core::Side> side_of_maker(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") return core::Side::kSell;
  if (text == "false" || text == "False" || text == "FALSE") return core::Side::kBuy;
  return std::nullopt;
}

std::uint64_t number_or(std::string_view text, std::uint64_t otherwise) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

class TickTaker {
 public:
  TickTaker(const Layout& layout, const TradeFileRequest& request)
      : layout_{layout}, symbol_{request.symbol}, offset_{request.utc_offset.value_or(layout.clock_offset)} {}

  void take(std::string_view line, std::uint64_t number, TradeFile& file) {
    ++file.rows_read;
    TickRow row;
    const std::string_view why = read(line, row);
    if (why == kOtherSymbol) {
      ++file.rows_skipped;
      return;
    }
    if (why.empty()) {
      rows.push_back(row);
      return;
    }
    ++file.problem_count;
    if (file.problems.size() == kRowProblemsMax) return;
    file.problems.push_back(
        {number, core::FindingCode::kUnparsable, std::string(why) + ": " + std::string(line.substr(0, kExcerpt))});
  }

  std::vector<TickRow> rows;

 private:
  /// What is wrong with the row; empty when it was read.
  std::string_view read(std::string_view line, TickRow& row) {
    if (!split_row(line, layout_.separator, cells_)) return "unbalanced quotes or too many columns";
    if (cells_.size() < layout_.columns_needed) return "too few columns";
    if (layout_.has(Role::kSymbol) && !symbol_.empty()) {
      const auto symbol = core::parse_symbol(layout_.cell(cells_, Role::kSymbol));
      if (!symbol || symbol->symbol != symbol_) return kOtherSymbol;
    }
    const auto time = time_of_row(layout_, cells_);
    if (!time || __builtin_sub_overflow(time->ns, offset_.ns, &row.time.ns)) return "bad time";
    const bool quotes = layout_.kind == TableKind::kQuotes;
    if (!number(quotes ? Role::kBid : Role::kPrice, row.first)) return "bad price";
    if (quotes && !number(Role::kAsk, row.second)) return "bad price";
    if (!quotes && !number(Role::kAmount, row.first_qty)) return "bad amount";
    if (quotes && layout_.has(Role::kBidSize) && !number(Role::kBidSize, row.first_qty)) return "bad size";
    if (quotes && layout_.has(Role::kAskSize) && !number(Role::kAskSize, row.second_qty)) return "bad size";
    row.first_id = number_or(layout_.cell(cells_, Role::kTradeId), 0);
    row.last_id = number_or(layout_.cell(cells_, Role::kLastId), row.first_id);
    row.first_id = number_or(layout_.cell(cells_, Role::kFirstId), row.first_id);
    if (layout_.has(Role::kBuyerMaker)) {
      row.taker = side_of_maker(layout_.cell(cells_, Role::kBuyerMaker));
      if (!row.taker) return "bad side";
    } else if (layout_.has(Role::kSide)) {
      row.taker = side_of(layout_.cell(cells_, Role::kSide));
      if (!row.taker) return "bad side";
    }
    return {};
  }
  bool number(Role role, ExactNumber& out) {
    const auto value = parse_exact(layout_.cell(cells_, role));
    if (value) out = *value;
    return value.has_value();
  }

  static constexpr std::string_view kOtherSymbol = "other symbol";

  const Layout& layout_;
  const std::string& symbol_;
  core::Duration offset_;
  Cells cells_;
};

core::Scale scale_of(const std::vector<TickRow>& rows) {
  ScaleFinder prices{10};
  ScaleFinder amounts{kSummed};
  for (const auto& row : rows) {
    prices.look_at(row.first);
    prices.look_at(row.second);
    amounts.look_at(row.first_qty);
    amounts.look_at(row.second_qty);
  }
  return {static_cast<std::uint8_t>(prices.decimals()), static_cast<std::uint8_t>(amounts.decimals())};
}

void put_quotes(const std::vector<TickRow>& rows, core::InstrumentId instrument, TradeFile& file) {
  file.quotes.reserve(rows.size());
  for (const auto& row : rows) {
    file.quotes.push_back({.instrument = instrument,
                           .times = {row.time, row.time},
                           .bid = {at_scale(row.first, file.scale.price_decimals).value_or(0)},
                           .bid_qty = {at_scale(row.first_qty, file.scale.qty_decimals).value_or(0)},
                           .ask = {at_scale(row.second, file.scale.price_decimals).value_or(0)},
                           .ask_qty = {at_scale(row.second_qty, file.scale.qty_decimals).value_or(0)}});
  }
}

void put_trades(const std::vector<TickRow>& rows, core::InstrumentId instrument, TradeFile& file) {
  file.trades.reserve(rows.size());
  core::Side tick_side = core::Side::kBuy;
  bool inferred = false;
  for (const auto& row : rows) {
    const core::Price price{at_scale(row.first, file.scale.price_decimals).value_or(0)};
    if (!file.trades.empty() && price != file.trades.back().price) {
      tick_side = price > file.trades.back().price ? core::Side::kBuy : core::Side::kSell;
    }
    inferred = inferred || !row.taker;
    file.trades.push_back({.instrument = instrument,
                           .times = {row.time, row.time},
                           .price = price,
                           .qty = {at_scale(row.first_qty, file.scale.qty_decimals).value_or(0)},
                           .taker = row.taker.value_or(tick_side),
                           .first_id = row.first_id,
                           .last_id = row.last_id});
  }
  if (inferred) file.notes.emplace_back("the file does not say who took: sides follow the tick rule (up is a buyer)");
}

}  // namespace

core::Result<TradeFile> read_trades(ByteSource& source, const TradeFileRequest& request) {
  LineReader lines{source, request.path == "-" ? "standard input" : request.path, kLineBytesMax};
  auto detected = detect_layout(lines, request.symbol);
  if (!detected) return core::forward_error(detected);
  const Layout& layout = detected->layout;
  if (layout.kind == TableKind::kCandles) {
    return fail(ErrorKind::kRefused, "not_trades", "the file holds candles (" + layout.name + "), not trades or quotes",
                lines.place());
  }
  TradeFile file;
  file.layout = layout.name;
  file.notes = layout.notes;
  file.problems = detected->bad_rows;
  file.problem_count = file.rows_read = file.problems.size();
  TickTaker taker{layout, request};
  taker.take(detected->first_row, detected->first_row_line, file);
  while (true) {
    std::string_view line;
    auto more = lines.next(line);
    if (!more) return core::forward_error(more);
    if (!*more) break;
    if (line.find_first_not_of(" \t,;") == std::string_view::npos) continue;  // blank
    if (taker.rows.size() == kRowsMax) {
      return fail(ErrorKind::kExhausted, "too_many_rows", "more than 20 million rows; split the file", lines.place());
    }
    taker.take(line, lines.line_number(), file);
  }
  if (taker.rows.empty() && file.rows_skipped > 0) {
    return fail(ErrorKind::kNotFound, "symbol_not_in_file", "no row of the file is of " + request.symbol, lines.name());
  }
  if (taker.rows.empty()) {
    const std::string first = file.problems.empty() ? "" : "; the first: " + file.problems.front().text;
    return fail(ErrorKind::kParse, "no_rows", "not one row could be read as " + layout.name + first,
                lines.name() + ":1");
  }
  std::vector<core::Timestamp> times;
  times.reserve(taker.rows.size());
  for (const auto& row : taker.rows) times.push_back(row.time);
  file.order = measure_steps(times).order;
  file.scale = scale_of(taker.rows);
  if (layout.kind == TableKind::kQuotes)
    put_quotes(taker.rows, request.instrument, file);
  else
    put_trades(taker.rows, request.instrument, file);
  return file;
}

core::Result<TradeFile> read_trade_file(const TradeFileRequest& request) {
  auto source = open_byte_source(request.path);
  if (!source) return core::forward_error(source);
  return read_trades(**source, request);
}

}  // namespace tidemark::venues::file
