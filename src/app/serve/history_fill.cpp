#include "app/serve/history_fill.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "app/venue_address.hpp"
#include "core/timeframe.hpp"
#include "net/rate_reply.hpp"

namespace tidemark::app {
namespace {

using venues::binance::History;
using venues::binance::Market;

/// A tenth of what a market allows: the live session comes first.
constexpr std::int64_t kWeightPerMinute = 200;
/// A chart's first view. Who holds as many wants no more.
constexpr std::uint32_t kEnough = 300;
constexpr core::Duration kNap = core::minutes(1);
constexpr core::Duration kFirstRetry = core::minutes(1);

}  // namespace

HistoryFill::HistoryFill(const Dependencies& dependencies)
    : on_{dependencies}, limiter_{{{.budget = kWeightPerMinute}}} {}

void HistoryFill::put_instrument(const core::Instrument& instrument) {
  {
    const std::lock_guard lock{mutex_};
    if (std::ranges::any_of(waiting_, [&](const Waiting& w) { return w.instrument.id == instrument.id; })) return;
    if (waiting_.size() >= kWaitingMax) {
      ++refused_;
      return;
    }
    waiting_.push_back({on_.clock.now() + on_.delay, instrument});
    waiting_most_ = std::max(waiting_most_, waiting_.size());
  }
  interrupt();
}

void HistoryFill::interrupt() {
  poked_ = true;
  parker_.notify();
}

bus::QueueStats HistoryFill::stats() const {
  const std::lock_guard lock{mutex_};
  return {.name = "history",
          .owner = "history",
          .unit = "instruments",
          .policy = bus::OverflowPolicy::kRefuse,
          .capacity = kWaitingMax,
          .depth = waiting_.size(),
          .high_water = waiting_most_,
          .full = refused_,
          .lost = refused_};
}

std::optional<HistoryFill::Waiting> HistoryFill::take() {
  const std::lock_guard lock{mutex_};
  if (waiting_.empty() || waiting_.front().due > on_.clock.now()) return std::nullopt;
  Waiting first = std::move(waiting_.front());
  waiting_.pop_front();
  return first;
}

void HistoryFill::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (auto waiting = take()) {
      fill_or_wait(std::move(*waiting), stop);
      continue;
    }
    parker_.wait([&] { return stop.stop_requested() || poked_.exchange(false); }, until_next());
  }
}

core::Duration HistoryFill::until_next() const {
  const std::lock_guard lock{mutex_};
  if (waiting_.empty()) return kNap;
  return std::clamp(waiting_.front().due - on_.clock.now(), core::milliseconds(10), kNap);
}

core::Status HistoryFill::fill(const core::Instrument& instrument, const std::stop_token& stop) {
  const Market market = instrument.venue == venues::binance::venue_of(Market::kUsdm) ? Market::kUsdm : Market::kSpot;
  History history{market, instrument};
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    if (timeframe == core::Timeframe::k1m) continue;  // the session's own work
    if (stop.stop_requested()) return {};
    if (auto status = fill_timeframe(history, instrument, timeframe, stop); !status) return status;
  }
  return {};
}

void HistoryFill::fill_or_wait(Waiting&& waiting, const std::stop_token& stop) {
  const core::Status status = fill(waiting.instrument, stop);
  if (status || status.error().kind == core::ErrorKind::kCancelled) return;
  const bool is_last = ++waiting.tries == kTries || !core::is_retryable(status.error().kind);
  on_.logger.info(is_last ? "no history was fetched" : "no history was fetched yet",
                  {{"instrument", std::string_view{waiting.instrument.symbol}},
                   {"tries", waiting.tries},
                   {"reason", std::string_view{status.error().message}}});
  if (!is_last) try_later(std::move(waiting));
}

void HistoryFill::try_later(Waiting&& waiting) {
  waiting.due = on_.clock.now() + core::Duration{kFirstRetry.ns << (waiting.tries - 1)};
  const std::lock_guard lock{mutex_};
  waiting_.insert(std::ranges::upper_bound(waiting_, waiting.due, {}, &Waiting::due), std::move(waiting));
}

