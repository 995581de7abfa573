#include "storage/sqlite/confluence_tests.hpp"

#include <string>

#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/names.hpp"
#include "storage/sqlite/series_rows.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kPutConfig = R"sql(
INSERT INTO confluence_test_configs (name, changes, configuration) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
)sql";

constexpr std::string_view kConfig = R"sql(
SELECT id FROM confluence_test_configs WHERE name = ?1 AND changes = ?2 AND configuration = ?3
)sql";

constexpr std::string_view kPutResult = R"sql(
INSERT INTO confluence_test_results (config_id, asset_id, timeframe_s, from_ns, to_ns, tested_at_ns, signals,
                                     signals_ended, signals_hit, sum_result_r, logic_version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT DO UPDATE
SET tested_at_ns = excluded.tested_at_ns, signals = excluded.signals, signals_ended = excluded.signals_ended,
    signals_hit = excluded.signals_hit, sum_result_r = excluded.sum_result_r, logic_version = excluded.logic_version
)sql";

constexpr std::string_view kLastFirst = R"sql(
SELECT c.name, c.changes, c.configuration, r.from_ns, r.to_ns, r.tested_at_ns, r.signals, r.signals_ended,
       r.signals_hit, r.sum_result_r, r.logic_version
FROM confluence_test_results r JOIN confluence_test_configs c ON c.id = r.config_id
WHERE r.asset_id = ?1 AND r.timeframe_s = ?2
ORDER BY r.from_ns DESC, r.to_ns DESC, c.name DESC
)sql";

/// The row of a name and what it stands for, made when there is none.
Result<std::int64_t> config_of(Database& database, const ConfluenceTestRecord& test) {
  const auto bind = [&](Query& query) -> Query& {
    return query.bind(std::string_view{test.name})
        .bind(std::string_view{test.changes})
        .bind(std::string_view{test.configuration});
  };
  auto put = database.query(kPutConfig);
  if (!put) return forward_error(put);
  if (auto done = bind(*put).run(); !done) return std::unexpected(done.error());
  auto find = database.query(kConfig);
  if (!find) return forward_error(find);
  bind(*find);
  auto step = find->step();
  if (!step) return forward_error(step);
  if (*step == Step::kRow) return find->integer(0);
  return core::fail(ErrorKind::kConflict, "name_taken",
                    "a test called " + test.name + " was of other parameters: choose another name", database.path());
}

ConfluenceTestRecord row_of(const Query& q, const SeriesKey& series) {
  return {.name = std::string{q.text(0)},
          .changes = std::string{q.text(1)},
          .configuration = std::string{q.text(2)},
          .series = series,
          .range = {{q.integer(3)}, {q.integer(4)}},
          .tested = {q.integer(5)},
          .signals = static_cast<std::uint64_t>(q.integer(6)),
          .ended = static_cast<std::uint64_t>(q.integer(7)),
          .hits = static_cast<std::uint64_t>(q.integer(8)),
          .sum_results = q.real(9),
          .logic_version = static_cast<int>(q.integer(10))};
}

}  // namespace

Status write_confluence_test(Database& database, const ConfluenceTestRecord& test) {
  auto asset = find_asset(database, test.series.venue, test.series.symbol);
  if (!asset) return forward_error(asset);
  if (!*asset) return unknown_series(database, test.series);
  auto config = config_of(database, test);
  if (!config) return forward_error(config);
  auto put = database.query(kPutResult);
  if (!put) return forward_error(put);
  return put->bind(*config)
      .bind((*asset)->id)
      .bind(seconds_of(test.series.timeframe))
      .bind(test.range.from.ns)
      .bind(test.range.to.ns)
      .bind(test.tested.ns)
      .bind(static_cast<std::int64_t>(test.signals))
      .bind(static_cast<std::int64_t>(test.ended))
      .bind(static_cast<std::int64_t>(test.hits))
      .bind(test.sum_results)
      .bind(std::int64_t{test.logic_version})
      .run();
}

Result<std::vector<ConfluenceTestRecord>> read_confluence_tests(Database& database, const SeriesKey& series) {
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (!*asset) return unknown_series(database, series);
  auto query = database.query(kLastFirst);
  if (!query) return forward_error(query);
  query->bind((*asset)->id).bind(seconds_of(series.timeframe));
  return read_oldest_first(*query, [&](const Query& row) { return row_of(row, series); });
}

}  // namespace tidemark::storage::sqlite
