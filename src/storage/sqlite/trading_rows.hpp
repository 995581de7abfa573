#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/trading_ledger.hpp"

namespace tidemark::storage::sqlite {

/// Binding and reading of what may be absent.
[[nodiscard]] inline std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>{*text} : std::nullopt;
}
[[nodiscard]] inline std::optional<std::int64_t> ns_of(const std::optional<core::Timestamp>& at) {
  return at ? std::optional{at->ns} : std::nullopt;
}
[[nodiscard]] inline std::optional<std::int64_t> signed_of(const std::optional<std::uint64_t>& value) {
  return value ? std::optional{static_cast<std::int64_t>(*value)} : std::nullopt;
}
[[nodiscard]] inline std::string text_at(const Query& row, int column) {
  return std::string{row.text(column)};
}
[[nodiscard]] inline std::optional<std::string> text_if(const Query& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional{text_at(row, column)};
}
[[nodiscard]] inline std::optional<core::Timestamp> time_if(const Query& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional{core::Timestamp{row.integer(column)}};
}
[[nodiscard]] inline std::optional<std::uint64_t> number_if(const Query& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional{static_cast<std::uint64_t>(row.integer(column))};
}

/// The asset's row id. kNotFound: the store does not know the instrument.
[[nodiscard]] inline core::Result<std::int64_t> asset_id_of(Database& database, const InstrumentKey& key) {
  auto asset = find_asset(database, key.venue, key.symbol);
  if (!asset) return core::forward_error(asset);
  if (*asset) return (*asset)->id;
  return core::fail(core::ErrorKind::kNotFound, "series_unknown",
                    "the store does not know " + key.venue + ":" + key.symbol, database.path());
}

/// All rows of a query, in its order.
template <class RowOf>
[[nodiscard]] auto read_all(Query& query, RowOf row_of)
    -> core::Result<std::vector<decltype(row_of(std::as_const(query)))>> {
  std::vector<decltype(row_of(std::as_const(query)))> rows;
  for (;;) {
    auto step = query.step();
    if (!step) return core::forward_error(step);
    if (*step == Step::kDone) return rows;
    rows.push_back(row_of(std::as_const(query)));
  }
}

}  // namespace tidemark::storage::sqlite
