#pragma once

#include <functional>
#include <string>

#include "app/import_series.hpp"
#include "core/clock.hpp"
#include "net/rest_client.hpp"
#include "storage/store.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark::app {

struct FetchRequest {
  venues::binance::Market market{venues::binance::Market::kSpot};
  std::string rest_url;  ///< of the market, without a trailing slash
  std::string symbol;    ///< canonical
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::TimeRange range;  ///< open times; the end is not included
};

/// How far a download has come.
struct FetchProgress {
  core::Timestamp until;     ///< everything before is stored
  std::uint64_t stored{0};   ///< candles so far
  core::Duration waiting{};  ///< > 0: the venue's limits ask for this much patience first
};

struct FetchDependencies {
  std::function<core::Result<net::RestReply>(net::RestRequest)> ask;
  std::function<void(core::Duration)> pause;
  const core::Clock& clock;
  std::function<void(const FetchProgress&)> progress;
};

/// Downloads the candles of a range that the store lacks, page by page within the venue's limits; each page is
/// validated and committed before the next is asked for, so that an interrupted download goes on where it stopped. What
/// the venue does not have either stands in the gap ledger. The report's rows are those of this download; gaps,
/// quality, first and last are of the whole range. Errors: kNotFound for a symbol the venue does not list, kRefused for
/// what it refuses, kUnavailable when it does not answer after several attempts (what was stored before stays), those
/// of the store.
[[nodiscard]] core::Result<ImportReport> fetch_series(const FetchRequest& request, storage::Store& store,
                                                      const FetchDependencies& dependencies);

/// The stretches of a range in which a series has no candles, ascending. `stored` is ascending.
[[nodiscard]] std::vector<core::TimeRange> missing_ranges(const std::vector<core::Candle>& stored,
                                                          core::Timeframe timeframe, core::TimeRange range);

}  // namespace tidemark::app
