#include "app/serve/repair.hpp"

#include <algorithm>
#include <iterator>

#include "core/timeframe.hpp"
#include "pipeline/aggregate_series.hpp"
#include "pipeline/calendar.hpp"

namespace tidemark::app {
namespace {

using core::Candle;
using core::Timeframe;
using core::Timestamp;

constexpr Timeframe kBase = Timeframe::k1m;

std::span<const Candle> within(std::span<const Candle> candles, core::TimeRange range) {
  const auto from = std::ranges::lower_bound(candles, range.from, {}, &Candle::open_time);
  const auto to = std::ranges::lower_bound(candles, range.to, {}, &Candle::open_time);
  return {from, to};
}

/// Candles of `repair` that are not stored, marked.
std::vector<Candle> news(const RepairedRange& repair, std::span<const Candle> stored) {
  std::vector<Candle> fresh;
  for (Candle candle : within(repair.candles, repair.range)) {
    if (std::ranges::binary_search(stored, candle.open_time, {}, &Candle::open_time)) continue;
    core::set_flag(candle.flags, core::CandleFlag::kRepaired);
    fresh.push_back(candle);
  }
  return fresh;
}

std::vector<Candle> merged(std::span<const Candle> a, std::span<const Candle> b) {
  std::vector<Candle> all;
  all.reserve(a.size() + b.size());
  std::ranges::merge(a, b, std::back_inserter(all), {}, &Candle::open_time, &Candle::open_time);
  return all;
}

/// Runs of equal fate become the ledger's entries: what was filled, and what nobody has.
class Ledger {
 public:
  Ledger(const core::Instrument& instrument, Timestamp now) : instrument_{instrument.id}, now_{now} {}

  void filled(Timestamp minute) { add(minute, core::GapReason::kDisconnect, core::GapState::kFilled); }
  void lacking(Timestamp minute) { add(minute, core::GapReason::kVenueOutage, core::GapState::kUnrecoverable); }
  void present() { open_ = false; }
  [[nodiscard]] std::vector<core::Gap> take() { return std::move(gaps_); }

 private:
  void add(Timestamp minute, core::GapReason reason, core::GapState state) {
    const Timestamp end = minute + core::duration_of(kBase);
    if (open_ && gaps_.back().state == state) {
      gaps_.back().range.to = end;
      ++gaps_.back().candles;
      return;
    }
    core::Gap gap;
    gap.instrument = instrument_;
    gap.timeframe = kBase;
    gap.range = {minute, end};
    gap.candles = 1;
    gap.reason = reason;
    gap.state = state;
    gap.known_at = now_;
    gaps_.push_back(gap);
    open_ = true;
  }

  core::InstrumentId instrument_;
  Timestamp now_;
  std::vector<core::Gap> gaps_;
  bool open_{false};  ///< the last entry reaches up to the minute before
};

std::vector<core::Gap> ledger_of(const RepairedRange& repair, std::span<const Candle> stored,
                                 std::span<const Candle> fresh, const pipeline::Calendar& calendar, Timestamp now) {
  Ledger ledger{repair.instrument, now};
  for (Timestamp minute = core::open_time_of(repair.range.from, kBase); minute < repair.range.to;
       minute = minute + core::duration_of(kBase)) {
    if (std::ranges::binary_search(fresh, minute, {}, &Candle::open_time)) {
      ledger.filled(minute);
    } else if (std::ranges::binary_search(stored, minute, {}, &Candle::open_time) || !calendar.expects(minute, kBase)) {
      ledger.present();
    } else {
      ledger.lacking(minute);
    }
  }
  return ledger.take();
}

}  // namespace

core::TimeRange weeks_around(core::TimeRange range) {
  const Timestamp last = core::open_time_of(range.to - core::nanoseconds(1), Timeframe::k1w);
  return {core::open_time_of(range.from, Timeframe::k1w), last + core::duration_of(Timeframe::k1w)};
}

std::vector<engine::Output> outputs_of_repair(const RepairedRange& repair, std::span<const Candle> stored,
                                              Timestamp now) {
  const pipeline::Calendar calendar = pipeline::calendar_for(repair.instrument);
  const std::vector<Candle> fresh = news(repair, stored);
  const std::vector<Candle> base = merged(stored, fresh);
  std::vector<engine::Output> outputs;
  const auto say = [&](Timeframe timeframe, const Candle& candle) {
    outputs.emplace_back(
        engine::CandleOutput{repair.instrument.id, timeframe, core::CandleState::kClosed, candle, now});
  };
  for (const Candle& candle : fresh) say(kBase, candle);
  for (const Timeframe timeframe : core::kAllTimeframes) {
    if (timeframe == kBase || fresh.empty()) continue;
    const core::TimeRange periods{core::open_time_of(fresh.front().open_time, timeframe),
                                  fresh.back().open_time + core::nanoseconds(1)};
    const core::TimeRange minutes{periods.from,
                                  core::open_time_of(fresh.back().open_time, timeframe) + core::duration_of(timeframe)};
    const auto longer = pipeline::aggregate_series(within(base, minutes), kBase, timeframe, calendar);
    for (const Candle& candle : within(longer, periods)) {
      if (candle.open_time + core::duration_of(timeframe) <= now) say(timeframe, candle);
    }
  }
  for (const core::Gap& gap : ledger_of(repair, stored, fresh, calendar, now)) outputs.emplace_back(gap);
  return outputs;
}

std::vector<Candle> mended(const core::Instrument& instrument, Timeframe timeframe, std::span<const Candle> partial,
                           std::span<const Candle> base) {
  const pipeline::Calendar calendar = pipeline::calendar_for(instrument);
  std::vector<Candle> whole;
  for (const Candle& candle : partial) {
    const core::TimeRange period{candle.open_time, candle.open_time + core::duration_of(timeframe)};
    const auto built = pipeline::aggregate_series(within(base, period), kBase, timeframe, calendar);
    if (built.size() == 1 && !core::has_flag(built.front().flags, core::CandleFlag::kPartial)) {
      whole.push_back(built.front());
    }
  }
  return whole;
}

}  // namespace tidemark::app
