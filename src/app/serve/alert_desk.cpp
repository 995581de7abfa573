#include "app/serve/alert_desk.hpp"

#include <algorithm>
#include <utility>

#include "app/serve/alert_records.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kHappeningsAtOnce = 4096;
/// Firings that wait while the store cannot be written; more are lost, and counted.
constexpr std::size_t kWaitingMax = 10'000;
constexpr std::uint32_t kToldAtStart = 64;
constexpr core::Duration kNap = core::seconds(5);
constexpr core::Duration kRetry = core::milliseconds(500);
constexpr core::Duration kPruneInterval = core::hours(1);
constexpr core::Duration kLossShown = core::minutes(5);

net::RestOptions rest_options(const ops::AlertsConfig& config, net::ProxyEnvironment proxies) {
  const std::size_t under_way = config.webhooks_max * alerts::OutboxOptions{}.in_flight_per_webhook;
  net::RestOptions options;
  options.limits.connect_timeout = std::min(options.limits.connect_timeout, config.timeout);
  options.limits.reply_bytes = 64UL * 1024;  // nothing of the body is of interest
  // Room for all at once: no webhook waits for another one's requests, also when they live on one host.
  options.limits.queue = under_way;
  options.limits.active = under_way;
  options.limits.active_per_host = under_way;
  options.proxies = std::move(proxies);
  return options;
}

}  // namespace

core::Result<std::unique_ptr<AlertDesk>> AlertDesk::open(Dependencies dependencies) {
  auto client = net::RestClient::make(rest_options(dependencies.config, dependencies.proxies));
  if (!client) return core::forward_error(client);
  auto store = storage::open_store(dependencies.store_path, storage::OpenMode::kReadOnly);
  if (!store) return core::forward_error(store);
  std::unique_ptr<AlertDesk> desk{new AlertDesk{std::move(dependencies), std::move(*client), std::move(*store)}};
  if (auto loaded = desk->load(); !loaded) return core::forward_error(loaded);
  return desk;
}

AlertDesk::AlertDesk(Dependencies dependencies, std::unique_ptr<net::RestClient> client,
                     std::unique_ptr<storage::Store> store)
    : on_{std::move(dependencies)},
      client_{std::move(client)},
      store_{std::move(store)},
      registry_{{.writer = on_.writer,
                 .clock = on_.clock,
                 .config = on_.config,
                 .intake = intake_,
                 .on_webhook = [this](const std::string& id) { changed(id); }}},
      courier_{{.writer = on_.writer,
                .clock = on_.clock,
                .logger = on_.logger,
                .metrics = on_.metrics,
                .config = on_.config,
                .registry = registry_,
                .client = *client_,
                .wake = [this] { parker_.notify(); }}},
      firings_{on_.metrics.counter("tidemark_alert_firings_total", "Alerts that fired and are in the store")},
      suppressed_{on_.metrics.counter("tidemark_alert_suppressed_total", "Firings beyond a rule's rate")},
      lost_{on_.metrics.counter("tidemark_alert_lost_total",
                                "Happenings and firings lost because alerts or the store did not keep up")} {}

core::Status AlertDesk::load() {
  storage::AlertLedger& ledger = store_->alert_ledger();
  const auto unreadable = registry_.load(ledger);
  if (!unreadable) return std::unexpected(unreadable.error());
  for (const std::string& rule : *unreadable) {
    on_.logger.error("an alert rule cannot be read and is not watched",
                     {{"part", std::string_view{"alerts"}}, {"rule", std::string_view{rule}}});
  }
  if (auto recalled = recall_prices(); !recalled) return recalled;
  return courier_.load(ledger);
}

/// The last closed candle says where the price stood when the last run ended.
core::Status AlertDesk::recall_prices() {
  if (!registry_.watches_prices()) return {};
  const auto instruments = store_->instruments();
  if (!instruments) return std::unexpected(instruments.error());
  for (core::Instrument instrument : *instruments) {
    for (const core::Timeframe timeframe : core::kAllTimeframes) {
      const auto page = store_->candles({.series = {instrument.venue, instrument.symbol, timeframe}, .limit = 1});
      if (!page && page.error().kind == core::ErrorKind::kNotFound) break;
      if (!page) return std::unexpected(page.error());
      if (page->candles.empty()) continue;
      const core::Candle& last = page->candles.back();
      instrument.scale = page->scale;
      registry_.stood(instrument, last.close, last.open_time + core::duration_of(timeframe));
      break;
    }
  }
  return {};
}

core::Status AlertDesk::tell_newest() {
  const auto events =
      store_->alert_ledger().events({.alert_id = {}, .symbol = {}, .before = {}, .limit = kToldAtStart});
  if (!events) return std::unexpected(events.error());
  for (auto event = events->rbegin(); event != events->rend(); ++event) on_.tell(event->document, event->known_at);
  return {};
}

