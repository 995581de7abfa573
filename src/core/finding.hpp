#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/instrument.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"

namespace tidemark::core {

/// What validation can find wrong with a candle, tick, book or batch. Names (name_of) are stable and used in storage,
/// API and command-line reports.
enum class FindingCode : std::uint8_t {
  kNotFinite,  ///< not a number, or did not fit
  kNonPositivePrice,
  kHighBelowBody,  ///< high < max(open, close)
  kLowAboveBody,   ///< low > min(open, close)
  kHighBelowLow,
  kNegativeVolume,
  kTakerBuyAboveVolume,
  kMisalignedTime,        ///< open time not on the timeframe's grid
  kOutOfOrder,            ///< earlier than what was already accepted
  kDuplicate,             ///< same time, same content
  kConflictingDuplicate,  ///< same time, other content
  kFutureTime,            ///< beyond now + tolerance
  kGap,                   ///< candles missing while the market was open
  kMarketClosed,          ///< a candle while the calendar says closed
  kPriceJump,             ///< robust z-score of the return beyond the limit
  kVolumeOutlier,
  kStaleRepeat,       ///< unchanged flat zero-volume candles in a row
  kIntervalMismatch,  ///< higher timeframe differs from the aggregated base
  kUnclosedCandle,    ///< still forming when fetched
  kCrossedBook,
  kBookGap,  ///< update ids do not join
  kBookStale,
  kTradeIdGap,
  kClockSkew,   ///< received before it was sent, beyond tolerance
  kUnparsable,  ///< a row or message that does not follow its format
};
inline constexpr std::size_t kFindingCodeCount = static_cast<std::size_t>(FindingCode::kUnparsable) + 1;

enum class Severity : std::uint8_t { kInfo, kWarning, kError, kCritical };

/// What is done with the data a finding is about.
enum class Policy : std::uint8_t { kAccept, kFlag, kRepair, kQuarantine, kReject };

[[nodiscard]] std::string_view name_of(FindingCode code) noexcept;
[[nodiscard]] std::string_view name_of(Severity severity) noexcept;
[[nodiscard]] std::string_view name_of(Policy policy) noexcept;

/// One thing wrong with one piece of data. A finding is data, not an error: the pipeline goes on.
struct Finding {
  FindingCode code{FindingCode::kUnparsable};
  Severity severity{Severity::kError};
  Policy policy{Policy::kReject};
  InstrumentId instrument;
  Timeframe timeframe{Timeframe::k1m};
  Timestamp time;      ///< what it is about (a candle's open time)
  Timestamp known_at;  ///< when it was found, by the engine's clock
  double value{0};     ///< the offending number, where there is one
  double limit{0};     ///< what it was held against
};

enum class GapReason : std::uint8_t { kMissing, kDisconnect, kVenueOutage, kSequence };
enum class GapState : std::uint8_t { kOpen, kRepairing, kFilled, kUnrecoverable };

[[nodiscard]] std::string_view name_of(GapReason reason) noexcept;
[[nodiscard]] std::string_view name_of(GapState state) noexcept;

/// The venue's ids of trades, both ends included.
struct TradeIds {
  std::uint64_t first{0};
  std::uint64_t last{0};

  friend constexpr bool operator==(const TradeIds&, const TradeIds&) = default;
};

/// A hole in a series. Never filled silently. Either candles that should exist by the market's calendar and do not:
/// then [from, to) reaches from the open time of the first missing candle to the open time of the next one present. Or,
/// with `trades`, trades whose ids were passed over: then [from, to) reaches from the time of the last trade before the
/// hole to that of the first one after it, and `candles` is 0.
struct Gap {
  InstrumentId instrument;
  Timeframe timeframe{Timeframe::k1m};
  TimeRange range;
  std::uint32_t candles{0};  ///< how many are missing; counts open-market candles only
  GapReason reason{GapReason::kMissing};
  GapState state{GapState::kOpen};
  Timestamp known_at;
  std::optional<TradeIds> trades;

  friend bool operator==(const Gap&, const Gap&) = default;
};

/// Data quality of one series over a window, each part 0..1, and the weighted score.
struct QualityScore {
  double completeness{1};
  double consistency{1};
  double timeliness{1};
  double plausibility{1};
  double score{1};
  std::uint64_t candles{0};   ///< accepted within the window
  std::uint64_t expected{0};  ///< by the calendar within the window
};

}  // namespace tidemark::core
