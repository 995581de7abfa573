#include "app/serve/housekeeper.hpp"

#include <filesystem>

#include "app/store_path.hpp"
#include "storage/retention.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::app {
namespace {

constexpr core::Duration kInterval = core::hours(1);

}  // namespace

void Housekeeper::run(const std::stop_token& stop) {
  if (config_.retention.empty()) return;
  while (!stop.stop_requested()) {
    apply_retention();
    parker_.wait([&] { return stop.stop_requested(); }, kInterval);
  }
}

void Housekeeper::apply_retention() {
  auto store = storage::open_transactional_store(store_path_, storage::OpenMode::kExisting);
  if (!store) {
    logger_.error(store.error().text(), {{"part", std::string_view{"retention"}}});
    return;
  }
  const std::filesystem::path folder = folder_of_store(store_path_).value_or(".") / "archive";
  for (const auto& [timeframe, age] : config_.retention) {
    const auto result = storage::archive_and_retain(**store, timeframe, clock_.now() - age, folder);
    if (!result) {
      logger_.error(result.error().text(), {{"part", std::string_view{"retention"}}});
    } else if (result->candles > 0) {
      logger_.info("archived and removed old candles",
                   {{"timeframe", core::name_of(timeframe)}, {"candles", result->candles}});
    }
  }
}

}  // namespace tidemark::app
