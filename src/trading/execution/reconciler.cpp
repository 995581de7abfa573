#include "trading/execution/reconciler.hpp"

#include <utility>

namespace tidemark::trading {

void Reconciler::on_up(core::Timestamp at) {
  broker_.on_up(at);
  asking_ = true;
  again_ = false;
  tries_ = 0;
}

void Reconciler::on_down() {
  broker_.on_down();
  asking_ = again_ = false;
}

void Reconciler::on_doubt(core::Timestamp at) {
  if (broker_.link() == VenueLink::kDown) return;  // the next connection asks
  if (asking_) {
    again_ = true;
  } else {
    ask(at);
  }
}

void Reconciler::ask(core::Timestamp at) {
  broker_.ask_account(at);
  asking_ = true;
}

std::vector<Difference> Reconciler::on_account(const VenueAccount& account, core::Timestamp at) {
  if (!asking_) return {};  // of a connection that is gone
  asking_ = false;
  std::vector<Difference> found = desk_.reconcile(account);
  misfits_ = desk_.gaps() + desk_.faults();
  if (!found.empty() && ++tries_ < kTries) {
    ask(at);
    return {};
  }
  tries_ = 0;
  broker_.ready(at);
  if (std::exchange(again_, false)) ask(at);
  return found;
}

void Reconciler::watch(core::Timestamp at) {
  const std::uint64_t now = desk_.gaps() + desk_.faults();
  if (now == misfits_) return;
  misfits_ = now;
  on_doubt(at);
}

}  // namespace tidemark::trading
