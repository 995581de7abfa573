#include "app/serve/trading_desk.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;
using core::Status;

/// Between two looks at what people ask for: a fraction of a millisecond of work.
constexpr std::size_t kBatch = 64;
constexpr core::Duration kNap = core::milliseconds(200);
constexpr core::Duration kShowEvery = core::milliseconds(100);
constexpr core::Duration kLookEvery = core::seconds(1);
constexpr core::Duration kSendPatience = core::seconds(1);

bool is_of_use(const engine::Output& output) {
  if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) {
    return candle->state == core::CandleState::kClosed;
  }
  return std::holds_alternative<core::Trade>(output) || std::holds_alternative<core::Quote>(output) ||
         std::holds_alternative<core::MarkPrice>(output) || std::holds_alternative<core::FeedStatus>(output) ||
         std::holds_alternative<engine::BookOutput>(output) || std::holds_alternative<engine::SignalOutput>(output) ||
         std::holds_alternative<engine::DecisionOutput>(output) || std::holds_alternative<engine::ZoneOutput>(output) ||
         std::holds_alternative<engine::QualityOutput>(output);
}

/// What would be done is done on paper, wherever the account itself trades.
AccountSetup on_paper(AccountSetup setup) {
  setup.venue.reset();
  return setup;
}

}  // namespace

Result<std::unique_ptr<TradingDesk>> TradingDesk::open(AccountSetup setup,
                                                       const std::vector<core::Instrument>& instruments,
                                                       Dependencies dependencies) {
  auto store = storage::open_store(dependencies.store_path, storage::OpenMode::kReadOnly);
  if (!store) return std::unexpected(store.error());
  std::unique_ptr<TradingDesk> desk{new TradingDesk{std::move(setup), std::move(dependencies), std::move(*store)}};
  if (auto begun = desk->begin(instruments); !begun) return std::unexpected(begun.error());
  return desk;
}

TradingDesk::TradingDesk(AccountSetup setup, Dependencies dependencies, std::unique_ptr<storage::Store> store)
    : on_{std::move(dependencies)},
      setup_{on_paper(setup)},
      store_{std::move(store)},
      account_{std::move(setup)},
      stages_{on_.stages},
      intake_{{.when_full = on_.when_full, .patience = on_.patience}, on_.clock},
      changes_{on_.writer, on_.clock},
      orders_{on_.metrics.counter("tidemark_orders_total", "Orders asked for, by hand and by the strategy")},
      fills_{on_.metrics.counter("tidemark_fills_total", "Fills of our orders")},
      missed_total_{on_.metrics.counter("tidemark_trading_missed_total", "Market events the account was not told of")},
      kill_seconds_{on_.metrics.latency("tidemark_kill_switch_seconds", "From the request to the last cancel")} {}

Status TradingDesk::begin(const std::vector<core::Instrument>& instruments) {
  const core::Timestamp now = on_.clock.now();
  if (auto begun = stages_.begin(store_->activation_ledger(), now, account_.since().value_or(core::Timestamp{}));
      !begun)
    return begun;
  if (auto restored = account_.restore(store_->trading_ledger()); !restored) {
    if (restored.error().code != "books_differ") return restored;
    trouble(restored.error());
    stages_.on_fault(restored.error().message, now);
  }
  account_.set_multiplier(stages_.multiplier());
  begin_shadow();
  for (const core::Instrument& instrument : instruments) add(instrument);
  if (const auto rated = account_.check_rates(); !rated && !instruments.empty()) {
    on_.logger.warning(rated.error().message, {{"part", std::string_view{"trading"}}});
  }
  want_books();
  // Nobody listens yet.
  storage::TradingChange change = account_.take_changes();
  change.activation = stages_.take_changes();
  const auto ignored = stages_.take_events();
  changes_.put(std::make_unique<storage::TradingChange>(std::move(change)));
  served_at_ = on_.clock.monotonic();
  show();
  return {};
}

void TradingDesk::trouble(const core::Error& error) {
  on_.logger.error(error.text(), {{"part", std::string_view{"trading"}}});
  problem_ = error.message;
  problem_told_ = false;
}

void TradingDesk::put_instrument(const core::Instrument& instrument) {
  {
    const std::lock_guard lock{mutex_};
    arrivals_.push_back(instrument);
    any_arrival_.store(true, std::memory_order_release);
  }
  parker_.notify();
}

void TradingDesk::offer(const engine::Output& output) {
  if (is_of_use(output)) push(output);
}

void TradingDesk::push(TradingItem item) {
  const auto taken = intake_.push(std::move(item), [this] { parker_.notify(); });
  if (taken == TradingIntake::Taken::kYes) return;
  missed_total_.add();
  if (taken != TradingIntake::Taken::kFirstMissed) return;
  const std::lock_guard lock{report_mutex_};
  on_.report("the account does not follow the market since " + core::format_iso(*intake_.stale_since()) +
             "; it takes no new orders");
}

