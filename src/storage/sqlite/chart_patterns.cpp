#include "storage/sqlite/chart_patterns.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

// What an earlier candle made known does not replace what is known: history read again after a restart changes nothing,
// whenever it is read; and what is said again of the same candle keeps the time when it was first known.
constexpr std::string_view kUpsert = R"sql(
INSERT INTO chart_patterns (asset_id, timeframe_s, pattern_name, began_ns, start_ns, end_ns, known_at_ns, state, reason,
                            direction, completion, confidence, strength, reliability, anchors, boundaries, target,
                            invalidation, breakout_ns, breakout_price, outcome, outcome_candles, mfe_atr, mae_atr,
                            mfe_percent, mae_percent, regime, metadata, logic_version, updated_ns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
        ?25, ?26, ?27, ?28, ?29, ?30)
ON CONFLICT (asset_id, timeframe_s, pattern_name, began_ns) DO UPDATE
SET start_ns = excluded.start_ns, end_ns = excluded.end_ns, state = excluded.state,
    known_at_ns = CASE WHEN excluded.updated_ns = updated_ns THEN min(known_at_ns, excluded.known_at_ns)
                       ELSE excluded.known_at_ns END,
    reason = excluded.reason, direction = excluded.direction, completion = excluded.completion,
    confidence = excluded.confidence, strength = excluded.strength, reliability = excluded.reliability,
    anchors = excluded.anchors, boundaries = excluded.boundaries, target = excluded.target,
    invalidation = excluded.invalidation, breakout_ns = excluded.breakout_ns,
    breakout_price = excluded.breakout_price, outcome = excluded.outcome, outcome_candles = excluded.outcome_candles,
    mfe_atr = excluded.mfe_atr, mae_atr = excluded.mae_atr, mfe_percent = excluded.mfe_percent,
    mae_percent = excluded.mae_percent, regime = excluded.regime, metadata = excluded.metadata,
    logic_version = excluded.logic_version, updated_ns = excluded.updated_ns
WHERE excluded.updated_ns >= chart_patterns.updated_ns
)sql";

// Patterns and states come as ",forming,failed,"; an empty text leaves that column unasked.
constexpr std::string_view kNewest = R"sql(
SELECT pattern_name, began_ns, start_ns, end_ns, known_at_ns, state, reason, direction, completion, confidence, strength,
       reliability, anchors, boundaries, target, invalidation, breakout_ns, breakout_price, outcome, outcome_candles,
       mfe_atr, mae_atr, mfe_percent, mae_percent, regime, metadata, logic_version, updated_ns
FROM chart_patterns
WHERE asset_id = ?1 AND timeframe_s = ?2 AND (began_ns, pattern_name) < (?3, ?4) AND start_ns < ?5
  AND (known_at_ns >= ?6 OR state = 'forming' OR outcome = 'open')
  AND (?7 = '' OR instr(?7, ',' || pattern_name || ',') > 0) AND (?8 = '' OR instr(?8, ',' || state || ',') > 0)
ORDER BY began_ns DESC, pattern_name DESC LIMIT ?9
)sql";

constexpr std::string_view kFirst = R"sql(
SELECT began_ns FROM chart_patterns WHERE asset_id = ?1 AND timeframe_s = ?2 ORDER BY began_ns LIMIT 1
)sql";

/// Hands out the columns of a row from left to right.
class Columns {
 public:
  explicit Columns(const Query& query) : query_{query} {}

  std::string text() { return std::string{query_.text(next_++)}; }
  double real() { return query_.real(next_++); }
  std::int64_t integer() { return query_.integer(next_++); }
  core::Timestamp time() { return {integer()}; }
  std::optional<std::string> text_if_any() {
    if (!query_.is_null(next_)) return text();
    ++next_;
    return std::nullopt;
  }
  std::optional<core::Timestamp> time_if_any() {
    if (!query_.is_null(next_)) return time();
    ++next_;
    return std::nullopt;
  }

 private:
  const Query& query_;
  int next_{0};
};

std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>{*text} : std::nullopt;
}

Result<std::int64_t> asset_of(Database& database, const SeriesKey& series) {
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (*asset) return (*asset)->id;
  return fail(ErrorKind::kNotFound, "series_unknown", "the store does not know " + series.venue + ":" + series.symbol,
              database.path());
}

/// "a", "b" as ",a,b,"; empty of none.
std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "," : "") + name + ",";
  return list;
}

