#include "app/serve/backtest_desk.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <span>
#include <sstream>
#include <utility>

#include "app/backtest/backtest_report.hpp"
#include "app/backtest/optimization.hpp"
#include "app/serve/backtest_request.hpp"
#include "net/json_writer.hpp"
#include "storage/files/durable_file.hpp"

namespace tidemark::app {
namespace {

using api::BacktestJob;
using core::ErrorKind;
using core::Result;
using core::Status;

constexpr core::Duration kNap = core::seconds(1);

std::unexpected<core::Error> unknown() {
  return core::fail(ErrorKind::kNotFound, "unknown_backtest", "There is no backtest of this id.", "id");
}

Status write_file(const std::filesystem::path& path, const std::string& text) {
  auto target = storage::files::DurableFile::create(path);
  if (!target) return std::unexpected(target.error());
  if (auto written = target->write(std::as_bytes(std::span{text})); !written) return written;
  return target->commit();
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

std::string document_of(const BacktestJob& job) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("state").text(job.state).key("created_ns").integer(job.created.ns);
  json.key("started_ns").integer(job.started ? job.started->ns : 0);
  json.key("ended_ns").integer(job.ended ? job.ended->ns : 0);
  json.key("candles").unsigned_integer(job.candles).key("error").text(job.error);
  json.key("request").text(job.request).end_object();
  return text;
}

std::optional<BacktestJob> job_of(std::string id, const std::string& document) {
  const auto json = net::parse_json(document);
  if (!json) return std::nullopt;
  const auto integer = [&](const char* name) -> std::int64_t {
    const auto* value = json->find(name);
    return value == nullptr || value->integer() == nullptr ? 0 : *value->integer();
  };
  const auto text = [&](const char* name) -> std::string {
    const auto* value = json->find(name);
    return value == nullptr || value->text() == nullptr ? "" : *value->text();
  };
  BacktestJob job;
  job.id = std::move(id);
  job.state = text("state");
  job.created = {integer("created_ns")};
  if (integer("started_ns") != 0) job.started = core::Timestamp{integer("started_ns")};
  if (integer("ended_ns") != 0) job.ended = core::Timestamp{integer("ended_ns")};
  job.candles = static_cast<std::uint64_t>(integer("candles"));
  job.error = text("error");
  job.request = text("request");
  if (job.state.empty() || job.request.empty()) return std::nullopt;
  return job;
}

/// Named by the moment it was asked for, so that names sort by time.
std::string id_of(core::Timestamp now) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id(16, '0');
  auto rest = static_cast<std::uint64_t>(now.ns);
  for (std::size_t i = id.size(); i-- > 0;) {
    id[i] = kDigits[rest & 0xF];
    rest >>= 4U;
  }
  return id;
}

}  // namespace

Result<std::unique_ptr<BacktestDesk>> BacktestDesk::open(Dependencies dependencies) {
  std::error_code error;
  std::filesystem::create_directories(dependencies.dir, error);
  if (error) {
    return core::fail(ErrorKind::kIo, "unwritable", "the folder cannot be made: " + error.message(),
                      dependencies.dir.string());
  }
  std::unique_ptr<BacktestDesk> desk{new BacktestDesk{std::move(dependencies)}};
  desk->load();
  return desk;
}

std::filesystem::path BacktestDesk::file(const std::string& id, const char* what) const {
  return on_.dir / (id + "." + what + ".json");
}

void BacktestDesk::load() {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator{on_.dir, error}) {
    const std::string name = entry.path().filename().string();
    constexpr std::string_view kEnd = ".job.json";
    if (!name.ends_with(kEnd)) continue;
    const auto document = read_file(entry.path());
    if (!document) continue;
    const std::string id = name.substr(0, name.size() - kEnd.size());
    auto job = job_of(id, *document);
    if (!job) continue;
    if (job->state == "queued" || job->state == "running") {
      job->state = "failed";
      job->error = "the program ended before it did";
      keep(*job);
    }
    jobs_.emplace(id, std::move(*job));
  }
  forget_oldest();
}

void BacktestDesk::keep(const BacktestJob& job) const {
  if (auto kept = write_file(file(job.id, "job"), document_of(job)); !kept) {
    on_.logger.warning(kept.error().text(), {{"part", std::string_view{"backtests"}}});
  }
}

void BacktestDesk::forget_oldest() {
  while (jobs_.size() > kKept) {
    const auto oldest = std::ranges::find_if(
        jobs_, [](const auto& one) { return one.second.state != "queued" && one.second.state != "running"; });
    if (oldest == jobs_.end()) return;
    std::error_code ignored;
    std::filesystem::remove(file(oldest->first, "job"), ignored);
    std::filesystem::remove(file(oldest->first, "result"), ignored);
    jobs_.erase(oldest);
  }
}

std::vector<BacktestJob> BacktestDesk::jobs() const {
  const std::lock_guard lock{mutex_};
  std::vector<BacktestJob> all;
  for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) all.push_back(job->second);
  return all;
}

