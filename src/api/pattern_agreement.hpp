#pragma once

#include <string>
#include <vector>

#include "analysis/confidence/agreement.hpp"
#include "api/context.hpp"
#include "api/pattern_series.hpp"

namespace tidemark::api {

/// What one timeframe of the hierarchy says: the patterns of its newest closed candle.
struct TimeframeWord {
  core::Timeframe timeframe{core::Timeframe::k1m};
  analysis::confidence::Side side{analysis::confidence::Side::kNone};  ///< of most of the patterns
  std::optional<core::Timestamp> open_time;                            ///< of that candle; absent: there is none
  std::vector<SeenPattern> patterns;
};

struct PatternAgreement {
  std::vector<TimeframeWord> words;  ///< shortest timeframe first
  analysis::confidence::Agreement agreement;
};

/// How far the candlestick patterns of an instrument's timeframes point the same way, as of the newest closed candle of
/// each.
[[nodiscard]] core::Result<PatternAgreement> agreement_of(const Context& context, const ReadWorker::StoreAccess& store,
                                                          const core::SymbolName& symbol);

/// The PatternAgreement document.
[[nodiscard]] std::string encode_agreement(const core::SymbolName& symbol, const PatternAgreement& found);

}  // namespace tidemark::api
