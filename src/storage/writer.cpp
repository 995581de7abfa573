#include "storage/writer.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "storage/kill_switch.hpp"

namespace tidemark::storage {

using core::Duration;
using core::ErrorKind;
using core::Status;

namespace {

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();
constexpr Duration kIdleWait = core::milliseconds(100);

/// True when the record itself is at fault: no disk, however healthy, would take it.
bool is_refusal(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidArgument:
    case ErrorKind::kParse:
    case ErrorKind::kRefused:
    case ErrorKind::kNotFound:
    case ErrorKind::kConflict:
    case ErrorKind::kUnsupported:
      return true;
    case ErrorKind::kIo:
    case ErrorKind::kUnavailable:
    case ErrorKind::kTimeout:
    case ErrorKind::kCorrupt:
    case ErrorKind::kExhausted:
    case ErrorKind::kCancelled:
    case ErrorKind::kInternal:
      return false;
  }
  std::unreachable();
}

ops::Counter& candles_counter(ops::Metrics& metrics, const char* result) {
  return metrics.counter("tidemark_store_candles_total", "Candles committed, by what the store did",
                         {{"result", result}});
}

}  // namespace

Writer::Writer(std::unique_ptr<TransactionalStore> store, const core::Clock& clock, ops::Metrics& metrics,
               ops::Logger& logger, WriterOptions options)
    : store_{std::move(store)},
      clock_{clock},
      logger_{logger},
      options_{options},
      queue_{options.capacity_rows},
      group_limit_{kNoLimit},
      queue_rows_{metrics.gauge("tidemark_store_queue_rows", "Rows submitted and not yet committed")},
      queue_rows_max_{metrics.gauge("tidemark_store_queue_rows_max", "Highest number of rows queued")},
      queue_waits_{metrics.counter("tidemark_store_queue_waits_total", "Submissions that waited for room")},
      inserted_{candles_counter(metrics, "inserted")},
      unchanged_{candles_counter(metrics, "unchanged")},
      replaced_{candles_counter(metrics, "replaced")},
      records_{metrics.counter("tidemark_store_records_total", "Records committed")},
      commits_{metrics.counter("tidemark_store_commits_total", "Transactions committed")},
      errors_{metrics.counter("tidemark_store_errors_total", "Commits that failed and are repeated")},
      rejected_{metrics.counter("tidemark_store_rejected_total", "Records the database refused")},
      commit_seconds_{metrics.latency("tidemark_store_commit_seconds", "Duration of a transaction")},
      delay_seconds_{metrics.latency("tidemark_store_delay_seconds", "From submission to commit")} {}

Status Writer::submit(WriteRecord record) {
  return queue_.push(std::move(record), clock_.monotonic(), WriterQueue::kPatient);
}

Status Writer::try_submit(WriteRecord&& record) {
  return queue_.push(std::move(record), clock_.monotonic(), WriterQueue::kNoPatience);
}

Status Writer::submit_within(Duration patience, WriteRecord&& record) {
  return queue_.push(std::move(record), clock_.monotonic(), patience);
}

Status Writer::flush() {
  return queue_.wait_until_settled();
}

WriterHealth Writer::health() const {
  const std::lock_guard lock{health_mutex_};
  WriterHealth health = health_;
  health.queue = queue_.depth();
  return health;
}

std::size_t Writer::do_work() {
  const Duration began = clock_.monotonic();
  if (retry_delay_.ns != 0 && began < retry_at_) return 0;
  queue_.drain_into(pending_);
  publish_depth();
  if (pending_.empty()) return 0;

  Group group;
  const Status committed = commit_group(group);
  if (committed) {
    settle(group, began);
    return group.records;
  }
  const core::Error& error = committed.error();
  if (!is_refusal(error.kind)) {
    retry_later(error);
    return 0;
  }
  // Nothing was committed. What came before the refused record goes first, then that record stands alone and is judged.
  if (group.records == 0) return reject_front(error);
  group_limit_ = group.records;
  return do_work();
}

/// Writes pending records until a limit is reached; `group` counts those written, also when the one after them failed.
Status Writer::commit_group(Group& group) {
  const Duration began = clock_.monotonic();
  return store_->in_transaction([&]() -> Status {
    for (const QueuedRecord& queued : pending_) {
      const bool full = group.rows != 0 && group.rows + queued.rows > options_.commit_rows_max;
      if (full || group.records >= group_limit_) break;
      if (auto written = write_record(*store_, queued.record, group.candles); !written) return written;
      ++group.records;
      group.rows += queued.rows;
      if (clock_.monotonic() - began >= options_.commit_time_max) break;
    }
    return {};
  });
}