Status upsert(Query& query, std::int64_t asset, const ChartPatternRecord& r) {
  query.bind(asset)
      .bind(seconds_of(r.series.timeframe))
      .bind(std::string_view{r.pattern})
      .bind(r.began.ns)
      .bind(r.start.ns)
      .bind(r.end.ns)
      .bind(r.known_at.ns)
      .bind(std::string_view{r.state})
      .bind(std::string_view{r.reason})
      .bind(std::string_view{r.direction})
      .bind(r.completion)
      .bind(r.confidence)
      .bind(std::string_view{r.strength})
      .bind(r.reliability)
      .bind(std::string_view{r.anchors})
      .bind(std::string_view{r.boundaries})
      .bind(view_of(r.target))
      .bind(view_of(r.invalidation));
  if (r.breakout) {
    query.bind(r.breakout->ns);
  } else {
    query.bind_null();
  }
  return query.bind(view_of(r.breakout_price))
      .bind(std::string_view{r.outcome})
      .bind(r.outcome_candles)
      .bind(r.mfe_atr)
      .bind(r.mae_atr)
      .bind(r.mfe_percent)
      .bind(r.mae_percent)
      .bind(std::string_view{r.regime})
      .bind(std::string_view{r.metadata})
      .bind(std::int64_t{r.logic_version})
      .bind(r.updated.ns)
      .run();
}

ChartPatternRecord row_of(const Query& query, const SeriesKey& series) {
  Columns next{query};
  ChartPatternRecord r;
  r.series = series;
  r.pattern = next.text();
  r.began = next.time();
  r.start = next.time();
  r.end = next.time();
  r.known_at = next.time();
  r.state = next.text();
  r.reason = next.text();
  r.direction = next.text();
  r.completion = next.real();
  r.confidence = next.real();
  r.strength = next.text();
  r.reliability = next.real();
  r.anchors = next.text();
  r.boundaries = next.text();
  r.target = next.text_if_any();
  r.invalidation = next.text_if_any();
  r.breakout = next.time_if_any();
  r.breakout_price = next.text_if_any();
  r.outcome = next.text();
  r.outcome_candles = next.integer();
  r.mfe_atr = next.real();
  r.mae_atr = next.real();
  r.mfe_percent = next.real();
  r.mae_percent = next.real();
  r.regime = next.text();
  r.metadata = next.text();
  r.logic_version = static_cast<int>(next.integer());
  r.updated = next.time();
  return r;
}

}  // namespace

Status write_chart_patterns(Database& database, const std::vector<ChartPatternRecord>& rows) {
  for (const ChartPatternRecord& record : rows) {
    auto asset = asset_of(database, record.series);
    if (!asset) return forward_error(asset);
    auto query = database.query(kUpsert);
    if (!query) return forward_error(query);
    if (auto done = upsert(*query, *asset, record); !done) return done;
  }
  return {};
}

Result<std::vector<ChartPatternRecord>> read_chart_patterns(Database& database, const ChartPatternQuery& wanted) {
  auto asset = asset_of(database, wanted.series);
  if (!asset) return forward_error(asset);
  auto query = database.query(kNewest);
  if (!query) return forward_error(query);
  const std::string patterns = list_of(wanted.patterns);
  const std::string states = list_of(wanted.states);
  query->bind(*asset)
      .bind(seconds_of(wanted.series.timeframe))
      .bind(wanted.before ? wanted.before->began.ns : std::numeric_limits<std::int64_t>::max())
      .bind(wanted.before ? std::string_view{wanted.before->pattern} : std::string_view{})
      .bind(wanted.to ? wanted.to->ns : std::numeric_limits<std::int64_t>::max())
      .bind(wanted.from ? wanted.from->ns : std::numeric_limits<std::int64_t>::min())
      .bind(std::string_view{patterns})
      .bind(std::string_view{states})
      .bind(std::int64_t{wanted.limit});
  std::vector<ChartPatternRecord> rows;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) break;
    rows.push_back(row_of(*query, wanted.series));
  }
  std::ranges::reverse(rows);
  return rows;
}

Result<std::optional<core::Timestamp>> read_first_chart_pattern(Database& database, const SeriesKey& series) {
  auto asset = asset_of(database, series);
  if (!asset) return forward_error(asset);
  auto query = database.query(kFirst);
  if (!query) return forward_error(query);
  auto step = query->bind(*asset).bind(seconds_of(series.timeframe)).step();
  if (!step) return forward_error(step);
  if (*step == Step::kDone) return std::nullopt;
  return core::Timestamp{query->integer(0)};
}

}  // namespace tidemark::storage::sqlite