Result<BacktestJob> BacktestDesk::submit(const net::JsonValue& json) {
  auto options = read_backtest_request(
      json, {.store = on_.store_path, .candles_most = kCandlesMost, .combinations_most = kCombinationsMost});
  if (!options) return std::unexpected(options.error());
  BacktestJob job;
  job.state = "queued";
  job.created = on_.clock.now();
  job.request = backtest_request_text(*options);
  {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() >= kWaitingMax) {
      refused_.fetch_add(1, std::memory_order_relaxed);
      return core::fail(ErrorKind::kExhausted, "too_many_backtests", "As many backtests wait as may.");
    }
    job.id = id_of(job.created);
    while (jobs_.contains(job.id)) job.id = id_of({++job.created.ns});
    jobs_.emplace(job.id, job);
    waiting_.push_back({job.id, std::move(*options)});
    forget_oldest();
    any_.store(true, std::memory_order_release);
  }
  keep(job);
  parker_.notify();
  return job;
}

Result<BacktestJob> BacktestDesk::job(const std::string& id) const {
  BacktestJob job;
  {
    const std::lock_guard lock{mutex_};
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return unknown();
    job = found->second;
  }
  if (job.state == "done") job.result = read_file(file(id, "result")).value_or("");
  return job;
}

Result<BacktestJob> BacktestDesk::cancel(const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return unknown();
  BacktestJob& job = found->second;
  if (running_ == id) {
    cancel_running_ = true;
    return job;
  }
  if (job.state == "queued") {
    std::erase_if(waiting_, [&](const Waiting& one) { return one.id == id; });
    job.state = "canceled";
    job.ended = on_.clock.now();
    keep(job);
    return job;
  }
  BacktestJob gone = job;
  std::error_code ignored;
  std::filesystem::remove(file(id, "job"), ignored);
  std::filesystem::remove(file(id, "result"), ignored);
  jobs_.erase(found);
  return gone;
}

std::optional<BacktestDesk::Waiting> BacktestDesk::take() {
  const std::lock_guard lock{mutex_};
  any_.store(false, std::memory_order_relaxed);
  if (waiting_.empty()) return std::nullopt;
  Waiting next = std::move(waiting_.front());
  waiting_.pop_front();
  running_ = next.id;
  cancel_running_ = false;
  return next;
}

void BacktestDesk::change(const std::string& id, const std::function<void(BacktestJob&)>& how) {
  const std::lock_guard lock{mutex_};
  const auto found = jobs_.find(id);
  if (found != jobs_.end()) how(found->second);
}

void BacktestDesk::run(const std::stop_token& stop) {
  const auto ready = [&] { return stop.stop_requested() || any_.load(std::memory_order_acquire); };
  while (!stop.stop_requested()) {
    if (const auto next = take()) {
      work(*next, stop);
    } else {
      parker_.wait(ready, kNap);
    }
  }
}

bool BacktestDesk::go_on(const std::string& id, std::uint64_t candles, std::optional<std::uint64_t> total,
                         const std::stop_token& stop) {
  const std::lock_guard lock{mutex_};
  const auto found = jobs_.find(id);
  if (found != jobs_.end()) {
    found->second.candles = candles;
    found->second.total = total;
  }
  return !cancel_running_ && !stop.stop_requested();
}

Result<BacktestDesk::Outcome> BacktestDesk::carry_out(const Waiting& next, const std::stop_token& stop) {
  std::ostringstream out;
  if (!next.options.grid.empty()) {
    std::uint64_t all = 0;
    auto found = optimize(next.options, [&](std::uint64_t candles, std::uint64_t total) {
      all = total;
      return go_on(next.id, candles, total, stop);
    });
    if (!found) return core::forward_error(found);
    write_optimization_json(*found, out);
    return Outcome{out.str(), all};
  }
  auto report = run_and_report(next.options.run, [&](std::uint64_t candles, std::optional<std::uint64_t> total) {
    return go_on(next.id, candles, total, stop);
  });
  if (!report) return core::forward_error(report);
  write_backtest_json(*report, out);
  return Outcome{out.str(), report->result.candles};
}

void BacktestDesk::work(const Waiting& next, const std::stop_token& stop) {
  change(next.id, [&](BacktestJob& job) {
    job.state = "running";
    job.started = on_.clock.now();
  });
  const auto outcome = carry_out(next, stop);
  core::Status stored;
  if (outcome) stored = write_file(file(next.id, "result"), outcome->document);
  BacktestJob over;
  change(next.id, [&](BacktestJob& job) {
    job.ended = on_.clock.now();
    job.state = "done";
    if (outcome) job.candles = outcome->candles;
    if (!outcome || !stored) {
      const core::Error& error = outcome ? stored.error() : outcome.error();
      job.state = cancel_running_ ? "canceled" : "failed";
      job.error = cancel_running_ ? "" : error.text();
    }
    running_.reset();
    over = job;
  });
  if (!over.id.empty()) keep(over);
}

bus::QueueRegistry::Registration BacktestDesk::register_queue(bus::QueueRegistry& queues) {
  return queues.add([this] {
    const std::lock_guard lock{mutex_};
    return bus::QueueStats{.name = "backtests",
                           .owner = "backtests",
                           .unit = "backtests",
                           .policy = bus::OverflowPolicy::kRefuse,
                           .capacity = kWaitingMax,
                           .depth = waiting_.size(),
                           .high_water = 0,
                           .full = refused_.load(std::memory_order_relaxed),
                           .lost = refused_.load(std::memory_order_relaxed),
                           .coalesced = 0};
  });
}

}  // namespace tidemark::app
