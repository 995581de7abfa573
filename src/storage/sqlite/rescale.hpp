#pragma once

#include "core/result.hpp"
#include "core/values.hpp"
#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/database.hpp"

namespace tidemark::storage::sqlite {

/// Rewrites an asset's steps and candles in finer units, inside the caller's write transaction. `finer` must be at
/// least the present scale in both parts. kRefused "scale_overflow" when a number would not fit; the caller then rolls
/// back.
[[nodiscard]] core::Status raise_scale(Database& database, const Asset& asset, core::Scale finer);

}  // namespace tidemark::storage::sqlite