/// From here on the account is told of everything again.
void TradingDesk::end_gap() {
  account_.on_gap();
  if (shadow_) shadow_->on_gap();
  if (candidate_) candidate_->on_gap();
  if (intake_.end_gap()) tell_problem();
}

void TradingDesk::tell_problem() {
  const std::lock_guard lock{report_mutex_};
  // That it does not follow the market was told when that began.
  if (intake_.stale_since() && !problem_ && !unlinked_) return;
  on_.report(problem_ ? problem_ : unlinked_);
}

void TradingDesk::run(const std::stop_token& stop) {
  const auto ready = [&] {
    return stop.stop_requested() || (!intake_.is_held() && !intake_.empty()) || commands_.any() || kills_.any() ||
           any_arrival_.load(std::memory_order_acquire) || (on_.venue != nullptr && on_.venue->has_events());
  };
  for (;;) {
    if (!std::exchange(problem_told_, true)) tell_problem();
    obey_kill();
    hear_venue();
    bool busy = commands_.obey(account_);
    hand_over();
    if (busy) show();
    // With a store that takes nothing the account stands still; people and their kill switch do not wait.
    const bool held = changes_.waiting() >= on_.unwritten_max && !intake_.is_let_go();
    intake_.set_held(held);
    take_arrivals();
    if (!held || stop.stop_requested()) busy = drain() != 0 || busy;
    hand_over();
    show_if_due();
    look_at_store();
    look_at_service();
    if (busy) continue;
    if (stop.stop_requested() && intake_.empty()) break;
    parker_.wait(ready, kNap);
  }
  show();
  if (changes_.waiting() == 0) return;
  on_.logger.error("changes of the account could not be stored",
                   {{"part", std::string_view{"trading"}}, {"changes", std::uint64_t{changes_.waiting()}}});
}

std::size_t TradingDesk::drain() {
  std::size_t done = 0;
  for (; done < kBatch; ++done) {
    TradingItem* item = intake_.peek();
    if (item == nullptr) break;
    take(*item);
    intake_.release();
  }
  return done;
}

void TradingDesk::take(TradingItem& item) {
  take_arrivals();  // an instrument is put before anything that is about it
  if (std::holds_alternative<MarketGap>(item)) return end_gap();
  auto* depth = std::get_if<SharedDepth>(&item);
  // What was on its way when events began to be missed is of the past by now.
  const bool stale = intake_.is_stale();
  if (const auto* output = std::get_if<engine::Output>(&item); output != nullptr && !stale) {
    account_.on_output(*output);
    if (shadow_) shadow_->on_output(*output);
    if (candidate_) candidate_->on_output(*output);
    take_for_stages(*output);
  } else if (depth != nullptr && !stale && wants_book((*depth)->instrument)) {
    account_.on_depth(**depth);
    if (shadow_) shadow_->on_depth(**depth);
    if (candidate_) candidate_->on_depth(**depth);
  }
  if (depth != nullptr) depth->reset();  // the slot may stay as it is for long
}

void TradingDesk::take_arrivals() {
  if (!any_arrival_.load(std::memory_order_acquire)) return;
  std::vector<core::Instrument> arrivals;
  {
    const std::lock_guard lock{mutex_};
    arrivals.swap(arrivals_);
    any_arrival_.store(false, std::memory_order_relaxed);
  }
  for (const core::Instrument& instrument : arrivals) add(instrument);
  want_books();
}

bool TradingDesk::wants_book(core::InstrumentId instrument) const {
  return on_.books == nullptr || BookWants::has(books_wanted_, instrument);
}

/// Asks for the books that bear on fills. One that does not any more says nothing once its pictures end.
void TradingDesk::want_books() {
  if (on_.books == nullptr) return;
  BookWants::Wanted wanted;
  const auto want = [&](const std::vector<core::InstrumentId>& needs) {
    for (const core::InstrumentId id : needs) {
      if (wanted.size() <= id.value) wanted.resize(id.value + 1);
      wanted[id.value] = true;
    }
  };
  want(account_.book_needs());
  if (shadow_) want(shadow_->book_needs());
  if (candidate_) want(candidate_->book_needs());
  if (wanted == books_wanted_) return;
  const BookWants::Wanted before = std::exchange(books_wanted_, std::move(wanted));
  for (std::uint32_t id = 0; id < before.size(); ++id) {
    if (!before[id] || BookWants::has(books_wanted_, {id})) continue;
    account_.lose_book({id});
    if (shadow_) shadow_->lose_book({id});
    if (candidate_) candidate_->lose_book({id});
  }
  on_.books->set(books_wanted_);
}