core::Result<std::optional<core::TimeRange>> HistoryFill::lacking(const core::Instrument& instrument,
                                                                  core::Timeframe timeframe) {
  const core::Timestamp now = on_.clock.now();
  const core::Timestamp last = core::open_time_of(now, timeframe);
  auto store = storage::open_store(on_.store_path, storage::OpenMode::kReadOnly);
  if (!store) return core::forward_error(store);
  auto page = (*store)->candles({.series = {instrument.venue, instrument.symbol, timeframe}, .limit = kEnough});
  if (!page && page.error().kind != core::ErrorKind::kNotFound) return core::forward_error(page);
  if (page && page->candles.size() >= kEnough) return std::optional<core::TimeRange>{};
  // Up to our first whole candle: what the engine has built is never replaced.
  core::Timestamp until = last;
  if (page) {
    const auto whole = std::ranges::find_if(
        page->candles, [](const core::Candle& c) { return !core::has_flag(c.flags, core::CandleFlag::kPartial); });
    if (whole != page->candles.end()) until = whole->open_time;
  }
  const auto span = core::Duration{core::duration_of(timeframe).ns * History::kPageCandles};
  return std::optional{core::TimeRange{until - span, until}};
}

core::Status HistoryFill::fill_timeframe(History& history, const core::Instrument& instrument,
                                         core::Timeframe timeframe, const std::stop_token& stop) {
  auto range = lacking(instrument, timeframe);
  if (!range) return core::forward_error(range);
  if (!*range) return {};
  const History::Page page = history.candles(instrument.symbol, timeframe, **range);
  auto body = ask(endpoints_of(on_.venues, history.market()).rest, page, stop);
  if (!body) return core::forward_error(body);
  auto candles = history.take_candles(page, *body, on_.clock.now());
  if (!candles) return core::forward_error(candles);
  std::vector<engine::Output> outputs;
  outputs.reserve(candles->size());
  for (const core::Candle& candle : *candles) {
    outputs.emplace_back(
        engine::CandleOutput{instrument.id, timeframe, core::CandleState::kClosed, candle, on_.clock.now()});
  }
  on_.say(std::move(outputs));
  return {};
}

core::Result<std::string> HistoryFill::ask(const std::string& rest_url, const History::Page& page,
                                           const std::stop_token& stop) {
  for (;;) {
    const auto wait = limiter_.take(page.weight, on_.clock.now());
    if (!wait) return std::unexpected(wait.error());
    if (wait->ns <= 0) break;
    if (parker_.wait([&] { return stop.stop_requested(); }, *wait)) break;
  }
  struct Answer {
    std::mutex mutex;
    std::optional<core::Result<net::RestReply>> reply;
  };
  // The answer may come when nobody waits for it any more.
  const auto answer = std::make_shared<Answer>();
  const auto ticket =
      on_.rest.submit({.url = rest_url + page.path}, [this, answer](core::Result<net::RestReply> reply) {
        {
          const std::lock_guard lock{answer->mutex};
          answer->reply = std::move(reply);
        }
        parker_.notify();
      });
  if (!ticket) return std::unexpected(ticket.error());
  const auto answered = [&] {
    const std::lock_guard lock{answer->mutex};
    return answer->reply.has_value();
  };
  while (!answered()) {
    if (stop.stop_requested()) {
      on_.rest.cancel(*ticket);
      return core::fail(core::ErrorKind::kCancelled, "stopping", "serving ends");
    }
    parker_.wait([&] { return answered() || stop.stop_requested(); }, kNap);
  }
  const std::lock_guard lock{answer->mutex};
  if (!*answer->reply) return std::unexpected(answer->reply->error());
  net::RestReply& reply = **answer->reply;
  net::heed_reply(limiter_, reply.status, reply.headers, on_.clock.now());
  if (reply.status != 200) {
    return core::fail(core::ErrorKind::kUnavailable, "venue_unavailable",
                      "the venue answers with status " + std::to_string(reply.status));
  }
  return std::move(reply.body);
}

}  // namespace tidemark::app
