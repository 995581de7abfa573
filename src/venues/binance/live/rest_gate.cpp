#include "venues/binance/live/rest_gate.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace tidemark::venues::binance {
namespace {

/// Without Retry-After: as long as the venue's count of weights lasts, or its shortest ban.
constexpr core::Duration kSlowDown = core::minutes(1);
constexpr core::Duration kBan = core::minutes(2);
/// A Retry-After beyond the longest documented ban (three days) is not believed.
constexpr std::uint32_t kRetryAfterMax = 3 * 86'400;

std::optional<std::uint32_t> number_in(const HttpReply& reply, std::string_view header) {
  for (const net::NameValue& each : reply.headers) {
    if (each.name != header) continue;
    std::uint32_t value = 0;
    const char* end = each.value.data() + each.value.size();
    if (std::from_chars(each.value.data(), end, value).ptr == end && !each.value.empty()) return value;
  }
  return std::nullopt;
}

}  // namespace

void RestGate::submit(Job job) {
  queues_[static_cast<std::size_t>(job.urgency)].push_back(std::move(job));
}

void RestGate::cancel(core::InstrumentId instrument) {
  const auto concerns = [&](const Job& job) {
    return job.kind != JobKind::kExchangeInfo && job.instrument == instrument;
  };
  for (std::deque<Job>& queue : queues_) std::erase_if(queue, concerns);
  std::erase_if(under_way_, [&](const auto& entry) {
    if (!concerns(entry.second)) return false;
    transport_->cancel(entry.first);
    return true;
  });
}

void RestGate::cancel_all() {
  for (std::deque<Job>& queue : queues_) queue.clear();
  for (const auto& [request, job] : under_way_) transport_->cancel(request);
  under_way_.clear();
}

void RestGate::begin_minute(core::Timestamp now) {
  const std::int64_t minute = now.ns / core::minutes(1).ns;
  if (minute == minute_) return;
  minute_ = minute;
  used_ = 0;
}

std::deque<Job>* RestGate::next_queue() {
  for (std::deque<Job>& queue : queues_) {
    if (!queue.empty()) return &queue;
  }
  return nullptr;
}

core::Timestamp RestGate::on_time(core::Timestamp now) {
  constexpr core::Timestamp kNever{INT64_MAX};
  begin_minute(now);
  while (std::deque<Job>* queue = next_queue()) {
    if (now < blocked_until_) return blocked_until_;
    if (under_way_.size() >= config_->requests_at_once) return kNever;  // the next answer makes room
    Job& job = queue->front();
    if (used_ != 0 && used_ + job.call.weight > weight_limit_of(*config_)) {
      return {(minute_ + 1) * core::minutes(1).ns};
    }
    used_ += job.call.weight;
    HttpRequest request;
    request.url = config_->endpoints.rest + job.call.path;
    request.timeout = config_->request_timeout;
    const RequestId id = transport_->request(std::move(request));
    under_way_.emplace(id, std::move(job));
    queue->pop_front();
  }
  return kNever;
}

std::optional<Answered> RestGate::on_reply(RequestId request, core::Result<HttpReply> reply, core::Timestamp at) {
  const auto found = under_way_.find(request);
  if (found == under_way_.end()) return std::nullopt;
  Job job = std::move(found->second);
  under_way_.erase(found);
  if (!reply) return Answered{std::move(job), core::forward_error(reply)};
  begin_minute(at);
  if (const auto used = number_in(*reply, "x-mbx-used-weight-1m")) used_ = std::max(used_, *used);
  return judge(std::move(job), *reply, at);
}

std::optional<Answered> RestGate::judge(Job job, const HttpReply& reply, core::Timestamp at) {
  using core::ErrorKind;
  if (reply.status == 200) return Answered{std::move(job), reply.body};
  if (reply.status == 429 || reply.status == 418 || reply.status == 403) {
    hold_back(reply, at);
    queues_[static_cast<std::size_t>(job.urgency)].push_front(std::move(job));
    return std::nullopt;
  }
  const ErrorKind kind = reply.status >= 500 ? ErrorKind::kUnavailable : ErrorKind::kRefused;
  return Answered{
      job, core::fail(kind, "http_status", "Binance answered HTTP " + std::to_string(reply.status), job.call.path)};
}

void RestGate::hold_back(const HttpReply& reply, core::Timestamp at) {
  const auto asked = number_in(reply, "retry-after");
  core::Duration wait = reply.status == 429 ? kSlowDown : kBan;
  if (asked) wait = core::seconds(std::min(*asked, kRetryAfterMax));
  blocked_until_ = std::max(blocked_until_, at + std::max(wait, core::seconds(1)));
}

std::optional<core::Timestamp> RestGate::banned_until(core::Timestamp now) const {
  return now < blocked_until_ ? std::optional{blocked_until_} : std::nullopt;
}

std::size_t RestGate::waiting() const {
  std::size_t all = under_way_.size();
  for (const std::deque<Job>& queue : queues_) all += queue.size();
  return all;
}

}  // namespace tidemark::venues::binance
