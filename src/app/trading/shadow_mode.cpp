#include "app/trading/shadow_mode.hpp"

namespace tidemark::app {

ShadowMode::ShadowMode(const std::string& active_id, const AccountSetup& active, const ShadowCandidate& candidate,
                       core::Timestamp since)
    : active_{active_id, active, kOrdersMax},
      candidate_{candidate.id, candidate.account, kOrdersMax},
      since_{since},
      strategy_{candidate.account.strategy == nullptr ? std::string{} : std::string{candidate.account.strategy->id}},
      parameters_{candidate.parameters} {}

void ShadowMode::add_instrument(const core::Instrument& instrument) {
  // The account beside them took it: so do they, whose setups differ in strategy and sizes only.
  for (ShadowAccount* side : {&active_, &candidate_}) {
    const auto ignored = side->add_instrument(instrument);
  }
}

void ShadowMode::on_output(const engine::Output& output) {
  active_.on_output(output);
  candidate_.on_output(output);
}

void ShadowMode::on_depth(const engine::BookDepth& depth) {
  active_.on_depth(depth);
  candidate_.on_depth(depth);
}

void ShadowMode::lose_book(core::InstrumentId instrument) {
  active_.lose_book(instrument);
  candidate_.lose_book(instrument);
}

void ShadowMode::on_gap() {
  active_.on_gap();
  candidate_.on_gap();
}

std::vector<core::InstrumentId> ShadowMode::book_needs() const {
  std::vector<core::InstrumentId> needs = active_.book_needs();
  const std::vector<core::InstrumentId> others = candidate_.book_needs();
  needs.insert(needs.end(), others.begin(), others.end());
  return needs;
}

core::Result<bool> ShadowMode::settle() {
  const auto first = active_.settle();
  if (!first) return first;
  const auto second = candidate_.settle();
  if (!second) return second;
  return *first || *second;
}

api::ShadowView ShadowMode::view() const {
  return {.since = since_,
          .strategy = strategy_,
          .parameters = parameters_,
          .orders = compare_intents(active_.orders(), candidate_.orders()),
          .active = active_.outcome(),
          .candidate = candidate_.outcome()};
}

}  // namespace tidemark::app
