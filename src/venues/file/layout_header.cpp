#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "venues/file/file_time.hpp"
#include "venues/file/layout.hpp"

namespace tidemark::venues::file {
namespace {

struct Name {
  std::string_view name;
  Role role;
};

constexpr std::array kNames{
    Name{"open", Role::kOpen},
    Name{"o", Role::kOpen},
    Name{"high", Role::kHigh},
    Name{"h", Role::kHigh},
    Name{"low", Role::kLow},
    Name{"l", Role::kLow},
    Name{"close", Role::kClose},
    Name{"c", Role::kClose},
    Name{"bid_open", Role::kOpen},
    Name{"bid_high", Role::kHigh},
    Name{"bid_low", Role::kLow},
    Name{"bid_close", Role::kClose},
    Name{"volume", Role::kVolume},
    Name{"vol", Role::kVolume},
    Name{"v", Role::kVolume},
    Name{"base_volume", Role::kVolume},
    Name{"real_volume", Role::kVolume},
    Name{"tick_volume", Role::kTickVolume},
    Name{"tickvol", Role::kTickVolume},
    Name{"tickvolume", Role::kTickVolume},
    Name{"count", Role::kTrades},
    Name{"trades", Role::kTrades},
    Name{"tradecount", Role::kTrades},
    Name{"trade_count", Role::kTrades},
    Name{"num_trades", Role::kTrades},
    Name{"number_of_trades", Role::kTrades},
    Name{"taker_buy_volume", Role::kTakerBuy},
    Name{"taker_buy_base", Role::kTakerBuy},
    Name{"taker_buy_base_volume", Role::kTakerBuy},
    Name{"taker_buy_base_asset_volume", Role::kTakerBuy},
    Name{"symbol", Role::kSymbol},
    Name{"pair", Role::kSymbol},
    Name{"ticker", Role::kSymbol},
    Name{"time_frame", Role::kTimeframe},
    Name{"timeframe", Role::kTimeframe},
    Name{"interval", Role::kTimeframe},
    Name{"bid", Role::kBid},
    Name{"ask", Role::kAsk},
    Name{"bid_size", Role::kBidSize},
    Name{"bid_volume", Role::kBidSize},
    Name{"bid_qty", Role::kBidSize},
    Name{"ask_size", Role::kAskSize},
    Name{"ask_volume", Role::kAskSize},
    Name{"ask_qty", Role::kAskSize},
    Name{"price", Role::kPrice},
    Name{"amount", Role::kAmount},
    Name{"qty", Role::kAmount},
    Name{"quantity", Role::kAmount},
    Name{"size", Role::kAmount},
    Name{"side", Role::kSide},
    Name{"type", Role::kSide},
    Name{"is_buyer_maker", Role::kBuyerMaker},
    Name{"isbuyermaker", Role::kBuyerMaker},
    Name{"id", Role::kTradeId},
    Name{"trade_id", Role::kTradeId},
    Name{"agg_trade_id", Role::kTradeId},
    Name{"first_trade_id", Role::kFirstId},
    Name{"last_trade_id", Role::kLastId},
    Name{"time", Role::kTime},
    Name{"timestamp", Role::kTime},
    Name{"ts", Role::kTime},
    Name{"date", Role::kTime},
    Name{"datetime", Role::kTime},
    Name{"gmt_time", Role::kTime},
    Name{"unix", Role::kTime},
    Name{"start", Role::kTime},
    Name{"open_time", Role::kTime},
    Name{"opentime", Role::kTime},
    Name{"open_time_ms", Role::kTime},
    Name{"open_time_s", Role::kTime},
    Name{"time_ms", Role::kTime},
    Name{"time_s", Role::kTime},
    Name{"transact_time", Role::kTime},
};

/// Lower case, blanks as '_', without MetaTrader's <> around.
std::string canonical_name(std::string_view cell) {
  if (cell.size() > 2 && cell.front() == '<' && cell.back() == '>') cell = cell.substr(1, cell.size() - 2);
  std::string name;
  for (const char c : cell) name += c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

const Name* find_name(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name, &Name::name);
  return found == kNames.end() ? nullptr : found;
}

/// "volume_btc" beside a symbol that starts with BTC: volume in the base asset.
bool is_base_volume(std::string_view name, std::string_view symbol) {
  constexpr std::string_view kPrefix = "volume_";
  if (!name.starts_with(kPrefix) || name.size() == kPrefix.size()) return false;
  return canonical_name(symbol).starts_with(name.substr(kPrefix.size()));
}

/// Columns found by name, before values were looked at.
struct Named {
  Layout layout;
  std::vector<std::size_t> times;    ///< in file order
  std::optional<std::size_t> date;   ///< a column called "date"
  std::optional<std::size_t> clock;  ///< a column called "time"
  bool bid_candles{false};
  bool unnamed_first{false};
};

Named name_columns(const Cells& header, const Cells& row, std::string_view symbol) {
  Named named;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string name = canonical_name(header[i]);
    if (i == 0 && name.empty()) {
      named.unnamed_first = true;
      named.times.push_back(i);
      continue;
    }
    const Name* known = find_name(name);
    if (known == nullptr) continue;
    if (known->role == Role::kTime) {  // several may be: settled by looking at values
      named.times.push_back(i);
      if (name == "date") named.date = i;
      if (name == "time") named.clock = i;
      continue;
    }
    if (name == "bid_open") named.bid_candles = true;
    // ccxt's "type" (of order) is often empty beside "side"; in Mt.Gox's files it is the side.
    if (!named.layout.has(known->role) || name == "side") named.layout.set(known->role, i);
  }
  if (symbol.empty()) symbol = named.layout.cell(row, Role::kSymbol);
  for (std::size_t i = 0; i < header.size(); ++i) {
    // CryptoDataDownload: "volume_btc,volume" are base and quote volume.
    if (is_base_volume(canonical_name(header[i]), symbol)) {
      named.layout.set(Role::kVolume, i);
      named.layout.notes.push_back("the column '" + std::string(header[i]) + "' is the volume in the base asset");
    }
  }
  return named;
}

/// Picks the first time column whose first value is a time; a date and a clock column together make one.
bool settle_time(Named& named, const Cells& row) {
  for (const std::size_t column : named.times) {
    if (column >= row.size()) continue;
    const bool has_clock_beside =
        named.date == column && named.clock && *named.clock < row.size() && looks_like_clock(row[*named.clock]);
    if (!parse_file_time(row[column])) continue;
    named.layout.set(Role::kTime, column);
    if (has_clock_beside) named.layout.set(Role::kClock, *named.clock);
    return true;
  }
  // Mt.Gox: the trade's id is its time in microseconds.
  const auto id = named.layout.cell(row, Role::kTradeId);
  if (named.times.empty() && id.size() == 16 && parse_file_time(id)) {
    named.layout.columns[static_cast<std::size_t>(Role::kTime)] =
        named.layout.columns[static_cast<std::size_t>(Role::kTradeId)];
    named.layout.notes.emplace_back("the ids are times in microseconds");
    return true;
  }
  return false;
}

std::string candle_name(const Named& named, const Cells& row) {
  const Layout& layout = named.layout;
  if (named.bid_candles) return "bid/ask quote candles";
  if (layout.has(Role::kTimeframe)) return "several symbols and timeframes";
  if (layout.has(Role::kTakerBuy)) return "Binance klines";
  if (layout.has(Role::kTickVolume)) return "MetaTrader export";
  const auto shape = parse_file_time(layout.cell(row, Role::kTime));
  if (shape && shape->shape == TimeShape::kTwelveHour) return "CryptoDataDownload";
  if (shape && shape->shape == TimeShape::kDotted) return "MetaTrader export";
  return "ccxt/freqtrade";
}

}  // namespace

