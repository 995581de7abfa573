#pragma once

#include <memory>
#include <string>

#include "storage/store.hpp"

namespace tidemark::app {

/// The store a command names, opened. For reading, timeframes that are not stored are built from shorter ones
/// (deriving_store.hpp), and a database that is not there is kNotFound with what to do about it.
[[nodiscard]] core::Result<std::unique_ptr<storage::Store>> open_for_reading(const std::string& given);
[[nodiscard]] core::Result<std::unique_ptr<storage::Store>> open_for_writing(const std::string& given);

}  // namespace tidemark::app