void TradingDesk::add(const core::Instrument& instrument) {
  const auto added = account_.add_instrument(instrument);
  if (added) {
    remember(instrument);
    // Before anything that is about it.
    changes_.put(instrument);
    if (on_.venue != nullptr) on_.venue->put_instrument(instrument);
  }
  if (added || added.error().code == "not_tradable") return;
  trouble(added.error());
  if (added.error().kind != ErrorKind::kUnsupported)
    account_.engage_kill_switch(added.error().message, on_.clock.now());
}

void TradingDesk::hear_venue() {
  if (on_.venue == nullptr) return;
  heard_.clear();
  on_.venue->take(heard_);
  std::string why = "the venue is not connected; orders are refused";
  for (const VenueEvent& event : heard_) {
    if (const auto* down = std::get_if<VenueDown>(&event)) why += ": " + down->why.message;
    if (const auto problem = account_.on_venue(event)) trouble(*problem);
  }
  if (!heard_.empty()) show();
  const bool connected = account_.is_connected();
  if (connected_ == connected) return;
  connected_ = connected;
  unlinked_ = connected ? std::nullopt : std::optional{why};
  tell_problem();
}

/// An order is in the store before it is sent: after a crash it is asked for, never sent again, and never forgotten.
void TradingDesk::ask_venue() {
  if (on_.venue == nullptr) return;
  account_.take_requests(requests_);
  if (requests_.empty()) return;
  const auto submits = [](const trading::VenueRequest& request) {
    return request.kind == trading::VenueRequest::Kind::kSubmit;
  };
  const bool orders = std::ranges::any_of(requests_, submits);
  if (orders && (changes_.waiting() != 0 || !on_.writer.flush())) {
    for (const trading::VenueRequest& request : requests_) {
      if (submits(request)) account_.refuse_unsent(request);
    }
    std::erase_if(requests_, submits);
  }
  on_.venue->put(std::exchange(requests_, {}));
}

/// What the market told may have moved the stage, and that the account.
void TradingDesk::hand_over() {
  look_at_shadow();
  if (candidate_) settle_candidate();
  while (account_.has_changes() || stages_.has_changes()) hand_over_change();
  changes_.hand_on();
  ask_venue();
}

void TradingDesk::hand_over_change() {
  storage::TradingChange change = account_.take_changes();
  stages_.on_account(change, account_.equity(), on_.clock.now());
  obey_stage();
  for (const auto& transition : change.transitions) {
    if (transition.kind == "submitted") orders_.add();
  }
  fills_.add(change.fills.size());
  if (!change.orders.empty() || !change.positions.empty()) want_books();
  if (change.rows() > (change.snapshot ? 1U : 0U)) {
    show();  // who is told may ask at once
    on_.tell(change, *portfolio());
  }
  change.activation = stages_.take_changes();
  changes_.put(std::make_unique<storage::TradingChange>(std::move(change)));
}

void TradingDesk::show() {
  show_stage();
  auto view = std::make_shared<api::Portfolio>(account_.portfolio());
  shown_at_ = on_.clock.monotonic();
  view->stale_since = intake_.stale_since();
  const std::lock_guard lock{mutex_};
  shown_ = std::move(view);
}

void TradingDesk::show_if_due() {
  if (on_.clock.monotonic() - shown_at_ >= kShowEvery) show();
}

/// `tidemark kill-switch --store` writes there: what is engaged later than what we know is obeyed.
void TradingDesk::look_at_store() {
  const core::Duration now = on_.clock.monotonic();
  if (now - looked_at_ < kLookEvery) return;
  looked_at_ = now;
  const auto risk = store_->trading_ledger().risk();
  if (!risk || !*risk || !(*risk)->kill_switch || !(*risk)->kill_changed) return;
  const api::Portfolio known = account_.portfolio();
  if (known.risk.kill_switch == trading::KillSwitch::kEngaged) return;
  if (known.kill_changed && *known.kill_changed >= *(*risk)->kill_changed) return;
  engage_kill_switch((*risk)->kill_reason);
}

std::shared_ptr<const api::Portfolio> TradingDesk::portfolio() const {
  const std::lock_guard lock{mutex_};
  return shown_;
}

Status TradingDesk::store_takes() const {
  if (on_.writer.health().state != storage::WriterState::kRetrying) return {};
  return core::fail(ErrorKind::kUnavailable, "store_unavailable",
                    "The store cannot be written now; nothing was changed.");
}