void AlertDesk::offer(const engine::Output& output) {
  if (intake_.offer(output)) parker_.notify();
}

void AlertDesk::changed(const std::string& webhook_id) {
  {
    const std::lock_guard lock{mutex_};
    changed_.push_back(webhook_id);
    any_changed_.store(true, std::memory_order_release);
  }
  parker_.notify();
}

core::Duration AlertDesk::until_next() const {
  if (!waiting_.empty() || !submitted_.empty() || courier_.is_held_back()) return kRetry;
  const auto due = courier_.next_due();
  if (!due) return kNap;
  return std::clamp(*due - on_.clock.now(), core::milliseconds(1), kNap);
}

void AlertDesk::run(const std::stop_token& stop) {
  const auto ready = [&] {
    return stop.stop_requested() || !intake_.empty() || any_changed_.load(std::memory_order_acquire) ||
           courier_.has_answers();
  };
  while (!stop.stop_requested()) {
    parker_.wait(ready, until_next());
    judge();
    hand_over();
    confirm();
    renew_webhooks();
    prune();
    courier_.work(store_->alert_ledger());
    report_losses();
  }
  while (!intake_.empty()) judge();
  hand_over();
  confirm();
}

void AlertDesk::judge() {
  taken_.clear();
  intake_.drain([this](const alerts::Happening& happening) { taken_.push_back(happening); }, kHappeningsAtOnce);
  if (taken_.empty()) return;
  for (alerts::Fired& fired : registry_.see(taken_)) {
    if (waiting_.size() >= kWaitingMax) {
      lost_.add();
      lost_at_ = on_.clock.now();
    } else {
      waiting_.push_back(std::move(fired));
    }
  }
}

/// Gives the writer what it has room for.
void AlertDesk::hand_over() {
  while (!waiting_.empty()) {
    storage::WriteRecord record{std::make_unique<storage::AlertChange>(record_of(waiting_.front(), on_.clock.now()))};
    if (!on_.writer.try_submit(std::move(record))) return;
    submitted_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
}

/// What is in the store is told, and on its way to webhooks.
void AlertDesk::confirm() {
  if (submitted_.empty()) return;
  // A flush also ends with the refusal of another record; only a store that is failing has not written ours.
  const bool flushed = on_.writer.flush().has_value();
  if (!flushed && on_.writer.health().state != storage::WriterState::kWriting) return;
  for (const alerts::Fired& fired : submitted_) {
    on_.tell(alerts::document_of(fired.firing), fired.firing.known_at);
    on_.logger.info("alert", {{"rule", std::string_view{fired.firing.rule_name}},
                              {"id", std::string_view{fired.firing.id}},
                              {"symbol", std::string_view{fired.firing.symbol}},
                              {"event", std::string_view{fired.firing.event}}});
  }
  firings_.add(submitted_.size());
  submitted_.clear();
  if (auto loaded = courier_.load(store_->alert_ledger()); !loaded) {
    on_.logger.error(loaded.error().text(), {{"part", std::string_view{"alerts"}}});
  }
}

void AlertDesk::renew_webhooks() {
  if (!any_changed_.load(std::memory_order_acquire)) return;
  std::vector<std::string> changed;
  {
    const std::lock_guard lock{mutex_};
    changed.swap(changed_);
    any_changed_.store(false, std::memory_order_relaxed);
  }
  for (const std::string& id : changed) courier_.renew(id);
}

void AlertDesk::prune() {
  const core::Timestamp now = on_.clock.now();
  if (pruned_ && now - *pruned_ < kPruneInterval) return;
  storage::WriteRecord record{std::make_unique<storage::AlertChange>(storage::PruneAlerts{now - on_.config.history})};
  if (!on_.writer.try_submit(std::move(record))) return;
  pruned_ = now;
  courier_.start_over();
}

void AlertDesk::report_losses() {
  const core::Timestamp now = on_.clock.now();
  if (const std::uint64_t lost = intake_.lost(); lost != told_lost_) {
    lost_.add(lost - std::exchange(told_lost_, lost));
    lost_at_ = now;
  }
  if (const std::uint64_t suppressed = registry_.suppressed(); suppressed != suppressed_told_) {
    suppressed_.add(suppressed - std::exchange(suppressed_told_, suppressed));
  }
  const bool recent = lost_at_ && now - *lost_at_ < kLossShown;
  if (recent == reported_) return;
  reported_ = recent;
  on_.report(recent ? std::optional<std::string>{"alerts do not keep up; some may have been missed"} : std::nullopt);
}

std::vector<bus::QueueRegistry::Registration> AlertDesk::register_queues(bus::QueueRegistry& queues) {
  std::vector<bus::QueueRegistry::Registration> all;
  all.push_back(queues.add([this] { return intake_.stats(); }));
  all.push_back(queues.add([this] { return courier_.stats(); }));
  return all;
}

}  // namespace tidemark::app
