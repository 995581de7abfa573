#include "storage/sqlite/rescale.hpp"

#include <string>

#include "core/candle.hpp"
#include "core/decimal.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Status;

namespace {

// SQLite turns an integer overflow into a REAL, so what would not fit is looked for before anything is multiplied. A
// volume marked as overflown (flag 8) stands at its maximum and stays there.
constexpr std::string_view kLargest = R"sql(
SELECT coalesce(max(max(open, open + body) + upper_wick), 0),
       coalesce(max(CASE WHEN flags & 8 THEN 0 ELSE volume END), 0)
FROM ohlcv_data WHERE asset_id = ?1
)sql";

constexpr std::string_view kMultiply = R"sql(
UPDATE ohlcv_data
SET open = open * ?2, body = body * ?2, upper_wick = upper_wick * ?2, lower_wick = lower_wick * ?2,
    volume = CASE WHEN volume > 9223372036854775807 / ?3 THEN 9223372036854775807 ELSE volume * ?3 END,
    taker_buy = CASE WHEN taker_buy > 9223372036854775807 / ?3 THEN 9223372036854775807 ELSE taker_buy * ?3 END
WHERE asset_id = ?1
)sql";

constexpr std::string_view kNewUnits = R"sql(
UPDATE assets SET price_decimals = ?2, qty_decimals = ?3, tick_size = tick_size * ?4, lot_size = lot_size * ?5
WHERE id = ?1
)sql";
static_assert(static_cast<int>(core::CandleFlag::kVolumeOverflow) == 8, "named in the SQL above");

Status too_fine(const char* what, int decimals, const std::string& place) {
  return fail(ErrorKind::kRefused, "scale_overflow",
              std::string("a stored ") + what + " does not fit at " + std::to_string(decimals) + " decimals", place);
}

}  // namespace

Status raise_scale(Database& database, const Asset& asset, core::Scale finer) {
  const int price_by = finer.price_decimals - asset.scale.price_decimals;
  const int qty_by = finer.qty_decimals - asset.scale.qty_decimals;
  auto largest = database.query(kLargest);
  if (!largest) return forward_error(largest);
  auto row = largest->bind(asset.id).step();
  if (!row) return forward_error(row);
  if (!core::rescale(largest->integer(0), price_by)) return too_fine("price", finer.price_decimals, database.path());
  if (!core::rescale(largest->integer(1), qty_by)) return too_fine("volume", finer.qty_decimals, database.path());
  largest->reset();

  auto steps = database.query("SELECT tick_size, lot_size FROM assets WHERE id = ?");
  if (!steps) return forward_error(steps);
  if (auto found = steps->bind(asset.id).step(); !found) return forward_error(found);
  if (!core::rescale(steps->integer(0), price_by)) return too_fine("tick size", finer.price_decimals, database.path());
  if (!core::rescale(steps->integer(1), qty_by)) return too_fine("lot size", finer.qty_decimals, database.path());
  steps->reset();

  const std::int64_t price_factor = core::kPow10[static_cast<std::size_t>(price_by)];
  const std::int64_t qty_factor = core::kPow10[static_cast<std::size_t>(qty_by)];
  auto multiply = database.query(kMultiply);
  if (!multiply) return forward_error(multiply);
  if (auto done = multiply->bind(asset.id).bind(price_factor).bind(qty_factor).run(); !done) return done;
  auto units = database.query(kNewUnits);
  if (!units) return forward_error(units);
  return units->bind(asset.id)
      .bind(std::int64_t{finer.price_decimals})
      .bind(std::int64_t{finer.qty_decimals})
      .bind(price_factor)
      .bind(qty_factor)
      .run();
}

}  // namespace tidemark::storage::sqlite
