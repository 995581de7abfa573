#include "venues/binance/live/stream_link.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::venues::binance {
namespace {

constexpr core::Duration kRefusedAgain = core::seconds(30);

}  // namespace

StreamLink::StreamLink(const LiveConfig& config, Transport& transport, LinkId id, core::Timestamp now)
    : config_{&config}, transport_{&transport}, id_{id}, begun_{now}, heard_{now}, send_at_{now} {}

void StreamLink::on_open(core::Timestamp at) {
  opened_ = at;
  heard_ = at;
  send_at_ = at;
}

bool StreamLink::on_answer(std::uint64_t id, Answer answer, core::Timestamp at) {
  const auto found = asks_.find(id);
  if (found == asks_.end()) return false;
  const Ask ask = std::move(found->second);
  asks_.erase(found);
  for (const std::string& stream : ask.streams) {
    asked_.erase(stream);
    if (ask.control == Control::kUnsubscribe) {
      on_.erase(stream);
      renewing_.erase(stream);
    } else if (answer == Answer::kDone) {
      on_.insert(stream);
    } else {
      refused_[stream] = at + kRefusedAgain;
    }
  }
  return true;
}

std::vector<std::string> StreamLink::to_drop(const std::set<std::string, std::less<>>& wanted) const {
  std::vector<std::string> names;
  for (const std::string& stream : on_) {
    if (wanted.contains(stream) && !renewing_.contains(stream)) continue;
    if (asked_.contains(stream)) continue;
    names.push_back(stream);
    if (names.size() >= config_->control_batch) break;
  }
  return names;
}

std::vector<std::string> StreamLink::to_add(const std::set<std::string, std::less<>>& wanted,
                                            core::Timestamp now) const {
  std::vector<std::string> names;
  for (const std::string& stream : wanted) {
    if (on_.contains(stream) || asked_.contains(stream)) continue;
    const auto refused = refused_.find(stream);
    if (refused != refused_.end() && now < refused->second) continue;
    names.push_back(stream);
    if (names.size() >= config_->control_batch) break;
  }
  return names;
}

void StreamLink::send(Control control, std::vector<std::string> streams, core::Timestamp now) {
  const std::uint64_t id = next_ask_++;
  transport_->send(id_, control_text(control, streams, id));
  for (const std::string& stream : streams) {
    asked_.insert(stream);
    refused_.erase(stream);
  }
  asks_.emplace(id, Ask{control, std::move(streams), now});
  send_at_ = now + config_->control_pause;
}

core::Timestamp StreamLink::on_time(const std::set<std::string, std::less<>>& wanted, core::Timestamp now) {
  if (!open()) return begun_ + config_->open_timeout;
  // A sign of life that was not given: what else came decides whether the link is alive.
  std::erase_if(asks_, [&](const auto& entry) {
    return entry.second.control == Control::kList && now - entry.second.sent >= config_->control_timeout;
  });
  if (now >= send_at_) {
    if (auto drop = to_drop(wanted); !drop.empty()) {
      send(Control::kUnsubscribe, std::move(drop), now);
    } else if (auto add = to_add(wanted, now); !add.empty()) {
      send(Control::kSubscribe, std::move(add), now);
    } else if (asks_.empty() && now - heard_ >= core::nanoseconds(config_->link_stale_after.ns / 2) &&
               (!probed_ || *probed_ < heard_)) {
      probed_ = now;
      send(Control::kList, {}, now);
    }
  }
  const bool probing = probed_ && *probed_ >= heard_;
  const core::Timestamp half = heard_ + core::nanoseconds(config_->link_stale_after.ns / 2);
  core::Timestamp due = probing || !asks_.empty() ? heard_ + config_->link_stale_after : std::max(half, send_at_);
  for (const auto& [id, ask] : asks_) due = std::min(due, ask.sent + config_->control_timeout);
  for (const auto& [stream, again] : refused_) {
    if (again > now && wanted.contains(stream)) due = std::min(due, again);
  }
  if (!to_drop(wanted).empty() || !to_add(wanted, now).empty()) due = std::min(due, send_at_);
  return due;
}

void StreamLink::renew(std::string_view stream) {
  if (carries(stream)) renewing_.emplace(stream);
}

bool StreamLink::carries_all(const std::set<std::string, std::less<>>& wanted) const {
  return std::ranges::all_of(wanted, [&](const std::string& s) { return on_.contains(s) || refused_.contains(s); });
}

std::optional<std::string_view> StreamLink::failure(core::Timestamp now) const {
  if (!open()) {
    if (now - begun_ >= config_->open_timeout) return "the handshake was not answered";
    return std::nullopt;
  }
  if (now - heard_ >= config_->link_stale_after) return "nothing came any more";
  for (const auto& [id, ask] : asks_) {
    if (ask.control != Control::kList && now - ask.sent >= config_->control_timeout) {
      return "a subscription was not answered";
    }
  }
  return std::nullopt;
}

}  // namespace tidemark::venues::binance
