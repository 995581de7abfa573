#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "storage/sqlite/database.hpp"

namespace tidemark::storage::sqlite {

/// An asset's row and the units its candles stand in.
struct Asset {
  std::int64_t id{0};
  core::Scale scale;
};

/// Finds by venue and symbol. Not cached: another process may have raised the scale since.
[[nodiscard]] core::Result<std::optional<Asset>> find_asset(Database& database, std::string_view venue,
                                                            std::string_view symbol);

enum class Facts : std::uint8_t {
  kKeep,    ///< of an asset already there only the scale may rise
  kUpdate,  ///< market type, steps and pip size are taken from the instrument
};

/// The asset of an instrument inside the caller's write transaction: inserted when new; when the instrument needs finer
/// units than the stored ones, the asset and all its candles are rescaled first. Errors: kInvalidArgument for an
/// instrument without a name, kRefused "scale_overflow" when a stored number would not fit the finer units.
[[nodiscard]] core::Result<Asset> ensure_asset(Database& database, const core::Instrument& instrument, Facts facts);

[[nodiscard]] core::Result<std::vector<core::Instrument>> read_instruments(Database& database);

}  // namespace tidemark::storage::sqlite