void Writer::settle(const Group& group, Duration began) {
  const Duration now = clock_.monotonic();
  commit_seconds_.record((now - began).ns);
  commits_.add();
  records_.add(group.records);
  inserted_.add(group.candles.inserted);
  unchanged_.add(group.candles.unchanged);
  replaced_.add(group.candles.replaced);
  std::uint64_t sequence = 0;
  for (std::size_t i = 0; i < group.records; ++i) {
    delay_seconds_.record((now - pending_.front().submitted_at).ns);
    sequence = pending_.front().sequence;
    pending_.pop_front();
  }
  group_limit_ = kNoLimit;
  if (retry_delay_.ns != 0) {
    retry_delay_ = {0};
    logger_.info("store writes again", {{"rows", group.rows}});
    note(WriterState::kWriting, std::nullopt);
  }
  queue_.settle(sequence, group.rows);
  publish_depth();
}

std::size_t Writer::reject_front(const core::Error& error) {
  QueuedRecord& refused = pending_.front();
  const auto* change = std::get_if<Boxed<TradingChange>>(&refused.record);
  Boxed<TradingChange> instead;
  if (change != nullptr) {
    auto made = in_place_of(**change, error, store_->trading_ledger(), clock_.now());
    if (!made) {  // nothing is given up before the switch can be engaged
      retry_later(made.error());
      return 0;
    }
    if (*made) instead = std::make_unique<TradingChange>(std::move(**made));
  }
  rejected_.add();
  logger_.error("store refused a record", {{"code", error.code},
                                           {"error", error.text()},
                                           {"rows", refused.rows},
                                           {"lost", change == nullptr ? std::string{} : describe(**change)}});
  {
    const std::lock_guard lock{health_mutex_};
    ++health_.rejected;
    health_.last_error = error;
  }
  queue_.reject(refused.sequence, error);
  if (instead) {
    refused.record = std::move(instead);
    return do_work();
  }
  const std::uint64_t sequence = refused.sequence;
  const std::uint64_t rows = refused.rows;
  pending_.pop_front();
  group_limit_ = kNoLimit;
  queue_.settle(sequence, rows);
  return 1;
}

void Writer::retry_later(const core::Error& error) {
  errors_.add();
  retry_delay_ = retry_delay_.ns == 0 ? options_.retry_delay_min : std::min(retry_delay_ * 2, options_.retry_delay_max);
  retry_at_ = clock_.monotonic() + retry_delay_;
  logger_.warning("store cannot write, will try again",
                  {{"code", error.code}, {"error", error.text()}, {"retry_ms", retry_delay_ / core::milliseconds(1)}});
  note(WriterState::kRetrying, error);
  queue_.fail(error);
}

void Writer::wait_for_work(const std::stop_token& stop) {
  if (retry_delay_.ns == 0) {
    if (pending_.empty()) queue_.wait_for_records(stop, kIdleWait);
    return;
  }
  // Records already wait, so their arrival is no signal: sleep out the delay in slices.
  const Duration left = retry_at_ - clock_.monotonic();
  if (left.ns > 0) queue_.wait_for_stop(stop, std::min(left, kIdleWait));
}

Status Writer::close_and_drain() {
  queue_.close();
  Status outcome;
  for (;;) {
    retry_at_ = {0};
    if (do_work() != 0) continue;
    if (pending_.empty()) break;
    const core::Error reason = health().last_error.value_or(core::Error{});
    outcome =
        core::fail(reason.kind, reason.code,
                   std::to_string(pending_.size()) + " records could not be stored: " + reason.message, reason.place);
    logger_.error("store stops with unwritten records",
                  {{"records", std::uint64_t{pending_.size()}}, {"error", reason.text()}});
    break;
  }
  note(WriterState::kStopped, outcome ? std::nullopt : std::optional{outcome.error()});
  return outcome;
}

void Writer::note(WriterState state, std::optional<core::Error> error) {
  const std::lock_guard lock{health_mutex_};
  health_.state = state;
  health_.last_error = std::move(error);
}

void Writer::publish_depth() {
  const WriterQueue::Depth depth = queue_.depth();
  queue_rows_.set(static_cast<double>(depth.rows));
  queue_rows_max_.set(static_cast<double>(depth.rows_max));
  queue_waits_.add(depth.waits - std::exchange(waits_published_, depth.waits));
}

}  // namespace tidemark::storage
