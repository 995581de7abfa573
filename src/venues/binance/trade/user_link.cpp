#include "venues/binance/trade/user_link.hpp"

#include <algorithm>
#include <utility>

#include "venues/binance/trade/trade_answer.hpp"

namespace tidemark::venues::binance {

using core::Error;
using core::ErrorKind;
using core::Timestamp;

namespace {

constexpr std::string_view kSubscription = "user";

std::string key_url(const std::string& base, const std::string& key) {
  // The split addresses take the key as a parameter, the older ones as a path.
  return base.ends_with("/private/ws") ? base + "?listenKey=" + key : base + "/" + key;
}

}  // namespace

UserLink::UserLink(const TradeConfig& config, Transport& transport, SignedGate& gate)
    : config_{config}, transport_{transport}, gate_{gate}, backoff_{config.backoff, core::Rng{config.seed}} {}

Timestamp UserLink::on_time(Timestamp now) {
  if (!link_) {
    if (now < next_attempt_) return next_attempt_;
    if (!gate_.is_in_time()) {
      gate_.ask_time(now);
      next_attempt_ = now + config_.retry_after;
      return next_attempt_;
    }
    if (is_spot() || key_) {
      open(now);
    } else if (!key_request_) {
      ask_key(ListenKey::kOpen, now);
    }
    return now + config_.retry_after;
  }
  if (auto why = fault(now)) {
    change_ = fail(std::move(*why), now);
    return next_attempt_;
  }
  if (!up_) return begun_ + config_.open_timeout;
  if (now >= std::max(heard_, probed_) + config_.probe_every) probe(now);
  Timestamp next = std::max(heard_, probed_) + config_.probe_every;
  if (probed_ > heard_) next = std::min(next, probed_ + config_.probe_timeout);
  if (!is_spot()) {
    if (!key_request_ && now >= key_asked_ + config_.key_renewal) ask_key(ListenKey::kKeep, now);
    next = std::min(next, std::max(now + config_.retry_after, key_asked_ + config_.key_renewal));
  }
  return std::min(next, begun_ + config_.link_age_max);
}

std::optional<Error> UserLink::fault(Timestamp now) const {
  const auto timeout = [](const char* what) { return Error{ErrorKind::kTimeout, "user_data", what, {}}; };
  if (!up_ && now >= begun_ + config_.open_timeout) return timeout("the user data stream did not open in time");
  if (up_ && probed_ > heard_ && now >= probed_ + config_.probe_timeout) {
    return timeout("the user data stream gives no sign of life");
  }
  if (now >= begun_ + config_.link_age_max) return timeout("the user data stream is as old as the venue lets it be");
  return std::nullopt;
}

void UserLink::open(Timestamp now) {
  link_ = transport_.open(is_spot() ? config_.endpoints.user : key_url(config_.endpoints.user, *key_));
  begun_ = heard_ = probed_ = now;
}

void UserLink::ask_key(ListenKey action, Timestamp now) {
  key_request_ = gate_.send(listen_key_call(action), now);
  if (key_request_) key_asked_ = now;
}

void UserLink::probe(Timestamp now) {
  probed_ = now;
  const std::string id = std::to_string(++asks_);
  transport_.send(*link_, is_spot() ? R"({"id":")" + id + R"(","method":"ping"})"
                                    : R"({"method":"LIST_SUBSCRIPTIONS","id":)" + id + "}");
}

UserLink::Change UserLink::fail(Error why, Timestamp now) {
  if (link_) transport_.close(*link_);
  link_.reset();
  key_.reset();
  problem_ = std::move(why);
  next_attempt_ = now + backoff_.failed(now);
  return std::exchange(up_, false) ? Change::kDown : Change::kNone;
}

void UserLink::stop() {
  if (link_) transport_.close(*link_);
  link_.reset();
  up_ = false;
}

UserLink::Change UserLink::on_open(Timestamp at) {
  heard_ = at;
  if (is_spot()) {
    transport_.send(*link_, subscribe_text(config_, gate_.venue_time(at), kSubscription));
    return Change::kNone;
  }
  up_ = true;
  backoff_.opened(at);
  return Change::kUp;
}

UserLink::Change UserLink::on_closed(const Error& why, Timestamp at) {
  link_.reset();  // it is gone already
  return fail(why, at);
}

UserLink::Change UserLink::on_event(const UserEvent& event, Timestamp at) {
  if (event.kind == UserEvent::Kind::kEnd) {
    return fail({ErrorKind::kUnavailable, "user_data", "the venue ends the user data stream", {}}, at);
  }
  if (event.kind != UserEvent::Kind::kAnswer || event.id != kSubscription || up_) return Change::kNone;
  if (event.status != 200) {
    // The clock is one of the reasons.
    gate_.ask_time(at);
    return fail({ErrorKind::kRefused, "user_data", "the venue refuses the user data stream: " + event.error, {}}, at);
  }
  up_ = true;
  backoff_.opened(at);
  return Change::kUp;
}

bool UserLink::on_reply(RequestId request, const core::Result<HttpReply>& reply, Timestamp at) {
  if (key_request_ != request) return false;
  key_request_.reset();
  if (!reply) {
    if (!link_) change_ = fail(reply.error(), at);
    return true;
  }
  gate_.heed(*reply, at);
  const Judgment judgment = judge(reply->status, reply->body);
  if (judgment.outcome == Outcome::kDone) {
    if (link_) return true;  // it was kept
    if (auto key = parse_listen_key(reply->body)) {
      key_ = std::move(*key);
      next_attempt_ = at;
    }
    return true;
  }
  const bool lost = judgment.code == -1125;
  if (!link_ || lost) {
    change_ = fail({ErrorKind::kRefused, "user_data", "the venue gives no listen key: " + judgment.message, {}}, at);
  }
  return true;
}

UserLink::Change UserLink::take_change() {
  return std::exchange(change_, Change::kNone);
}

}  // namespace tidemark::venues::binance
