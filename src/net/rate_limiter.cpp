#include "net/rate_limiter.hpp"

#include <algorithm>

namespace tidemark::net {

RateLimiter::RateLimiter(const std::vector<RateWindow>& windows) {
  for (const RateWindow& rule : windows) windows_.push_back({rule, {}, 0});
}

void RateLimiter::Window::add(std::int64_t amount, core::Timestamp now) {
  if (amount == 0) return;
  if (entries.empty() || entries.back().at != now) entries.push_back({now, 0});
  entries.back().amount += amount;
  sum += amount;
}

void RateLimiter::Window::expire(core::Timestamp now) {
  while (!entries.empty() && entries.front().at + rule.length <= now) {
    sum -= entries.front().amount;
    entries.pop_front();
  }
}

core::Duration RateLimiter::Window::wait_for(std::int64_t amount, core::Timestamp now) const {
  std::int64_t left = sum;
  core::Duration wait{};
  for (const Entry& entry : entries) {
    if (left + amount <= rule.budget) break;
    left -= entry.amount;
    wait = entry.at + rule.length - now;
  }
  return wait;
}

void RateLimiter::advance(core::Timestamp now) {
  // The clock was set back: what lay a second ago still does.
  if (now_ && now < *now_) {
    const core::Duration back = now - *now_;
    for (Window& window : windows_) {
      for (Entry& entry : window.entries) entry.at = entry.at + back;
    }
    if (held_until_) held_until_ = *held_until_ + back;
  }
  now_ = now;
  for (Window& window : windows_) window.expire(now);
  if (held_until_ && *held_until_ <= now) held_until_.reset();
}

core::Result<core::Duration> RateLimiter::take(std::int64_t weight, core::Timestamp now) {
  advance(now);
  core::Duration wait = held_until_ ? *held_until_ - now : core::Duration{};
  for (const Window& window : windows_) {
    const std::int64_t amount = window.amount_of(weight);
    if (amount > window.rule.budget) {
      return core::fail(core::ErrorKind::kInvalidArgument, "weight_over_budget",
                        "The request weighs " + std::to_string(amount) + ", more than the whole budget of " +
                            std::to_string(window.rule.budget) + ".");
    }
    wait = std::max(wait, window.wait_for(amount, now));
  }
  if (wait.ns > 0) return wait;
  for (Window& window : windows_) window.add(window.amount_of(weight), now);
  return core::Duration{};
}

void RateLimiter::report_used(core::Duration length, std::int64_t used, core::Timestamp now) {
  advance(now);
  for (Window& window : windows_) {
    if (window.rule.counts != RateWindow::Counts::kWeight || window.rule.length != length) continue;
    window.add(std::max<std::int64_t>(0, used - window.sum), now);
  }
}

void RateLimiter::hold_until(core::Timestamp time) {
  held_until_ = held_until_ ? std::max(*held_until_, time) : time;
}

std::int64_t RateLimiter::used(std::size_t index, core::Timestamp now) {
  advance(now);
  return windows_.at(index).sum;
}

}  // namespace tidemark::net
