#include "storage/sqlite/check.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Status;

namespace {

constexpr std::string_view kMiscounted = R"sql(
SELECT a.venue || ':' || a.symbol, s.timeframe_s, s.candles, c.found
FROM series s JOIN assets a ON a.id = s.asset_id
LEFT JOIN (SELECT asset_id, timeframe_s, count(*) AS found FROM ohlcv_data GROUP BY asset_id, timeframe_s) c
       ON c.asset_id = s.asset_id AND c.timeframe_s = s.timeframe_s
WHERE s.candles <> coalesce(c.found, 0)
LIMIT 1
)sql";

std::unexpected<core::Error> corrupt(std::string what, const std::string& place) {
  return fail(ErrorKind::kCorrupt, "store_corrupt", std::move(what), place);
}

}  // namespace

Status check_database(Database& database) {
  auto pages = database.query("PRAGMA integrity_check(1)");
  if (!pages) return forward_error(pages);
  auto answer = pages->step();
  if (!answer) return forward_error(answer);
  if (pages->text(0) != "ok") return corrupt("integrity check: " + std::string(pages->text(0)), database.path());

  auto references = database.query("PRAGMA foreign_key_check");
  if (!references) return forward_error(references);
  auto broken = references->step();
  if (!broken) return forward_error(broken);
  if (*broken == Step::kRow) {
    return corrupt("a row of " + std::string(references->text(0)) + " refers to a missing row of " +
                       std::string(references->text(2)),
                   database.path());
  }

  auto counts = database.query(kMiscounted);
  if (!counts) return forward_error(counts);
  auto wrong = counts->step();
  if (!wrong) return forward_error(wrong);
  if (*wrong == Step::kRow) {
    return corrupt(std::string(counts->text(0)) + " (" + std::string(counts->text(1)) + " s) says " +
                       std::string(counts->text(2)) + " candles and holds " + std::string(counts->text(3)),
                   database.path());
  }
  return {};
}

}  // namespace tidemark::storage::sqlite
