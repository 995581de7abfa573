#include "pipeline/rules.hpp"

namespace tidemark::pipeline {

RuleTable::RuleTable() {
  using enum core::FindingCode;
  using enum core::Severity;
  using enum core::Policy;

  // Impossible numbers are kept for a person to look at, and never used.
  for (const auto code : {kNonPositivePrice, kHighBelowBody, kLowAboveBody, kHighBelowLow, kNegativeVolume,
                          kTakerBuyAboveVolume, kMisalignedTime, kFutureTime}) {
    set(code, {kError, kQuarantine});
  }
  set(kNotFinite, {kError, kFlag});  // a volume that did not fit stands at its maximum; the prices are right
  set(kUnparsable, {kError, kReject});

  // What arrived twice or late: final candles stay as they are.
  set(kDuplicate, {kInfo, kReject});
  set(kConflictingDuplicate, {kError, kQuarantine});
  set(kOutOfOrder, {kWarning, kQuarantine});
  set(kUnclosedCandle, {kInfo, kReject});  // will come again when it is closed

  // Holes falsify every analysis over them: signals pause.
  set(kGap, {kCritical, kAccept});
  set(kTradeIdGap,
      {kWarning, kFlag});  // ids also skip where a venue leaves trades out (Binance futures: insurance fund)
  set(kIntervalMismatch, {kError, kFlag});

  // Markets do jump; true moves must pass, marked.
  set(kPriceJump, {kWarning, kFlag});
  set(kVolumeOutlier, {kInfo, kFlag});
  set(kStaleRepeat, {kWarning, kFlag});
  set(kMarketClosed, {kInfo, kFlag});
  set(kClockSkew, {kWarning, kAccept});

  // A broken book is not shown and is fetched again.
  set(kCrossedBook, {kError, kRepair});
  set(kBookGap, {kWarning, kRepair});
  set(kBookStale, {kWarning, kRepair});
}

}  // namespace tidemark::pipeline