template <class T>
Result<T> TradingDesk::ask(std::function<Result<T>(PaperAccount&)> work) {
  if (auto takes = store_takes(); !takes) return std::unexpected(takes.error());
  const auto kept = std::make_shared<std::atomic<std::uint64_t>>(0);
  auto answer = commands_.ask<T>(
      [this, kept, work = std::move(work)](PaperAccount& account) {
        auto done = work(account);
        hand_over();
        kept->store(changes_.last(), std::memory_order_relaxed);
        show();
        return done;
      },
      [this] { parker_.notify(); });
  changes_.await_written(kept->load(std::memory_order_relaxed));
  return answer;
}

Status TradingDesk::follows_market() const {
  if (!intake_.stale_since()) return {};
  return core::fail(ErrorKind::kUnavailable, "account_stale",
                    "The account does not follow the market now and takes no new orders; nothing was done.");
}

Result<api::PlacedOrder> TradingDesk::place(const api::NewOrder& order) {
  if (auto follows = follows_market(); !follows) return std::unexpected(follows.error());
  return ask<api::PlacedOrder>([order](PaperAccount& account) { return account.place(order); });
}

Status TradingDesk::cancel(std::uint64_t order) {
  const auto done = ask<std::size_t>([order](PaperAccount& account) -> Result<std::size_t> {
    if (auto canceled = account.cancel({order}); !canceled) return std::unexpected(canceled.error());
    return 1U;
  });
  return done ? Status{} : std::unexpected(done.error());
}

Result<std::size_t> TradingDesk::cancel_all(std::optional<core::InstrumentId> instrument) {
  return ask<std::size_t>(
      [instrument](PaperAccount& account) -> Result<std::size_t> { return account.cancel_all(instrument); });
}

Status TradingDesk::release_kill_switch() {
  const core::Timestamp now = on_.clock.now();
  const auto done = ask<std::size_t>([now](PaperAccount& account) -> Result<std::size_t> {
    account.release_kill_switch(now);
    return 0U;
  });
  return done ? Status{} : std::unexpected(done.error());
}

Status TradingDesk::release_halt() {
  const auto done = ask<std::size_t>([this](PaperAccount& account) -> Result<std::size_t> {
    account.release_halt();
    if (shadow_) shadow_->release_halt();
    return 0U;
  });
  return done ? Status{} : std::unexpected(done.error());
}

Status TradingDesk::start_shadow(const api::ShadowRequest& request) {
  const auto asked = on_.candidate(request);
  if (!asked) return std::unexpected(asked.error());
  const auto begun = ask<std::size_t>([this, asked = *asked](PaperAccount&) { return begin_candidate(asked); });
  return begun ? Status{} : std::unexpected(begun.error());
}

Status TradingDesk::stop_shadow() {
  const auto ended = ask<std::size_t>([this](PaperAccount&) -> Result<std::size_t> {
    candidate_.reset();
    settle_candidate();
    want_books();
    return 0U;
  });
  return ended ? Status{} : std::unexpected(ended.error());
}

Result<activation::Event> TradingDesk::step(std::function<Result<activation::Event>()> work) {
  return ask<activation::Event>([this, work = std::move(work)](PaperAccount&) {
    auto event = work();
    obey_stage();
    return event;
  });
}

void TradingDesk::engage_kill_switch(std::string reason) {
  kills_.put(std::move(reason), on_.clock.monotonic());
  parker_.notify();
}

void TradingDesk::obey_kill() {
  const auto kill = kills_.take();
  if (!kill) return;
  const std::size_t cancels = account_.engage_kill_switch(kill->reason, on_.clock.now());
  if (on_.venue != nullptr) {
    ask_venue();  // cancels do not wait for the store
    if (!on_.venue->await_sent(kSendPatience)) on_.logger.error("the venue's cancels could not be sent in time");
  }
  const core::Duration took = on_.clock.monotonic() - kill->asked;
  kill_seconds_.record(took.ns);
  on_.logger.warning(
      "kill switch engaged",
      {{"reason", std::string_view{kill->reason}}, {"cancels", std::uint64_t{cancels}}, {"us", took.ns / 1000}});
  hand_over();
  show();
  kills_.settle(*kill, {.report = {cancels, took}, .change = changes_.last()});
}

Result<api::KillReport> TradingDesk::await_kill_switch() {
  const auto done = kills_.await();
  if (!done) return std::unexpected(done.error());
  changes_.await_written(done->change);
  return done->report;
}

Status TradingDesk::put(storage::JournalChange change) {
  if (auto takes = store_takes(); !takes) return takes;
  auto record = storage::WriteRecord{std::make_unique<storage::JournalChange>(std::move(change))};
  if (auto taken = on_.writer.submit_within(storage::Writer::kPatience, std::move(record)); !taken) return taken;
  return on_.writer.flush();
}

bus::QueueRegistry::Registration TradingDesk::register_queue(bus::QueueRegistry& queues) {
  return queues.add([this] { return intake_.stats(); });
}

}  // namespace tidemark::app
