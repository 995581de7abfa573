#include "pipeline/series_check.hpp"

#include <algorithm>
#include <utility>

#include "pipeline/gap_detector.hpp"
#include "pipeline/quality.hpp"

namespace tidemark::pipeline {
namespace {

using core::Candle;
using core::FindingCode;

core::Timestamp end_of(const Candle& candle, core::Timeframe timeframe) {
  return candle.open_time + core::duration_of(timeframe);
}

/// Newest first when more steps go back than forward.
void turn_if_newest_first(std::vector<Candle>& candles) {
  std::size_t back = 0;
  std::size_t forward = 0;
  for (std::size_t i = 1; i < candles.size(); ++i) {
    if (candles[i].open_time < candles[i - 1].open_time) ++back;
    if (candles[i].open_time > candles[i - 1].open_time) ++forward;
  }
  if (back > forward) std::ranges::reverse(candles);
}

/// One pass over a sorted series.
class SeriesCheck {
 public:
  SeriesCheck(const core::Instrument& instrument, core::Timeframe timeframe, const SeriesCheckOptions& options,
              SessionClock clock)
      : instrument_{instrument.id},
        timeframe_{timeframe},
        options_{options},
        calendar_{calendar_for(instrument, {clock, options.holidays})},
        validator_{instrument, timeframe, calendar_, options.validator},
        gaps_{instrument.id, timeframe, calendar_} {
    result_.clock = clock;
  }

  /// Says where the file was out of order, before sorting it. Such candles are accepted: a file may be sorted.
  void sort(std::vector<Candle>& candles) {
    if (candles.empty()) return;
    core::Timestamp latest = candles.front().open_time;
    for (const Candle& c : candles) {
      if (c.open_time < latest) {
        const double behind = static_cast<double>((latest - c.open_time).ns) * 1e-9;
        result_.findings.push_back({FindingCode::kOutOfOrder, core::Severity::kInfo, core::Policy::kAccept, instrument_,
                                    timeframe_, c.open_time, known_at(c), -behind, 0});
      }
      latest = std::max(latest, c.open_time);
    }
    std::ranges::stable_sort(candles, {}, &Candle::open_time);
  }

  void run(const std::vector<Candle>& candles) {
    if (options_.requested) gaps_.skip_to(core::open_time_of(options_.requested->from, timeframe_));
    for (const Candle& candle : candles) take(candle);
    if (options_.requested) close_range(options_.requested->to);
    finish();
  }

  SeriesCheckResult take_result() { return std::move(result_); }

 private:
  [[nodiscard]] core::Timestamp known_at(const Candle& candle) const {
    return options_.now.value_or(end_of(candle, timeframe_));
  }

  void take(const Candle& candle) {
    const Verdict verdict = validator_.check(candle, options_.now);
    for (const core::Finding& finding : verdict.findings) result_.findings.push_back(finding);
    if (!verdict.accepted()) {
      const auto* reason =
          std::ranges::find(verdict.findings.begin(), verdict.findings.end(), verdict.policy, &core::Finding::policy);
      result_.rejected.push_back({*reason, candle});
      if (disagrees(verdict)) ++refused_;
      return;
    }
    if (const auto gap = gaps_.next(candle.open_time, known_at(candle))) note(*gap);
    Candle& kept = result_.accepted.emplace_back(candle);
    kept.flags |= verdict.flags;
    if (core::has_flag(verdict.flags, core::CandleFlag::kFlagged)) ++implausible_;
    if (calendar_.expects(candle.open_time, timeframe_)) ++expected_;
  }

  /// A repeat of the same candle, or one that will come again, says nothing bad about the source.
  static bool disagrees(const Verdict& verdict) {
    return std::ranges::any_of(verdict.findings, [](const core::Finding& f) {
      return refuses(f.policy) && f.code != FindingCode::kDuplicate && f.code != FindingCode::kUnclosedCandle;
    });
  }

  void close_range(core::Timestamp to) {
    const auto next = gaps_.expected_next();
    if (!next || *next >= to) return;
    // What is not over yet cannot be missing.
    const core::Timestamp end = options_.now ? std::min(to, core::open_time_of(*options_.now, timeframe_)) : to;
    if (*next >= end) return;
    if (const auto gap = gaps_.gap_in({*next, end}, options_.now.value_or(end))) note(*gap);
  }

  void note(const core::Gap& gap) {
    result_.gaps.push_back(gap);
    missing_ += gap.candles;
    const Rule& rule = options_.validator.rules[FindingCode::kGap];
    result_.findings.push_back({FindingCode::kGap, rule.severity, rule.policy, instrument_, timeframe_, gap.range.from,
                                gap.known_at, static_cast<double>(gap.candles), 0});
  }

  void finish() {
    const auto accepted = static_cast<std::uint64_t>(result_.accepted.size());
    // A welcome candle outside the expected hours must not hide a missing one.
    const std::uint64_t extra = accepted - expected_;
    result_.quality = quality_of(expected_ + missing_ + extra, accepted, refused_, 0, implausible_, QualityConfig{});
    result_.quality.expected = expected_ + missing_;
  }

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
  const SeriesCheckOptions& options_;
  Calendar calendar_;
  Validator validator_;
  GapDetector gaps_;
  SeriesCheckResult result_;
  std::uint64_t expected_{0};
  std::uint64_t missing_{0};
  std::uint64_t refused_{0};
  std::uint64_t implausible_{0};
};

SessionClock choose_clock(const core::Instrument& instrument, const std::vector<Candle>& sorted, ClockChoice choice) {
  if (choice == ClockChoice::kUtc) return SessionClock::kUtc;
  if (choice == ClockChoice::kBroker) return SessionClock::kBroker;
  if (instrument.calendar != core::CalendarKind::kForexWeek) return SessionClock::kUtc;
  std::vector<core::Timestamp> times;
  times.reserve(sorted.size());
  for (const Candle& c : sorted) times.push_back(c.open_time);
  std::ranges::sort(times);
  return detect_session_clock(times);
}

}  // namespace

SeriesCheckResult check_series(const core::Instrument& instrument, core::Timeframe timeframe,
                               std::vector<Candle> candles, const SeriesCheckOptions& options) {
  turn_if_newest_first(candles);
  SeriesCheck check{instrument, timeframe, options, choose_clock(instrument, candles, options.clock)};
  check.sort(candles);
  check.run(candles);
  return check.take_result();
}

}  // namespace tidemark::pipeline
