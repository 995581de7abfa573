#include <limits>

#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/findings.hpp"
#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::Finding;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kInsert = R"sql(
INSERT INTO quarantine (asset_id, timeframe_s, time_ns, known_at_ns, code, severity, policy, value, limit_value, payload)
SELECT id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM assets WHERE venue = ?1 AND symbol = ?2
ON CONFLICT (asset_id, timeframe_s, time_ns, code, payload) DO NOTHING
)sql";

constexpr std::string_view kPage = R"sql(
SELECT q.id, a.venue, a.symbol, q.timeframe_s, q.time_ns, q.known_at_ns, q.code, q.severity, q.policy, q.value,
       q.limit_value, q.payload
FROM quarantine q JOIN assets a ON a.id = q.asset_id
WHERE q.id > ?1 AND (?2 IS NULL OR a.symbol = ?2) AND (?3 IS NULL OR q.timeframe_s = ?3)
ORDER BY q.id LIMIT ?4
)sql";

/// The database has no NaN: what is not a number stands as null.
double number_or_nan(const Query& row, int column) {
  return row.is_null(column) ? std::numeric_limits<double>::quiet_NaN() : row.real(column);
}

Status insert_row(Database& database, Query& query, const QuarantineRecord& record) {
  const Finding& f = record.finding;
  auto done = query.bind(std::string_view{record.series.venue})
                  .bind(std::string_view{record.series.symbol})
                  .bind(seconds_of(record.series.timeframe))
                  .bind(f.time.ns)
                  .bind(f.known_at.ns)
                  .bind(core::name_of(f.code))
                  .bind(core::name_of(f.severity))
                  .bind(core::name_of(f.policy))
                  .bind(f.value)
                  .bind(f.limit)
                  .bind(std::string_view{record.payload})
                  .run();
  if (!done || database.changes() != 0) return done;
  // Nothing inserted: known already, or no such asset.
  auto asset = find_asset(database, record.series.venue, record.series.symbol);
  if (!asset) return forward_error(asset);
  if (*asset) return {};
  return fail(ErrorKind::kNotFound, "series_unknown",
              "the store does not know " + record.series.venue + ":" + record.series.symbol, database.path());
}

Result<QuarantineRecord> record_of(const Query& row, const std::string& place) {
  QuarantineRecord record;
  const auto timeframe = timeframe_of(row.integer(3));
  const auto code = parse_finding_code(row.text(6));
  const auto severity = parse_severity(row.text(7));
  const auto policy = parse_policy(row.text(8));
  if (!timeframe || !code || !severity || !policy) {
    return fail(ErrorKind::kCorrupt, "unknown_name",
                "quarantine row " + std::to_string(row.integer(0)) + " has a name this program does not know", place);
  }
  record.series = {.venue = std::string(row.text(1)), .symbol = std::string(row.text(2)), .timeframe = *timeframe};
  Finding& f = record.finding;
  f.code = *code;
  f.severity = *severity;
  f.policy = *policy;
  f.timeframe = *timeframe;
  f.time = {row.integer(4)};
  f.known_at = {row.integer(5)};
  f.value = number_or_nan(row, 9);
  f.limit = number_or_nan(row, 10);
  record.payload = row.text(11);
  return record;
}

}  // namespace

Status write_quarantine(Database& database, const std::vector<QuarantineRecord>& rows) {
  auto query = database.query(kInsert);
  if (!query) return forward_error(query);
  for (const QuarantineRecord& record : rows) {
    if (auto done = insert_row(database, *query, record); !done) return done;
  }
  return {};
}

Result<QuarantinePage> read_quarantine(Database& database, const PageRequest& request) {
  constexpr auto kIdMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  QuarantinePage page;
  if (request.limit == 0 || request.after > kIdMax) return page;
  auto query = database.query(kPage);
  if (!query) return forward_error(query);
  query->bind(static_cast<std::int64_t>(request.after));
  query->bind(request.symbol ? std::optional<std::string_view>{*request.symbol} : std::nullopt);
  query->bind(request.timeframe ? std::optional{seconds_of(*request.timeframe)} : std::nullopt);
  query->bind(std::int64_t{request.limit} + 1);  // one more tells whether there is a next page
  std::uint64_t last_id = 0;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return page;
    if (page.rows.size() == request.limit) {
      page.next = last_id;
      return page;
    }
    auto record = record_of(*query, database.path());
    if (!record) return forward_error(record);
    last_id = static_cast<std::uint64_t>(query->integer(0));
    page.rows.push_back(std::move(*record));
  }
}

}  // namespace tidemark::storage::sqlite
