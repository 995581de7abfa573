#include <algorithm>
#include <utility>

#include "app/serve/trading_desk.hpp"

/// What the desk does about the stage of its strategy.
namespace tidemark::app {

using core::Result;

namespace {

constexpr core::Duration kServiceEvery = core::minutes(1);

}  // namespace

void TradingDesk::take_for_stages(const engine::Output& output) {
  const auto* quality = std::get_if<engine::QualityOutput>(&output);
  if (quality == nullptr || quality->timeframe != account_.timeframe()) return;
  if (const core::Instrument* traded = account_.traded(quality->instrument)) {
    stages_.on_quality(*traded, quality->quality);
  }
}

/// What the strategy would have done is evidence where it does not trade, and forgotten elsewhere.
void TradingDesk::look_at_shadow() {
  if (!shadow_ || !shadow_->has_changes()) return;
  const storage::TradingChange change = shadow_->take_changes();
  if (!change.orders.empty() || !change.positions.empty()) want_books();
  stages_.on_shadow(change, shadow_->equity(), on_.clock.now());
  obey_stage();
}

void TradingDesk::look_at_service() {
  const core::Duration monotonic = on_.clock.monotonic();
  if (monotonic - served_at_ < kServiceEvery) return;
  served_at_ = monotonic;
  stages_.on_look(on_.look(), on_.clock.now());
  const std::uint64_t faults = account_.desk().faults();
  if (std::exchange(faults_seen_, faults) < faults) {
    stages_.on_fault("the account's books and its broker's have parted", on_.clock.now());
  }
  obey_stage();
}

void TradingDesk::obey_stage() {
  for (const activation::Event& event : stages_.take_events()) {
    account_.set_multiplier(stages_.multiplier());
    begin_shadow();
    std::size_t canceled = 0;
    if (event.kind == activation::EventKind::kRolledBack) canceled = account_.cancel_entries();
    on_.logger.warning("stage " + std::string{activation::name_of(event.kind)},
                       {{"from", activation::name_of(event.from)},
                        {"to", activation::name_of(event.to)},
                        {"reason", std::string_view{event.reason}},
                        {"canceled", std::uint64_t{canceled}}});
    on_.tell_step(record_of(event));
  }
}

/// Each step begins anew, also for what would have been done: flat, with the account's cash, and knowing nothing yet.
void TradingDesk::begin_shadow() {
  shadow_.reset();
  if (stages_.stands_aside()) {
    shadow_ = std::make_unique<PaperAccount>(setup_);
    for (const core::Instrument& instrument : instruments_) add_to_shadow(instrument);
  }
  want_books();
}

void TradingDesk::add_to_shadow(const core::Instrument& instrument) {
  // Nothing was left from before: what fails here fails of the account, too.
  const auto ignored = shadow_->add_instrument(instrument);
}

void TradingDesk::remember(const core::Instrument& instrument) {
  if (std::ranges::find(instruments_, instrument.id, &core::Instrument::id) != instruments_.end()) return;
  instruments_.push_back(instrument);
  if (shadow_) add_to_shadow(instrument);
  if (candidate_) candidate_->add_instrument(instrument);
}

void TradingDesk::show_stage() {
  if (stages_.revision() == stage_shown_ && shown_stage_ != nullptr) return;
  stage_shown_ = stages_.revision();
  auto view = std::make_shared<const api::ActivationView>(api::ActivationView{
      .machine = stages_.machine(), .reach = stages_.setup().reach, .multiplier = stages_.multiplier()});
  const std::lock_guard lock{mutex_};
  shown_stage_ = std::move(view);
}

std::shared_ptr<const api::ActivationView> TradingDesk::activation() const {
  const std::lock_guard lock{mutex_};
  return shown_stage_;
}

Result<activation::Event> TradingDesk::promote(std::string reason) {
  return step([this, reason = std::move(reason)] { return stages_.promote(reason, on_.clock.now()); });
}

Result<activation::Event> TradingDesk::roll_back(std::string reason, std::optional<activation::Stage> to) {
  return step([this, reason = std::move(reason), to] { return stages_.roll_back(reason, to, on_.clock.now()); });
}

Result<activation::Event> TradingDesk::restart(std::string reason) {
  return step([this, reason = std::move(reason)]() -> Result<activation::Event> {
    return stages_.restart(reason, on_.clock.now());
  });
}

Result<std::size_t> TradingDesk::begin_candidate(const ShadowCandidate& asked) {
  candidate_ = std::make_unique<ShadowMode>(stages_.machine().state().configuration, setup_, asked, on_.clock.now());
  for (const core::Instrument& instrument : instruments_) candidate_->add_instrument(instrument);
  settle_candidate();
  want_books();
  return instruments_.size();
}

/// A candidate that cannot be reckoned any more is told in the log and taken away: the account goes on.
void TradingDesk::settle_candidate() {
  std::shared_ptr<const api::ShadowView> view;
  if (candidate_) {
    const auto settled = candidate_->settle();
    if (settled && !*settled) return;
    if (settled) {
      view = std::make_shared<const api::ShadowView>(candidate_->view());
    } else {
      on_.logger.error(settled.error().text(), {{"part", std::string_view{"shadow mode"}}});
      candidate_.reset();
      want_books();
    }
  }
  const std::lock_guard lock{mutex_};
  shown_candidate_ = std::move(view);
}

std::shared_ptr<const api::ShadowView> TradingDesk::shadow() const {
  const std::lock_guard lock{mutex_};
  return shown_candidate_;
}

}  // namespace tidemark::app
