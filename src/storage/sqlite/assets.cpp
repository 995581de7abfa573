#include "storage/sqlite/assets.hpp"

#include <algorithm>

#include "core/decimal.hpp"
#include "storage/sqlite/names.hpp"
#include "storage/sqlite/rescale.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Instrument;
using core::Result;
using core::Scale;
using core::Status;

namespace {

constexpr std::string_view kFind = "SELECT id, price_decimals, qty_decimals FROM assets WHERE venue = ? AND symbol = ?";

constexpr std::string_view kInsert = R"sql(
INSERT INTO assets (venue, symbol, market_type, calendar, price_decimals, qty_decimals, tick_size, lot_size, pip_size)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql";

constexpr std::string_view kUpdateFacts = R"sql(
UPDATE assets SET market_type = ?2, calendar = ?3, tick_size = ?4, lot_size = ?5, pip_size = ?6 WHERE id = ?1
)sql";

constexpr std::string_view kAll = R"sql(
SELECT venue, symbol, market_type, calendar, price_decimals, qty_decimals, tick_size, lot_size, pip_size
FROM assets ORDER BY id
)sql";

Status check_instrument(const Instrument& instrument) {
  if (instrument.venue.empty() || instrument.symbol.empty()) {
    return fail(ErrorKind::kInvalidArgument, "instrument_name", "an instrument needs a venue and a symbol");
  }
  if (instrument.scale.price_decimals > core::kDecimalsMax || instrument.scale.qty_decimals > core::kDecimalsMax) {
    return fail(ErrorKind::kInvalidArgument, "instrument_scale", "an instrument has at most 18 decimals",
                instrument.key());
  }
  return {};
}

Result<Asset> insert_asset(Database& database, const Instrument& i) {
  auto query = database.query(kInsert);
  if (!query) return forward_error(query);
  auto done = query->bind(std::string_view{i.venue})
                  .bind(std::string_view{i.symbol})
                  .bind(core::name_of(i.market_type))
                  .bind(name_of_calendar(i.calendar))
                  .bind(std::int64_t{i.scale.price_decimals})
                  .bind(std::int64_t{i.scale.qty_decimals})
                  .bind(i.tick_size.ticks)
                  .bind(i.lot_size.lots)
                  .bind(i.pip_size)
                  .run();
  if (!done) return forward_error(done);
  return Asset{.id = database.last_row_id(), .scale = i.scale};
}

/// Takes over the instrument's facts; its steps are converted into the asset's units.
Status update_facts(Database& database, const Asset& asset, const Instrument& i) {
  const auto tick = core::rescale(i.tick_size.ticks, asset.scale.price_decimals - i.scale.price_decimals);
  const auto lot = core::rescale(i.lot_size.lots, asset.scale.qty_decimals - i.scale.qty_decimals);
  if (!tick || !lot) {
    return fail(ErrorKind::kRefused, "scale_overflow", "the instrument's steps do not fit the stored units", i.key());
  }
  auto query = database.query(kUpdateFacts);
  if (!query) return forward_error(query);
  return query->bind(asset.id)
      .bind(core::name_of(i.market_type))
      .bind(name_of_calendar(i.calendar))
      .bind(*tick)
      .bind(*lot)
      .bind(i.pip_size)
      .run();
}

Result<Instrument> instrument_of(const Query& row, const std::string& place) {
  Instrument i;
  i.venue = row.text(0);
  i.symbol = row.text(1);
  const auto market = core::parse_market_type(row.text(2));
  const auto calendar = parse_calendar(row.text(3));
  if (!market || !calendar) {
    return fail(ErrorKind::kCorrupt, "unknown_name",
                "an asset has a market type or calendar this program does not know", place);
  }
  i.market_type = *market;
  i.calendar = *calendar;
  i.scale = {static_cast<std::uint8_t>(row.integer(4)), static_cast<std::uint8_t>(row.integer(5))};
  i.tick_size = {row.integer(6)};
  i.lot_size = {row.integer(7)};
  if (!row.is_null(8)) i.pip_size = row.real(8);
  return i;
}

}  // namespace

Result<std::optional<Asset>> find_asset(Database& database, std::string_view venue, std::string_view symbol) {
  auto query = database.query(kFind);
  if (!query) return forward_error(query);
  auto step = query->bind(venue).bind(symbol).step();
  if (!step) return forward_error(step);
  if (*step == Step::kDone) return std::nullopt;
  const Scale scale{static_cast<std::uint8_t>(query->integer(1)), static_cast<std::uint8_t>(query->integer(2))};
  return Asset{.id = query->integer(0), .scale = scale};
}

Result<Asset> ensure_asset(Database& database, const Instrument& instrument, Facts facts) {
  if (auto ok = check_instrument(instrument); !ok) return forward_error(ok);
  auto found = find_asset(database, instrument.venue, instrument.symbol);
  if (!found) return forward_error(found);
  if (!*found) return insert_asset(database, instrument);
  Asset asset = **found;
  const Scale finer{std::max(asset.scale.price_decimals, instrument.scale.price_decimals),
                    std::max(asset.scale.qty_decimals, instrument.scale.qty_decimals)};
  if (finer != asset.scale) {
    if (auto raised = raise_scale(database, asset, finer); !raised) return forward_error(raised);
    asset.scale = finer;
  }
  if (facts == Facts::kUpdate) {
    if (auto updated = update_facts(database, asset, instrument); !updated) return forward_error(updated);
  }
  return asset;
}

Result<std::vector<Instrument>> read_instruments(Database& database) {
  auto query = database.query(kAll);
  if (!query) return forward_error(query);
  std::vector<Instrument> all;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return all;
    auto instrument = instrument_of(*query, database.path());
    if (!instrument) return forward_error(instrument);
    all.push_back(std::move(*instrument));
  }
}

}  // namespace tidemark::storage::sqlite
