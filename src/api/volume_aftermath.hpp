#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/aftermath/aftermath.hpp"
#include "analysis/volume/finding.hpp"
#include "api/context.hpp"

namespace tidemark::api {

/// How price moved after one kind of finding that pointed one way, counted from the candle that made it known.
struct KindAftermath {
  analysis::volume::Kind kind{};
  analysis::volume::Side side{analysis::volume::Side::kNone};
  std::uint64_t count{0};
  std::array<analysis::aftermath::After, analysis::aftermath::kHorizons.size()> after;
};

struct SeriesAftermath {
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::uint64_t candles{0};
  core::Timestamp first;
  core::Timestamp last;
  std::vector<KindAftermath> kinds;  ///< those that occurred, by kind, then bearish before bullish
};

struct AftermathQuery {
  std::optional<core::Timeframe> timeframe;  ///< absent: each that has candles
  std::uint32_t candles{0};                  ///< the newest of a series, at most
};

/// One entry per timeframe that has candles, shortest first.
[[nodiscard]] core::Result<std::vector<SeriesAftermath>> volume_aftermath(const Context& context,
                                                                          const ReadWorker::StoreAccess& store,
                                                                          const core::SymbolName& symbol,
                                                                          const AftermathQuery& query);

/// The VolumeAftermath document.
[[nodiscard]] std::string encode_aftermath(const core::SymbolName& symbol, const std::vector<SeriesAftermath>& all);

}  // namespace tidemark::api
