#include "venues/live/chain.hpp"

#include <algorithm>

namespace tidemark::venues {

void Healing::begin(core::Timestamp now, core::Duration grace) {
  if (since_) {
    ask_at_ = std::min(ask_at_, std::max(now + grace, retry_at_));
    return;
  }
  since_ = now;
  ask_at_ = now + grace;
  retry_at_ = {};
  wait_ = config_->retry_first;
  told_ = false;
}

void Healing::end() {
  since_.reset();
  told_ = false;
}

void Healing::progressed(core::Timestamp now) {
  asking_ = false;
  if (!since_) return;
  told_ = true;
  since_ = now;
  ask_at_ = retry_at_ = now;
  wait_ = config_->retry_first;
}

void Healing::failed(core::Timestamp now) {
  asking_ = false;
  if (!since_) return;
  told_ = true;
  ask_at_ = retry_at_ = now + wait_;
  wait_ = std::min(wait_ * 2, config_->retry_cap);
}

std::optional<core::Timestamp> Healing::due() const {
  if (!since_) return std::nullopt;
  const core::Timestamp last = *since_ + config_->give_up_after;
  return asking_ ? last : std::min(last, ask_at_);
}

}  // namespace tidemark::venues
