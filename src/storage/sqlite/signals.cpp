#include "storage/sqlite/signals.hpp"

#include <limits>
#include <string>

#include "storage/sqlite/assets.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

// What became of a signal replaces that it was open, never the reverse: history read again changes nothing.
constexpr std::string_view kUpsert = R"sql(
INSERT INTO signals (asset_id, known_at_ns, direction, number, signal_type, status, score, confluence, confidence, entry,
                     stop, targets, risk_reward, risk_percent, size_hint, candle_ns, expires_ns, updated_ns, ended_ns,
                     exit_price, result_r, mfe, mae, logic_version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)
ON CONFLICT (asset_id, known_at_ns, direction) DO UPDATE
SET status = excluded.status, updated_ns = excluded.updated_ns, ended_ns = excluded.ended_ns,
    exit_price = excluded.exit_price, result_r = excluded.result_r, mfe = excluded.mfe, mae = excluded.mae
WHERE excluded.updated_ns >= signals.updated_ns
)sql";

constexpr std::string_view kNewest = R"sql(
SELECT a.venue, a.symbol, s.known_at_ns, s.direction, s.number, s.signal_type, s.status, s.score, s.confluence,
       s.confidence, s.entry, s.stop, s.targets, s.risk_reward, s.risk_percent, s.size_hint, s.candle_ns, s.expires_ns,
       s.updated_ns, s.ended_ns, s.exit_price, s.result_r, s.mfe, s.mae, s.logic_version
FROM signals s JOIN assets a ON a.id = s.asset_id
WHERE (?1 IS NULL OR s.asset_id = ?1) AND s.known_at_ns >= ?2 AND s.known_at_ns < ?3
  AND (?4 = '' OR s.signal_type = ?4) AND (?5 = '' OR s.status = ?5)
ORDER BY s.known_at_ns DESC, s.asset_id, s.direction LIMIT ?6
)sql";

constexpr std::string_view kCalibration = R"sql(
SELECT signal_type,
       CASE WHEN confidence < 40 THEN 0 WHEN confidence < 60 THEN 1 WHEN confidence < 75 THEN 2
            WHEN confidence < 90 THEN 3 ELSE 4 END AS bucket,
       sum(status = 'target'), count(*), total(result_r)
FROM signals WHERE ended_ns IS NOT NULL AND (?1 IS NULL OR asset_id = ?1)
GROUP BY signal_type, bucket ORDER BY signal_type, bucket
)sql";

// A signal's reasons are those it was opened with.
constexpr std::string_view kPutFactor = R"sql(
INSERT INTO signal_factors (asset_id, known_at_ns, direction, factor_type) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT DO NOTHING
)sql";

constexpr std::string_view kPerformance = R"sql(
SELECT factor_type, sum(signals_hit), sum(signals_ended), total(sum_result_r)
FROM confluence_performance WHERE ?1 IS NULL OR asset_id = ?1
GROUP BY factor_type ORDER BY factor_type
)sql";

constexpr std::string_view kPutTrace = R"sql(
INSERT INTO decision_traces (asset_id, known_at_ns, verdict, signal_type, score, confidence, configuration,
                             logic_version, trace)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (asset_id, known_at_ns) DO UPDATE
SET verdict = excluded.verdict, signal_type = excluded.signal_type, score = excluded.score,
    confidence = excluded.confidence, configuration = excluded.configuration, logic_version = excluded.logic_version,
    trace = excluded.trace
)sql";

constexpr std::string_view kKeepNewest = R"sql(
DELETE FROM decision_traces WHERE asset_id = ?1 AND known_at_ns < (
  SELECT known_at_ns FROM decision_traces WHERE asset_id = ?1 ORDER BY known_at_ns DESC LIMIT 1 OFFSET ?2)
)sql";

constexpr std::string_view kTrace = R"sql(
SELECT known_at_ns, verdict, signal_type, score, confidence, configuration, logic_version, trace
FROM decision_traces WHERE asset_id = ?1 AND known_at_ns >= ?2 AND known_at_ns < ?3 ORDER BY known_at_ns LIMIT 1
)sql";

