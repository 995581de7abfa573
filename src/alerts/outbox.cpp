#include "alerts/outbox.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace tidemark::alerts {
namespace {

constexpr std::array<std::string_view, 4> kStateNames{"pending", "delivered", "refused", "given_up"};
constexpr int kRequestTimeout = 408;
constexpr int kTooEarly = 425;
constexpr int kTooManyRequests = 429;
constexpr int kServerError = 500;

/// "Wed, 21 Oct 2015 07:28:00 GMT" (RFC 9110, IMF-fixdate).
std::optional<core::Timestamp> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::size_t kLength = 29;
  if (text.size() != kLength || !text.ends_with(" GMT")) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = -1;
    const char* end = text.data() + at + digits;
    const auto parsed = std::from_chars(text.data() + at, end, value);
    return parsed.ptr == end ? value : -1;
  };
  const auto month = std::ranges::find(kMonths, text.substr(8, 3));
  const core::CivilTime civil{.year = number(12, 4),
                              .month = static_cast<int>(month - kMonths.begin()) + 1,
                              .day = number(5, 2),
                              .hour = number(17, 2),
                              .minute = number(20, 2),
                              .second = number(23, 2)};
  if (month == kMonths.end() || !core::is_valid(civil)) return std::nullopt;
  return core::timestamp_of(civil);
}

std::optional<core::Duration> retry_after_of(const net::RestReply& reply, core::Timestamp now) {
  const auto header = std::ranges::find(reply.headers, "retry-after", &net::NameValue::name);
  if (header == reply.headers.end()) return std::nullopt;
  const std::string_view text = header->value;
  std::uint32_t seconds = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size()) return core::seconds(seconds);
  const auto date = parse_http_date(text);
  return date ? std::optional{std::max(*date - now, core::Duration{0})} : std::nullopt;
}

}  // namespace

std::string_view name_of(DeliveryState state) {
  return kStateNames[static_cast<std::size_t>(state)];
}

Verdict verdict_of(const core::Result<net::RestReply>& reply, core::Timestamp now) {
  constexpr int kHundred = 100;
  if (!reply) return {.state = DeliveryState::kPending, .status = {}, .error = reply.error().code, .retry_after = {}};
  const int status = reply->status;
  if (status / kHundred == 2) {
    return {.state = DeliveryState::kDelivered, .status = status, .error = {}, .retry_after = {}};
  }
  const bool again =
      status == kRequestTimeout || status == kTooEarly || status == kTooManyRequests || status >= kServerError;
  return {.state = again ? DeliveryState::kPending : DeliveryState::kRefused,
          .status = status,
          .error = "http_" + std::to_string(status),
          .retry_after = again ? retry_after_of(*reply, now) : std::nullopt};
}

bool Outbox::put(Delivery delivery) {
  if (held_.contains(delivery.message.id)) return true;
  if (held_.size() >= options_.waiting_max) {
    overflowed_ = true;
    return false;
  }
  lanes_[delivery.webhook_id].waiting.emplace(delivery.next_at, delivery.message.id);
  std::string id = delivery.message.id;
  held_.emplace(std::move(id), std::move(delivery));
  high_water_ = std::max(high_water_, held_.size());
  return true;
}

void Outbox::drop(const std::string& webhook_id) {
  std::erase_if(held_, [&](const auto& entry) { return entry.second.webhook_id == webhook_id; });
  lanes_.erase(webhook_id);
}

std::vector<Delivery> Outbox::take_due(core::Timestamp now) {
  std::vector<Delivery> due;
  for (auto& [webhook, lane] : lanes_) {
    while (lane.in_flight < options_.in_flight_per_webhook && !lane.waiting.empty() &&
           lane.waiting.begin()->first <= now) {
      due.push_back(held_.at(lane.waiting.begin()->second));
      lane.waiting.erase(lane.waiting.begin());
      ++lane.in_flight;
    }
  }
  return due;
}

core::Duration Outbox::wait_after(std::uint32_t attempts, core::Timestamp now) {
  net::Backoff backoff{options_.backoff, rng_.fork(rng_.next())};
  constexpr std::uint32_t kCapped = 32;  // the ceiling has long been reached
  core::Duration wait{0};
  for (std::uint32_t i = 0; i < std::min(attempts, kCapped); ++i) wait = backoff.failed(now);
  return wait;
}

std::optional<Outbox::Ended> Outbox::finish(const std::string& delivery_id, const Verdict& verdict,
                                            core::Timestamp began, core::Timestamp now) {
  const auto found = held_.find(delivery_id);
  if (found == held_.end()) return std::nullopt;
  Delivery& delivery = found->second;
  Lane& lane = lanes_[delivery.webhook_id];
  if (lane.in_flight > 0) --lane.in_flight;
  ++delivery.attempts;
  delivery.state = verdict.state;
  delivery.next_at = now;
  if (verdict.state == DeliveryState::kPending) {
    core::Duration wait = wait_after(delivery.attempts, now);
    if (verdict.retry_after) wait = std::max(wait, std::min(*verdict.retry_after, options_.retry_after_max));
    if (now + wait > delivery.created + options_.give_up_after) {
      delivery.state = DeliveryState::kGivenUp;
    } else {
      delivery.next_at = now + wait;
      lane.waiting.emplace(delivery.next_at, delivery_id);
    }
  }
  Ended ended{.delivery = delivery,
              .attempt = {.delivery_id = delivery_id,
                          .number = delivery.attempts,
                          .began = began,
                          .ended = now,
                          .status = verdict.status,
                          .error = verdict.error}};
  if (delivery.state != DeliveryState::kPending) held_.erase(found);
  return ended;
}

std::optional<core::Timestamp> Outbox::next_due() const {
  std::optional<core::Timestamp> next;
  for (const auto& [webhook, lane] : lanes_) {
    if (lane.waiting.empty() || lane.in_flight >= options_.in_flight_per_webhook) continue;
    const core::Timestamp due = lane.waiting.begin()->first;
    if (!next || due < *next) next = due;
  }
  return next;
}

}  // namespace tidemark::alerts
