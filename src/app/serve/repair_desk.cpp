#include "app/serve/repair_desk.hpp"

#include <algorithm>
#include <utility>

#include "app/deriving_store.hpp"
#include "core/timeframe.hpp"

namespace tidemark::app {
namespace {

constexpr core::Duration kLookBack = core::days(15);    // two whole weeks and what is left of a third
constexpr core::Duration kSettled = core::seconds(10);  ///< after a period's end, its last candles are stored
constexpr core::Duration kNapMax = core::minutes(1);

std::vector<core::Candle> partial_only(std::vector<core::Candle> candles, core::Timeframe timeframe,
                                       core::Timestamp now) {
  std::erase_if(candles, [&](const core::Candle& c) {
    return !core::has_flag(c.flags, core::CandleFlag::kPartial) || c.open_time + core::duration_of(timeframe) > now;
  });
  return candles;
}

/// Stored candles of a range in the instrument's own units; none when they are in other units.
core::Result<std::vector<core::Candle>> read(storage::Store& store, const core::Instrument& instrument,
                                             core::Timeframe timeframe, core::TimeRange range) {
  auto page = read_all(store, {instrument.venue, instrument.symbol, timeframe}, range.from, range.to);
  if (!page && page.error().kind == core::ErrorKind::kNotFound) return std::vector<core::Candle>{};
  if (!page) return core::forward_error(page);
  if (page->scale != instrument.scale) return std::vector<core::Candle>{};
  return std::move(page->candles);
}

}  // namespace

core::Status RepairDesk::submit(RepairedRange repair) {
  {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() >= kWaitingMax) {
      ++refused_;
      return core::fail(core::ErrorKind::kExhausted, "repairs_waiting",
                        "too many repairs are waiting for the store; the hole stays open", repair.instrument.key());
    }
    waiting_.push_back(std::move(repair));
    waiting_most_ = std::max(waiting_most_, waiting_.size());
  }
  parker_.notify();
  return {};
}

void RepairDesk::put_instrument(const core::Instrument& instrument) {
  {
    const std::lock_guard lock{mutex_};
    instruments_.insert_or_assign(instrument.id.value, instrument);
    due_.emplace(on_.clock.now() + kSettled, instrument.id.value);
  }
  parker_.notify();
}

bus::QueueStats RepairDesk::stats() const {
  const std::lock_guard lock{mutex_};
  return {.name = "repairs",
          .owner = "repair",
          .unit = "ranges",
          .policy = bus::OverflowPolicy::kRefuse,
          .capacity = kWaitingMax,
          .depth = waiting_.size(),
          .high_water = waiting_most_,
          .full = refused_,
          .lost = refused_};
}

std::vector<RepairedRange> RepairDesk::take() {
  const std::lock_guard lock{mutex_};
  std::vector<RepairedRange> all{std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.end())};
  waiting_.clear();
  return all;
}

core::Duration RepairDesk::until_next() const {
  const std::lock_guard lock{mutex_};
  if (due_.empty()) return kNapMax;
  return std::clamp(due_.begin()->first - on_.clock.now(), core::milliseconds(10), kNapMax);
}

void RepairDesk::run(const std::stop_token& stop) {
  const auto ready = [&] {
    const std::lock_guard lock{mutex_};
    return stop.stop_requested() || !waiting_.empty();
  };
  while (!stop.stop_requested()) {
    parker_.wait(ready, until_next());
    const std::vector<RepairedRange> repairs = take();
    auto store = storage::open_store(on_.store_path, storage::OpenMode::kReadOnly);
    if (!store) {
      on_.logger.error(store.error().text(), {{"part", std::string_view{"repair"}}});
      continue;
    }
    for (const RepairedRange& range : repairs) repair(**store, range);
    mend_due(**store);
  }
}

void RepairDesk::repair(storage::Store& store, const RepairedRange& range) {
  const core::Timestamp now = on_.clock.now();
  auto stored = read(store, range.instrument, core::Timeframe::k1m, weeks_around(range.range));
  if (!stored) return report(stored.error(), range.instrument);
  on_.say(outputs_of_repair(range, *stored, now));
  // The engine will close the periods under way without these candles: they are looked at again when they are over.
  const std::lock_guard lock{mutex_};
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    const core::Timestamp last = core::open_time_of(range.range.to - core::nanoseconds(1), timeframe);
    const core::Timestamp end = last + core::duration_of(timeframe);
    if (end > now) due_.emplace(end + kSettled, range.instrument.id.value);
  }
}

void RepairDesk::mend_due(storage::Store& store) {
  const core::Timestamp now = on_.clock.now();
  std::vector<core::Instrument> instruments;
  {
    const std::lock_guard lock{mutex_};
    while (!due_.empty() && due_.begin()->first <= now) {
      const std::uint32_t id = due_.begin()->second;
      due_.erase(due_.begin());
      if (std::ranges::none_of(instruments, [&](const core::Instrument& i) { return i.id.value == id; })) {
        instruments.push_back(instruments_.at(id));
      }
    }
  }
  for (const core::Instrument& instrument : instruments) mend(store, instrument, now);
}

void RepairDesk::mend(storage::Store& store, const core::Instrument& instrument, core::Timestamp now) {
  const core::Timestamp since = core::open_time_of(now - kLookBack, core::Timeframe::k1w);
  std::vector<core::Candle> base;
  std::vector<engine::Output> outputs;
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    if (timeframe == core::Timeframe::k1m) continue;
    auto stored = read(store, instrument, timeframe, {since, now});
    if (!stored) return report(stored.error(), instrument);
    const auto partial = partial_only(std::move(*stored), timeframe, now);
    if (partial.empty()) continue;
    if (base.empty()) {
      auto minutes = read(store, instrument, core::Timeframe::k1m, {since, now});
      if (!minutes) return report(minutes.error(), instrument);
      base = std::move(*minutes);
    }
    for (const core::Candle& candle : mended(instrument, timeframe, partial, base)) {
      outputs.emplace_back(engine::CandleOutput{instrument.id, timeframe, core::CandleState::kClosed, candle, now});
    }
  }
  if (outputs.empty()) return;
  on_.logger.info("built candles anew whose base had been incomplete",
                  {{"instrument", std::string_view{instrument.symbol}}, {"candles", outputs.size()}});
  on_.say(std::move(outputs));
}

void RepairDesk::report(const core::Error& error, const core::Instrument& instrument) {
  on_.logger.error(error.text(),
                   {{"part", std::string_view{"repair"}}, {"instrument", std::string_view{instrument.symbol}}});
}

}  // namespace tidemark::app
