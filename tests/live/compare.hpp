#pragma once

#include <algorithm>
#include <string>

#include "tests/live/live_world.hpp"

namespace tidemark::test {

/// What a comparison leaves out.
enum class Times : std::uint8_t { kCompared, kIgnored };  ///< kIgnored: the venue's clock was wrong for a while

inline bool same_trade(const core::Trade& a, const core::Trade& b, Times times) {
  return a.first_id == b.first_id && a.last_id == b.last_id && a.price == b.price && a.qty == b.qty &&
         a.taker == b.taker && (times == Times::kIgnored || a.times.exchange == b.times.exchange);
}

/// Empty when every trade of the calm world, from the first one the other world had on, is there in order or stands in
/// the ledger by its id.
inline std::string compare_trades(const SymbolRecord& calm, const SymbolRecord& record, Times times) {
  if (record.trades.empty()) return "no trades at all";
  auto next = record.trades.begin();
  // The other world may have begun earlier.
  while (next != record.trades.end() && next->last_id < calm.trades.front().first_id) ++next;
  const auto in_ledger = [&](const core::Trade& trade) {
    return std::ranges::any_of(record.gaps, [&](const core::Gap& gap) {
      return gap.trades && gap.trades->first <= trade.first_id && trade.last_id <= gap.trades->last;
    });
  };
  for (const core::Trade& trade : calm.trades) {
    if (trade.first_id < record.trades.front().first_id) continue;
    if (next != record.trades.end() && next->first_id == trade.first_id) {
      if (!same_trade(trade, *next, times)) return "trade " + std::to_string(trade.first_id) + " differs";
      ++next;
    } else if (trade.first_id > record.trades.back().last_id) {
      const bool recent = calm.trades.back().times.received - trade.times.received < core::seconds(1);
      if (!recent) return "trades end at " + std::to_string(record.trades.back().last_id);
    } else if (!in_ledger(trade)) {
      return "trade " + std::to_string(trade.first_id) + ".." + std::to_string(trade.last_id) +
             " is missing and not in the ledger; there is " + std::to_string(next->first_id) + ".." +
             std::to_string(next->last_id);
    }
  }
  return next == record.trades.end() ? std::string{} : "a trade too much: " + std::to_string(next->first_id);
}

/// Empty when every closed candle of the calm world is there, or was repaired, or stands in the ledger with exact
/// bounds.
inline std::string compare_candles(const SymbolRecord& calm, const SymbolRecord& record) {
  if (record.candles.empty()) return "no candles at all";
  for (const auto& [open_time, candle] : calm.candles) {
    if (open_time < record.candles.begin()->first) continue;
    auto found = record.candles.find(open_time);
    if (found == record.candles.end()) {
      const bool told = std::ranges::any_of(record.gaps, [&](const core::Gap& gap) {
        return !gap.trades && gap.range.contains(open_time) && core::is_aligned(gap.range.from, core::Timeframe::k1m) &&
               record.candles.contains(gap.range.to);
      });
      const auto repaired = record.repairs.find(open_time);
      if (repaired != record.repairs.end() && !core::same_ohlcv(repaired->second, candle)) {
        return "the repair of " + core::format_iso(open_time) + " differs";
      }
      if (!told) return "candle " + core::format_iso(open_time) + " is missing and not in the ledger";
      continue;
    }
    if (!core::same_ohlcv(found->second, candle)) return "candle " + core::format_iso(open_time) + " differs";
  }
  return {};
}

/// Empty when every book shown as live was the calm world's at the same update id, and the last one is live and recent.
inline std::string compare_books(const SymbolRecord& calm, const SymbolRecord& record) {
  if (record.books.empty()) return "no book at all";
  for (const auto& [id, levels] : record.books) {
    const auto found = calm.books.find(id);
    if (found != calm.books.end() && found->second != levels) return "book " + std::to_string(id) + " differs";
  }
  if (record.tops.back().state != pipeline::BookState::kLive) return "the book is not live at the end";
  const auto last = calm.books.find(record.books.rbegin()->first);
  if (last == calm.books.end()) return "the last book is none of the calm world's";
  if (std::distance(last, calm.books.end()) > 30) return "the book stands still";
  return {};
}

/// The first difference of a world that was disturbed and has recovered, from one that never was.
inline std::string compare(LiveWorld& calm, LiveWorld& world, const std::string& symbol, Times times) {
  SymbolRecord& quiet = calm.of(symbol);
  SymbolRecord& record = world.of(symbol);
  if (world.went_back()) return "received times went back";
  if (world.state_of(symbol) != core::FeedState::kLive) {
    return "the feed is " + std::string{core::name_of(world.state_of(symbol))} + " at the end";
  }
  if (auto difference = compare_trades(quiet, record, times); !difference.empty()) return difference;
  if (auto difference = compare_candles(quiet, record); !difference.empty()) return difference;
  return compare_books(quiet, record);
}

}  // namespace tidemark::test
