#include "app/fetch_series.hpp"

#include <algorithm>
#include <utility>

#include "app/deriving_store.hpp"
#include "net/backoff.hpp"
#include "net/rate_limiter.hpp"
#include "net/rate_reply.hpp"
#include "pipeline/series_check.hpp"
#include "venues/binance/history.hpp"
#include "venues/binance/live/live_config.hpp"

namespace tidemark::app {
namespace {

using venues::binance::History;

/// A download under way has patience; one that cannot even begin says so soon.
constexpr std::uint32_t kAttempts = 6;
constexpr std::uint32_t kFirstAttempts = 2;

bool is_the_venues_trouble(int status) {
  return status == 429 || status == 418 || status == 403 || status >= 500;
}

/// One download: what it asks with, and what it has learned.
class Download {
 public:
  Download(const FetchRequest& request, storage::Store& store, const FetchDependencies& dependencies)
      : request_{request},
        store_{store},
        on_{dependencies},
        history_{request.market},
        limiter_{{{.budget = venues::binance::weight_limit_of({.market = request.market})}}},
        backoff_{{.cap = core::seconds(30)}, core::Rng{static_cast<std::uint64_t>(dependencies.clock.now().ns)}} {}

  core::Result<ImportReport> run();

 private:
  core::Result<std::string> ask(const History::Page& page);
  core::Status wait_for_turn(std::uint32_t weight);
  core::Status learn_facts();
  core::Status fetch_range(core::TimeRange range);
  core::Status keep(std::vector<core::Candle> candles);
  core::Status judge_whole();
  [[nodiscard]] core::Result<std::vector<core::Candle>> stored() const;