bool looks_like_header(const Cells& cells) {
  int named = 0;
  for (const auto cell : cells) {
    if (find_name(canonical_name(cell)) != nullptr) ++named;
  }
  return named >= 3;
}

std::optional<Layout> layout_of_header(const Cells& header, const Cells& row, std::string_view symbol) {
  Named named = name_columns(header, row, symbol);
  Layout& layout = named.layout;
  if (!settle_time(named, row)) return std::nullopt;
  if (layout.has(Role::kPrice) && !layout.has(Role::kAmount)) {
    layout.columns[static_cast<std::size_t>(Role::kAmount)] = layout.columns[static_cast<std::size_t>(Role::kVolume)];
  }
  const bool candles =
      layout.has(Role::kOpen) && layout.has(Role::kHigh) && layout.has(Role::kLow) && layout.has(Role::kClose);
  if (candles) {
    layout.kind = TableKind::kCandles;
    layout.name = candle_name(named, row);
    if (named.bid_candles) {
      layout.notes.emplace_back("the bid side is imported, as charts of quotes do; it has no volume");
      layout.unset(Role::kVolume);
    }
    if (layout.name.starts_with("MetaTrader")) {
      layout.notes.emplace_back(
          "MetaTrader writes the broker's server time without a zone: taken as UTC (--utc-offset shifts it)");
    }
  } else if (layout.has(Role::kBid) && layout.has(Role::kAsk)) {
    layout.kind = TableKind::kQuotes;
    layout.name = "quotes";
  } else if (layout.has(Role::kPrice) && layout.has(Role::kAmount)) {
    layout.kind = TableKind::kTrades;
    layout.name = layout.has(Role::kBuyerMaker) ? "Binance trades" : "trades";
  } else {
    return std::nullopt;
  }
  if (named.unnamed_first && layout.columns[static_cast<std::size_t>(Role::kTime)] == 0) {
    layout.notes.emplace_back("the first column has no name and is taken as the time");
  }
  return layout;
}

std::optional<core::Timestamp> time_of_row(const Layout& layout, const Cells& cells) {
  const auto date = layout.cell(cells, Role::kTime);
  if (!layout.has(Role::kClock)) {
    const auto time = parse_file_time(date);
    return time ? std::optional{time->time} : std::nullopt;
  }
  const auto clock = layout.cell(cells, Role::kClock);
  constexpr std::size_t kPartMax = 20;
  if (date.size() > kPartMax || clock.size() > kPartMax) return std::nullopt;
  std::string joined{date};
  joined += ' ';
  joined += clock;
  const auto time = parse_file_time(joined);
  return time ? std::optional{time->time} : std::nullopt;
}

}  // namespace tidemark::venues::file
