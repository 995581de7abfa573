#include "storage/sqlite/trade_gaps.hpp"

#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {
namespace {

constexpr std::string_view kUpsert = R"sql(
INSERT INTO trade_gaps (asset_id, first_id, last_id, from_ns, to_ns, reason, state, known_at_ns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (asset_id, first_id) DO UPDATE
SET last_id = excluded.last_id, from_ns = excluded.from_ns, to_ns = excluded.to_ns, reason = excluded.reason,
    state = excluded.state, known_at_ns = excluded.known_at_ns
)sql";

constexpr std::string_view kRead = R"sql(
SELECT g.from_ns, g.to_ns, g.first_id, g.last_id, g.reason, g.state, g.known_at_ns, a.venue, a.symbol
FROM trade_gaps g JOIN assets a ON a.id = g.asset_id
WHERE a.symbol = ?1
ORDER BY a.venue, g.from_ns
)sql";

core::Result<GapRecord> record_of(const Query& row, const std::string& place) {
  const auto reason = parse_gap_reason(row.text(4));
  const auto state = parse_gap_state(row.text(5));
  if (!reason || !state) {
    return core::fail(core::ErrorKind::kCorrupt, "unknown_name",
                      "a gap among trades has a reason or state this program does not know", place);
  }
  GapRecord record;
  record.series = {std::string{row.text(7)}, std::string{row.text(8)}, core::Timeframe::k1m};
  record.gap.range = {.from = {row.integer(0)}, .to = {row.integer(1)}};
  record.gap.trades =
      core::TradeIds{static_cast<std::uint64_t>(row.integer(2)), static_cast<std::uint64_t>(row.integer(3))};
  record.gap.reason = *reason;
  record.gap.state = *state;
  record.gap.known_at = {row.integer(6)};
  return record;
}

}  // namespace

core::Status write_trade_gap(Database& database, std::int64_t asset_id, const core::Gap& gap) {
  auto query = database.query(kUpsert);
  if (!query) return std::unexpected(query.error());
  return query->bind(asset_id)
      .bind(static_cast<std::int64_t>(gap.trades->first))
      .bind(static_cast<std::int64_t>(gap.trades->last))
      .bind(gap.range.from.ns)
      .bind(gap.range.to.ns)
      .bind(core::name_of(gap.reason))
      .bind(core::name_of(gap.state))
      .bind(gap.known_at.ns)
      .run();
}

core::Result<std::vector<GapRecord>> read_trade_gaps(Database& database, const std::string& symbol) {
  auto query = database.query(kRead);
  if (!query) return std::unexpected(query.error());
  query->bind(std::string_view{symbol});
  std::vector<GapRecord> all;
  for (;;) {
    auto step = query->step();
    if (!step) return std::unexpected(step.error());
    if (*step == Step::kDone) return all;
    auto record = record_of(*query, database.path());
    if (!record) return std::unexpected(record.error());
    all.push_back(std::move(*record));
  }
}

}  // namespace tidemark::storage::sqlite
