#include "app/serve/shard.hpp"

#include <chrono>
#include <thread>
#include <utility>

namespace tidemark::app {
namespace {

// Together about 25 MB a shard, a quarter of what all rings may take: several seconds of a busy market.
constexpr std::size_t kInputItems = 32'768;
constexpr std::size_t kOutputItems = 65'536;
constexpr std::size_t kBatch = 1024;
constexpr core::Duration kBooksInterval = core::milliseconds(100);  // as often as venues tell of their books
constexpr core::Duration kNap = core::milliseconds(200);
constexpr std::chrono::microseconds kBackPressurePause{50};

engine::EngineConfig watched(engine::EngineConfig config, engine::StageWatch* stages) {
  config.stages = stages;
  return config;
}

}  // namespace

Shard::Shard(const engine::EngineConfig& config, Hashing hashing, StatePolicy states, Dependencies dependencies)
    : engine_{table_, watched(config, dependencies.stages)},
      input_{kInputItems},
      output_{kOutputItems},
      on_{std::move(dependencies)},
      hashing_{hashing},
      began_{on_.clock.now()},
      states_{states} {}

void Shard::run(const std::stop_token& stop) {
  const auto ready = [&] { return !input_.empty() || stop.stop_requested(); };
  while (true) {
    if (do_work() != 0) continue;
    if (stop.stop_requested()) break;
    parker_.wait(ready, kNap);
  }
  if (!states_.interval) return;
  for (const core::Instrument& instrument : table_.all()) keep_state(instrument.id);
  on_.downstream.notify();
}

std::size_t Shard::do_work() {
  renew_book_wants();
  std::size_t done = 0;
  for (; done < kBatch; ++done) {
    FeedItem* item = input_.peek();
    if (item == nullptr) break;
    process(*item);
    input_.release();
  }
  if (done == 0) return 0;
  keep_due_states();
  show_books();
  on_.downstream.notify();
  return done;
}

void Shard::process(FeedItem& item) {
  if (const auto* instrument = std::get_if<core::Instrument>(&item)) {
    apply(table_, *instrument);
    return;
  }
  if (const auto* state = std::get_if<EngineState>(&item)) return restore(*state);
  const auto& event = std::get<core::Event>(item);
  // A played file is of another time, and a simulated market's clock may run ahead of ours.
  if (const core::Timestamp received = core::times_of(event).received; received >= began_) {
    if (const core::Duration waited = on_.clock.now() - received; waited.ns >= 0) {
      on_.received_to_engine.record(waited.ns);
    }
  }
  outputs_.clear();
  engine_.process(event, outputs_);
  events_.fetch_add(1, std::memory_order_relaxed);
  pass_on();
}

void Shard::restore(const EngineState& state) {
  core::ByteReader in{state.snapshot};
  if (auto status = engine_.restore(state.instrument, in); !status) {
    on_.logger.warning("an engine state was not taken over; the instrument begins anew",
                       {{"instrument", std::string_view{table_.get(state.instrument).symbol}},
                        {"reason", std::string_view{status.error().message}}});
    return;
  }
  // The earlier run ended here, by intent or not: what comes now is listened to anew.
  const core::Timestamp end = engine_.now();
  outputs_.clear();
  engine_.process(core::FeedStatus{state.instrument, {end, end}, core::FeedState::kClosed}, outputs_);
  pass_on();
}

void Shard::pass_on() {
  for (const engine::Output& output : outputs_) {
    if (hashing_ == Hashing::kOn) hash_.add(output);
    if (const auto* book = std::get_if<engine::BookOutput>(&output)) note_book(book->instrument);
    claim() = output;
    output_.publish();
    const auto* book = std::get_if<engine::BookOutput>(&output);
    if (book != nullptr && book->state == engine::BookState::kLive) share_book(book->instrument);
  }
}

void Shard::renew_book_wants() {
  if (on_.books == nullptr || on_.books->version() == books_wanted_version_) return;
  books_wanted_version_ = on_.books->version();
  const BookWants::Wanted before = std::exchange(books_wanted_, on_.books->get());
  // Who begins to want one gets it as it is: the next change of a quiet book may be long in coming.
  for (const core::Instrument& instrument : table_.all()) {
    if (!BookWants::has(before, instrument.id)) share_book(instrument.id);
  }
  on_.downstream.notify();
}

void Shard::share_book(core::InstrumentId instrument) {
  if (!BookWants::has(books_wanted_, instrument)) return;
  auto depth = std::make_shared<engine::BookDepth>();
  if (!engine_.copy_depth(instrument, *depth) || depth->state != pipeline::BookState::kLive) return;
  claim() = SharedDepth{std::move(depth)};
  output_.publish();
}

void Shard::note_book(core::InstrumentId instrument) {
  if (!on_.depth) return;
  if (book_changed_.size() <= instrument.value) book_changed_.resize(instrument.value + 1);
  if (book_changed_[instrument.value]) return;
  book_changed_[instrument.value] = true;
  changed_books_.push_back(instrument);
}

void Shard::show_books() {
  if (changed_books_.empty() || engine_.now() - books_shown_ < kBooksInterval) return;
  books_shown_ = engine_.now();
  std::erase_if(changed_books_, [this](core::InstrumentId instrument) {
    if (engine_.copy_depth(instrument, depth_) && !on_.depth(depth_)) return false;
    book_changed_[instrument.value] = false;
    return true;
  });
}

ShardOutput& Shard::claim() {
  ShardOutput* slot = output_.try_claim();
  while (slot == nullptr) {
    on_.downstream.notify();
    std::this_thread::sleep_for(kBackPressurePause);
    slot = output_.try_claim();
  }
  return *slot;
}

void Shard::keep_due_states() {
  if (!states_.interval) return;
  if (states_kept_ == core::Timestamp{}) states_kept_ = engine_.now();
  if (next_state_ >= table_.size()) {
    if (engine_.now() - states_kept_ < *states_.interval) return;
    next_state_ = 0;
    states_kept_ = engine_.now();
  }
  if (next_state_ >= table_.size()) return;
  // Spread over the interval: those of a thousand instruments at once would hold up the market's events, and wait for
  // the store in hundreds of megabytes.
  const std::int64_t due = states_.interval->ns / static_cast<std::int64_t>(table_.size());
  if ((engine_.now() - states_kept_).ns < due * static_cast<std::int64_t>(next_state_)) return;
  keep_state(table_.all()[next_state_++].id);
}

void Shard::keep_state(core::InstrumentId instrument) {
  core::ByteWriter writer;
  if (!engine_.snapshot(instrument, writer)) return;
  claim() = EngineState{instrument, writer.take()};
  output_.publish();
}

}  // namespace tidemark::app
