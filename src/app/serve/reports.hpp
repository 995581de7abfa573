#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/reports.hpp"
#include "app/serve/shard.hpp"
#include "app/serve/store_hand_over.hpp"
#include "core/time.hpp"
#include "storage/writer.hpp"

namespace tidemark::app {

/// The store and its writer, with the size of the database's files.
[[nodiscard]] api::StoreReport store_report(const storage::Writer& writer, const std::string& store_path);

/// The parts every service has: its engines and the way to the store. `since` is the service's start.
[[nodiscard]] std::vector<api::PartReport> own_parts(const std::vector<Shard*>& shards, const storage::Writer& writer,
                                                     StoreHandOver::State store, core::Timestamp since);

}  // namespace tidemark::app
