#include <limits>
#include <string_view>

#include "storage/sqlite/trading.hpp"
#include "storage/sqlite/trading_rows.hpp"

namespace tidemark::storage::sqlite {

using core::Result;

namespace {

constexpr std::string_view kTrades = R"sql(
SELECT t.number, t.id, t.source, a.venue, a.symbol, t.position, t.direction, t.setup, t.regime, t.strategy,
       t.signal_at_ns, t.currency, t.entered_ns, t.exited_ns, t.qty, t.entry_value, t.exit_value, t.fees, t.funding,
       t.profit, t.best, t.worst, t.risk, t.open_qty, t.cash, t.highest, t.lowest, j.notes, j.updated_ns,
       (SELECT group_concat(value, char(31)) FROM json_each(j.tags)), t.unvalued_fees, t.account_profit
FROM trades t JOIN assets a ON a.id = t.asset_id LEFT JOIN trades_journal j ON j.trade_id = t.id
WHERE t.number < ?1 AND (?2 IS NULL OR t.asset_id = ?2) AND (?3 = '' OR t.setup = ?3) AND (?4 = '' OR t.strategy = ?4)
  AND (?5 = '' OR EXISTS (SELECT 1 FROM json_each(j.tags) WHERE value = ?5))
  AND (?6 = '' OR instr(lower(coalesce(j.notes, '') || char(10) || coalesce(j.tags, '')), lower(?6)) > 0)
  AND (?7 = 0 OR (?7 = 1) = (t.exited_ns IS NULL)) AND t.entered_ns >= ?8 AND t.entered_ns < ?9
  AND (?10 = '' OR t.id = ?10)
ORDER BY t.number DESC LIMIT ?11
)sql";

constexpr char kSeparator = '\x1f';

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(kSeparator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

JournalEntry entry_of(const Query& row) {
  JournalEntry entry;
  TradeRecord& t = entry.trade;
  t.number = static_cast<std::uint64_t>(row.integer(0));
  t.id = text_at(row, 1);
  t.source = text_at(row, 2);
  t.instrument = {text_at(row, 3), text_at(row, 4)};
  t.position = text_at(row, 5);
  t.direction = text_at(row, 6);
  t.setup = text_at(row, 7);
  t.regime = text_at(row, 8);
  t.strategy = text_at(row, 9);
  t.signal_at = time_if(row, 10);
  t.currency = text_at(row, 11);
  t.entered = {row.integer(12)};
  t.exited = time_if(row, 13);
  t.qty = text_at(row, 14);
  t.entry_value = text_at(row, 15);
  t.exit_value = text_at(row, 16);
  t.fees = text_at(row, 17);
  t.funding = text_at(row, 18);
  t.profit = text_at(row, 19);
  t.best = text_at(row, 20);
  t.worst = text_at(row, 21);
  t.risk = text_if(row, 22);
  t.open_qty = text_at(row, 23);
  t.cash = text_at(row, 24);
  t.highest = text_at(row, 25);
  t.lowest = text_at(row, 26);
  t.unvalued_fees = static_cast<std::uint32_t>(row.integer(30));
  t.account_profit = text_if(row, 31);
  if (!row.is_null(28)) {
    entry.notes = TradeNotes{.tags = split(row.text(29)), .text = text_at(row, 27), .updated = {row.integer(28)}};
  }
  return entry;
}

struct Filter {
  const TradeQuery& query;
  std::string_view id;
};

Result<std::vector<JournalEntry>> read(Database& database, const Filter& filter) {
  const TradeQuery& asked = filter.query;
  std::optional<std::int64_t> asset;
  if (asked.instrument) {
    auto id = asset_id_of(database, *asked.instrument);
    if (!id) return std::unexpected(id.error());
    asset = *id;
  }
  auto query = database.query(kTrades);
  if (!query) return std::unexpected(query.error());
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  const bool bounded = asked.before && *asked.before < static_cast<std::uint64_t>(kMax);
  query->bind(bounded ? static_cast<std::int64_t>(*asked.before) : kMax)
      .bind(asset)
      .bind(std::string_view{asked.setup})
      .bind(std::string_view{asked.strategy})
      .bind(std::string_view{asked.tag})
      .bind(std::string_view{asked.text})
      .bind(static_cast<std::int64_t>(asked.state))
      .bind(asked.from ? asked.from->ns : kMin)
      .bind(asked.to ? asked.to->ns : kMax)
      .bind(filter.id)
      .bind(std::int64_t{asked.limit});
  return read_all(*query, entry_of);
}

}  // namespace

Result<std::vector<JournalEntry>> SqliteTrading::trades(const TradeQuery& query) {
  return read(database_, {query, ""});
}

Result<std::optional<JournalEntry>> SqliteTrading::trade(const std::string& id) {
  const TradeQuery all;
  auto found = read(database_, {all, id});
  if (!found) return std::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional{std::move(found->front())};
}

}  // namespace tidemark::storage::sqlite