  const FetchRequest& request_;
  storage::Store& store_;
  const FetchDependencies& on_;
  History history_;
  net::RateLimiter limiter_;
  net::Backoff backoff_;
  core::Instrument instrument_;
  ImportReport report_;
  FetchProgress progress_;
  bool begun_{false};  ///< the venue has answered once
};

core::Status Download::wait_for_turn(std::uint32_t weight) {
  for (;;) {
    const auto wait = limiter_.take(weight, on_.clock.now());
    if (!wait) return std::unexpected(wait.error());
    if (wait->ns <= 0) return {};
    progress_.waiting = *wait;
    on_.progress(progress_);
    progress_.waiting = {};
    on_.pause(*wait);
  }
}

core::Result<std::string> Download::ask(const History::Page& page) {
  std::string last;
  const std::uint32_t attempts = begun_ ? kAttempts : kFirstAttempts;
  for (std::uint32_t attempt = 0; attempt < attempts; ++attempt) {
    if (auto status = wait_for_turn(page.weight); !status) return core::forward_error(status);
    auto reply = on_.ask({.url = request_.rest_url + page.path});
    if (reply && !is_the_venues_trouble(reply->status)) {
      begun_ = true;
      return std::move(reply->body);
    }
    last = reply ? "status " + std::to_string(reply->status) : reply.error().message;
    if (!reply && !core::is_retryable(reply.error().kind)) return core::forward_error(reply);
    if (reply) net::heed_reply(limiter_, reply->status, reply->headers, on_.clock.now());
    on_.pause(backoff_.failed(on_.clock.now()));
  }
  return core::fail(core::ErrorKind::kUnavailable, "venue_unavailable",
                    "the venue did not answer " + std::to_string(attempts) + " times (" + last +
                        "); run the same command again later, it goes on where it stopped",
                    request_.rest_url);
}

core::Status Download::learn_facts() {
  auto body = ask(history_.facts(request_.symbol));
  if (!body) return core::forward_error(body);
  auto facts = history_.take_facts(request_.symbol, *body);
  if (!facts) return core::forward_error(facts);
  instrument_ = std::move(*facts);
  report_.layout = instrument_.venue + " klines";
  report_.series = {instrument_.venue, instrument_.symbol, request_.timeframe};
  report_.scale = instrument_.scale;
  return store_.put_instrument(instrument_);
}

core::Result<std::vector<core::Candle>> Download::stored() const {
  auto page = read_all(store_, report_.series, request_.range.from, request_.range.to);
  if (!page && page.error().kind == core::ErrorKind::kNotFound) return std::vector<core::Candle>{};
  if (!page) return core::forward_error(page);
  return std::move(page->candles);
}

core::Status Download::keep(std::vector<core::Candle> candles) {
  report_.rows_read += candles.size();
  auto checked = pipeline::check_series(instrument_, request_.timeframe, std::move(candles), {});
  if (auto status = keep_rejected(checked.rejected, report_, store_); !status) return status;
  report_.accepted += checked.accepted.size();
  auto written = store_.put_candles(
      storage::CandleBatch{instrument_, request_.timeframe, instrument_.venue, std::move(checked.accepted)});
  if (!written) return core::forward_error(written);
  report_.stored.inserted += written->inserted;
  report_.stored.unchanged += written->unchanged;
  report_.stored.replaced += written->replaced;
  return {};
}

core::Status Download::fetch_range(core::TimeRange range) {
  while (range.from < range.to) {
    const History::Page page = history_.candles(request_.symbol, request_.timeframe, range);
    auto body = ask(page);
    if (!body) return core::forward_error(body);
    auto candles = history_.take_candles(page, *body, on_.clock.now());
    if (!candles) return core::forward_error(candles);
    if (candles->empty()) return {};  // the venue has nothing more in this stretch
    range.from = candles->back().open_time + core::duration_of(request_.timeframe);
    if (auto status = keep(std::move(*candles)); !status) return status;
    progress_.until = range.from;
    progress_.stored = report_.accepted;
    on_.progress(progress_);
  }
  return {};
}

/// Gaps and quality of the whole range as it is stored now.
core::Status Download::judge_whole() {
  auto all = stored();
  if (!all) return core::forward_error(all);
  if (all->empty()) {
    return core::fail(core::ErrorKind::kNotFound, "no_candles", "the venue has no closed candles in this range",
                      request_.symbol);
  }
  report_.first = all->front().open_time;
  report_.last = all->back().open_time;
  const auto checked = pipeline::check_series(instrument_, request_.timeframe, std::move(*all), {});
  report_.gaps = checked.gaps;
  report_.quality = checked.quality;
  for (core::Gap& gap : report_.gaps) gap.reason = core::GapReason::kVenueOutage;
  const core::TimeRange range{*report_.first, *report_.last + core::duration_of(request_.timeframe)};
  if (auto status = store_.replace_gaps(report_.series, range, report_.gaps); !status) return status;
  return store_.put_quality({{report_.series, range.to, report_.quality}});
}

core::Result<ImportReport> Download::run() {
  if (auto status = learn_facts(); !status) return core::forward_error(status);
  auto present = stored();
  if (!present) return core::forward_error(present);
  for (const core::TimeRange& range : missing_ranges(*present, request_.timeframe, request_.range)) {
    if (auto status = fetch_range(range); !status) return core::forward_error(status);
  }
  if (auto status = judge_whole(); !status) return core::forward_error(status);
  return std::move(report_);
}

}  // namespace

std::vector<core::TimeRange> missing_ranges(const std::vector<core::Candle>& stored, core::Timeframe timeframe,
                                            core::TimeRange range) {
  std::vector<core::TimeRange> missing;
  core::Timestamp expected = range.from;
  for (const core::Candle& candle : stored) {
    if (candle.open_time < expected || candle.open_time >= range.to) continue;
    if (candle.open_time > expected) missing.push_back({expected, candle.open_time});
    expected = candle.open_time + core::duration_of(timeframe);
  }
  if (expected < range.to) missing.push_back({expected, range.to});
  return missing;
}

core::Result<ImportReport> fetch_series(const FetchRequest& request, storage::Store& store,
                                        const FetchDependencies& dependencies) {
  return Download{request, store, dependencies}.run();
}

}  // namespace tidemark::app