Result<std::int64_t> asset_of(Database& database, const InstrumentKey& key) {
  auto asset = find_asset(database, key.venue, key.symbol);
  if (!asset) return forward_error(asset);
  if (*asset) return (*asset)->id;
  return fail(ErrorKind::kNotFound, "series_unknown", "the store does not know " + key.venue + ":" + key.symbol,
              database.path());
}

Status upsert(Query& query, std::int64_t asset, const SignalRecord& r) {
  query.bind(asset)
      .bind(r.known_at.ns)
      .bind(std::string_view{r.direction})
      .bind(static_cast<std::int64_t>(r.number))
      .bind(std::string_view{r.type})
      .bind(std::string_view{r.status})
      .bind(r.score)
      .bind(r.confluence)
      .bind(r.confidence)
      .bind(r.entry)
      .bind(r.stop)
      .bind(std::string_view{r.targets})
      .bind(r.risk_reward)
      .bind(r.risk_percent)
      .bind(r.size_hint)
      .bind(r.candle.ns)
      .bind(r.expires.ns)
      .bind(r.updated.ns);
  if (r.ended) {
    query.bind(r.ended->ns);
  } else {
    query.bind_null();
  }
  return query.bind(r.exit).bind(r.result).bind(r.favorable).bind(r.adverse).bind(std::int64_t{r.logic_version}).run();
}

Status put_factors(Database& database, std::int64_t asset, const SignalRecord& row) {
  for (const std::string& factor : row.factors) {
    auto query = database.query(kPutFactor);
    if (!query) return forward_error(query);
    query->bind(asset).bind(row.known_at.ns).bind(std::string_view{row.direction}).bind(std::string_view{factor});
    if (auto done = query->run(); !done) return done;
  }
  return {};
}

/// Of one instrument, or of all.
Status bind_asset(Database& database, Query& query, const std::optional<InstrumentKey>& instrument) {
  if (!instrument) {
    query.bind_null();
    return {};
  }
  auto asset = asset_of(database, *instrument);
  if (!asset) return forward_error(asset);
  query.bind(*asset);
  return {};
}

std::optional<double> real_if_any(const Query& query, int column) {
  return query.is_null(column) ? std::nullopt : std::optional{query.real(column)};
}

SignalRecord signal_of(const Query& q) {
  SignalRecord r;
  r.instrument = {std::string{q.text(0)}, std::string{q.text(1)}};
  r.known_at = {q.integer(2)};
  r.direction = q.text(3);
  r.number = static_cast<std::uint64_t>(q.integer(4));
  r.type = q.text(5);
  r.status = q.text(6);
  r.score = q.real(7);
  r.confluence = q.real(8);
  r.confidence = q.real(9);
  r.entry = q.real(10);
  r.stop = q.real(11);
  r.targets = q.text(12);
  r.risk_reward = q.real(13);
  r.risk_percent = q.real(14);
  r.size_hint = q.real(15);
  r.candle = {q.integer(16)};
  r.expires = {q.integer(17)};
  r.updated = {q.integer(18)};
  if (!q.is_null(19)) r.ended = core::Timestamp{q.integer(19)};
  r.exit = real_if_any(q, 20);
  r.result = real_if_any(q, 21);
  r.favorable = q.real(22);
  r.adverse = q.real(23);
  r.logic_version = static_cast<int>(q.integer(24));
  return r;
}

}  // namespace

Status write_signals(Database& database, const std::vector<SignalRecord>& rows) {
  for (const SignalRecord& row : rows) {
    auto asset = asset_of(database, row.instrument);
    if (!asset) return forward_error(asset);
    auto query = database.query(kUpsert);
    if (!query) return forward_error(query);
    if (auto done = upsert(*query, *asset, row); !done) return done;
    if (auto done = put_factors(database, *asset, row); !done) return done;
  }
  return {};
}

