#include "app/serve/backtest_desk.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <span>
#include <sstream>
#include <utility>

#include "api/posted_members.hpp"
#include "app/backtest/backtest_report.hpp"
#include "app/backtest/backtest_setup.hpp"
#include "core/timeframe.hpp"
#include "storage/files/durable_file.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using api::BacktestJob;
using core::ErrorKind;
using core::Result;
using core::Status;

constexpr core::Duration kNap = core::seconds(1);
constexpr std::size_t kTextMax = 64;
constexpr std::size_t kParametersMax = 32;

constexpr std::array<std::string_view, 15> kMembers{"strategy",   "symbol",  "timeframe", "from",     "to",
                                                    "parameters", "capital", "fees",      "slippage", "spread",
                                                    "latency",    "funding", "fraction",  "risk",     "fills"};

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

Result<std::vector<std::string>> read_parameters(const net::JsonValue& json) {
  std::vector<std::string> set;
  const net::JsonValue* list = json.find("parameters");
  if (list == nullptr || list->is_null()) return set;
  if (list->array() == nullptr || list->array()->size() > kParametersMax) {
    return api::bad_member("bad_value", "This must be a list of at most 32 texts NAME=VALUE.", "parameters");
  }
  for (const net::JsonValue& item : *list->array()) {
    if (item.text() == nullptr) return api::bad_member("bad_value", "A parameter is text: NAME=VALUE.", "parameters");
    set.push_back(*item.text());
  }
  return set;
}

Status read_texts(const net::JsonValue& json, BacktestOptions& options) {
  for (const auto& [name, into] : {std::pair{"capital", &options.capital}, std::pair{"fees", &options.fees},
                                   std::pair{"slippage", &options.slippage}, std::pair{"spread", &options.spread},
                                   std::pair{"latency", &options.latency}, std::pair{"funding", &options.funding},
                                   std::pair{"fraction", &options.fraction}, std::pair{"risk", &options.risk},
                                   std::pair{"strategy", &options.strategy}, std::pair{"symbol", &options.symbol},
                                   std::pair{"fills", &options.fills}}) {
    const auto text = api::posted_text(json, name, kTextMax);
    if (!text) return std::unexpected(text.error());
    if (*text) *into = **text;
  }
  return {};
}

/// Everything that can be refused at once is.
Result<BacktestOptions> read_options(const net::JsonValue& json, const std::string& store) {
  if (auto good = api::check_members(json, kMembers); !good) return std::unexpected(good.error());
  BacktestOptions options;
  options.store = store;
  if (auto read = read_texts(json, options); !read) return std::unexpected(read.error());
  for (const char* name : {"strategy", "symbol", "timeframe"}) {
    if (json.find(name) == nullptr) return api::bad_member("missing_member", "This must be given.", name);
  }
  const auto timeframe = api::posted_text(json, "timeframe", kTextMax);
  if (!timeframe) return std::unexpected(timeframe.error());
  const auto parsed = core::parse_timeframe(timeframe->value_or(""));
  if (!parsed) return api::bad_member(parsed.error().code, parsed.error().message, "timeframe");
  options.timeframe = std::string{core::name_of(*parsed)};
  const auto from = api::posted_time(json, "from");
  if (!from) return std::unexpected(from.error());
  const auto to = api::posted_time(json, "to");
  if (!to) return std::unexpected(to.error());
  options.from = *from;
  options.to = *to;
  if (options.fills != "conservative" && options.fills != "optimistic") {
    return api::bad_member("bad_value", "This must be conservative or optimistic.", "fills");
  }
  auto set = read_parameters(json);
  if (!set) return std::unexpected(set.error());
  options.set = std::move(*set);
  const auto row = backtest::find_strategy(options.strategy);
  if (!row) return api::bad_member(row.error().code, row.error().message, "strategy");
  if (const auto values = read_backtest_values(**row, options.set); !values) {
    return api::bad_member(values.error().code, values.error().message, "parameters");
  }
  if (const auto symbol = core::parse_symbol(options.symbol); !symbol) {
    return api::bad_member(symbol.error().code, symbol.error().message, "symbol");
  }
  if (const auto setup = read_backtest_setup(options); !setup) {
    const std::string place = setup.error().place.starts_with("--") ? setup.error().place.substr(2) : "";
    return api::bad_member(setup.error().code, setup.error().message, place);
  }
  return options;
}

/// What was asked for, as it is told again.
std::string request_of(const BacktestOptions& options) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("strategy").text(options.strategy).key("symbol").text(options.symbol);
  json.key("timeframe").text(options.timeframe.value_or(""));
  if (options.from) json.key("from").text(core::format_iso(*options.from));
  if (options.to) json.key("to").text(core::format_iso(*options.to));
  json.key("parameters").begin_array();
  for (const std::string& one : options.set) json.text(one);
  json.end_array();
  for (const auto& [name, value] : {std::pair{"capital", &options.capital}, std::pair{"fees", &options.fees},
                                    std::pair{"slippage", &options.slippage}, std::pair{"spread", &options.spread},
                                    std::pair{"latency", &options.latency}, std::pair{"funding", &options.funding},
                                    std::pair{"fraction", &options.fraction}, std::pair{"risk", &options.risk},
                                    std::pair{"fills", &options.fills}}) {
    json.key(name).text(*value);
  }
  json.end_object();
  return text;
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

/// How many candles it will run over, where the whole series is asked for.
std::optional<std::uint64_t> total_of(const BacktestOptions& options) {
  if (options.from || options.to) return std::nullopt;
  auto store = storage::open_store(options.store, storage::OpenMode::kReadOnly);
  const auto name = core::parse_symbol(options.symbol);
  if (!store || !name) return std::nullopt;
  const auto all = (*store)->series();
  if (!all) return std::nullopt;
  for (const storage::SeriesInfo& info : *all) {
    const bool fits = info.series.symbol == name->symbol && (name->venue.empty() || info.series.venue == name->venue) &&
                      core::name_of(info.series.timeframe) == options.timeframe;
    if (fits) return info.candles;
  }
  return std::nullopt;
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
  auto options = read_options(json, on_.store_path);
  if (!options) return std::unexpected(options.error());
  BacktestJob job;
  job.state = "queued";
  job.created = on_.clock.now();
  job.request = request_of(*options);
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

void BacktestDesk::work(const Waiting& next, const std::stop_token& stop) {
  const auto total = total_of(next.options);
  change(next.id, [&](BacktestJob& job) {
    job.state = "running";
    job.started = on_.clock.now();
    job.total = total;
  });
  const auto report = run_and_report(next.options, [&](std::uint64_t candles) {
    const std::lock_guard lock{mutex_};
    const auto found = jobs_.find(next.id);
    if (found != jobs_.end()) found->second.candles = candles;
    return !cancel_running_ && !stop.stop_requested();
  });
  core::Status stored;
  if (report) {
    std::ostringstream out;
    write_backtest_json(*report, out);
    stored = write_file(file(next.id, "result"), out.str());
  }
  BacktestJob over;
  change(next.id, [&](BacktestJob& job) {
    job.ended = on_.clock.now();
    job.state = "done";
    if (report) job.candles = report->result.candles;
    if (!report || !stored) {
      const core::Error& error = report ? stored.error() : report.error();
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