Result<std::vector<SignalRecord>> read_signals(Database& database, const SignalQuery& wanted) {
  auto query = database.query(kNewest);
  if (!query) return forward_error(query);
  if (auto bound = bind_asset(database, *query, wanted.instrument); !bound) return std::unexpected(bound.error());
  query->bind(wanted.from ? wanted.from->ns : std::numeric_limits<std::int64_t>::min())
      .bind(wanted.to ? wanted.to->ns : std::numeric_limits<std::int64_t>::max())
      .bind(std::string_view{wanted.type})
      .bind(std::string_view{wanted.status})
      .bind(std::int64_t{wanted.limit});
  std::vector<SignalRecord> rows;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return rows;
    rows.push_back(signal_of(*query));
  }
}

Result<std::vector<CalibrationRow>> read_calibration(Database& database,
                                                     const std::optional<InstrumentKey>& instrument) {
  auto query = database.query(kCalibration);
  if (!query) return forward_error(query);
  if (auto bound = bind_asset(database, *query, instrument); !bound) return std::unexpected(bound.error());
  std::vector<CalibrationRow> rows;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return rows;
    rows.push_back({.type = std::string{query->text(0)},
                    .bucket = static_cast<int>(query->integer(1)),
                    .hits = static_cast<std::uint64_t>(query->integer(2)),
                    .ended = static_cast<std::uint64_t>(query->integer(3)),
                    .sum_results = query->real(4)});
  }
}

Result<std::vector<FactorPerformanceRow>> read_factor_performance(Database& database,
                                                                  const std::optional<InstrumentKey>& instrument) {
  auto query = database.query(kPerformance);
  if (!query) return forward_error(query);
  if (auto bound = bind_asset(database, *query, instrument); !bound) return std::unexpected(bound.error());
  std::vector<FactorPerformanceRow> rows;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return rows;
    rows.push_back({.factor = std::string{query->text(0)},
                    .hits = static_cast<std::uint64_t>(query->integer(1)),
                    .ended = static_cast<std::uint64_t>(query->integer(2)),
                    .sum_results = query->real(3)});
  }
}

Status write_traces(Database& database, const std::vector<TraceRecord>& rows) {
  for (const TraceRecord& row : rows) {
    auto asset = asset_of(database, row.instrument);
    if (!asset) return forward_error(asset);
    auto put = database.query(kPutTrace);
    if (!put) return forward_error(put);
    auto done = put->bind(*asset)
                    .bind(row.known_at.ns)
                    .bind(std::string_view{row.verdict})
                    .bind(std::string_view{row.type})
                    .bind(row.score)
                    .bind(row.confidence)
                    .bind(std::string_view{row.configuration})
                    .bind(std::int64_t{row.logic_version})
                    .bind(std::string_view{row.trace})
                    .run();
    if (!done) return done;
    auto keep = database.query(kKeepNewest);
    if (!keep) return forward_error(keep);
    if (done = keep->bind(*asset).bind(std::int64_t{kTracesKept} - 1).run(); !done) return done;
  }
  return {};
}

Result<TraceRecord> read_trace(Database& database, const InstrumentKey& instrument, core::TimeRange known_at) {
  auto asset = asset_of(database, instrument);
  if (!asset) return forward_error(asset);
  auto query = database.query(kTrace);
  if (!query) return forward_error(query);
  query->bind(*asset).bind(known_at.from.ns).bind(known_at.to.ns);
  auto step = query->step();
  if (!step) return forward_error(step);
  if (*step == Step::kDone) {
    return fail(ErrorKind::kNotFound, "trace_unknown", "the store has no such decision trace", database.path());
  }
  TraceRecord row{.instrument = instrument,
                  .known_at = {query->integer(0)},
                  .verdict = std::string{query->text(1)},
                  .type = std::string{query->text(2)},
                  .score = query->real(3),
                  .confidence = query->real(4)};
  row.configuration = query->text(5);
  row.logic_version = static_cast<int>(query->integer(6));
  row.trace = query->text(7);
  return row;
}

}  // namespace tidemark::storage::sqlite
