#include "venues/binance/trade/signed_gate.hpp"

#include <utility>
#include <vector>

#include "net/rate_reply.hpp"
#include "venues/binance/trade/trade_answer.hpp"

namespace tidemark::venues::binance {
namespace {

using Counts = net::RateWindow::Counts;

// The venue's limits (source-apis.md 1 and 2) less a tenth: spot 6000 weight a minute, 100 orders in 10 s and 200,000 a
// day; USD-M 2400 weight, 300 orders in 10 s and 1200 a minute. A part of the weight is left to market data, which
// comes from the same address; the venue's own count is heeded.
std::vector<net::RateWindow> weight_windows(Market market) {
  return {{core::minutes(1), market == Market::kSpot ? 5400 : 2160, Counts::kWeight}};
}
std::vector<net::RateWindow> order_windows(Market market) {
  if (market == Market::kSpot) {
    return {{core::seconds(10), 90, Counts::kCalls}, {core::days(1), 180'000, Counts::kCalls}};
  }
  return {{core::seconds(10), 270, Counts::kCalls}, {core::minutes(1), 1080, Counts::kCalls}};
}

}  // namespace

SignedGate::SignedGate(const TradeConfig& config, Transport& transport)
    : config_{config},
      transport_{transport},
      weights_{weight_windows(config.market)},
      orders_{order_windows(config.market)} {}

std::optional<RequestId> SignedGate::send(const TradeCall& call, core::Timestamp now) {
  if (call.counted == Counted::kNewOrder) {
    const auto wait = orders_.take(call.orders, now);
    if (wait && wait->ns > 0) {
      next_ = now + *wait;
      return std::nullopt;
    }
  }
  const bool cancels = call.method == net::Method::kDelete;
  const auto wait = weights_.take(cancels ? 0 : call.weight, now);
  if (wait && wait->ns > 0) {
    next_ = now + *wait;
    return std::nullopt;
  }
  HttpRequest request;
  request.method = call.method;
  request.url = config_.endpoints.rest + target_of(call, config_, venue_time(now));
  if (call.proof != Proof::kNone) request.headers.push_back({"X-MBX-APIKEY", config_.keys.api_key});
  request.timeout = config_.request_timeout;
  return transport_.request(std::move(request));
}

void SignedGate::heed(const HttpReply& reply, core::Timestamp at) {
  net::heed_reply(weights_, reply.status, reply.headers, at);
}

void SignedGate::ask_time(core::Timestamp now) {
  if (asking_) return;
  asking_ = send(time_call(config_.market), now);
  asked_ = now;
}

bool SignedGate::on_reply(RequestId request, const core::Result<HttpReply>& reply, core::Timestamp at) {
  if (asking_ != request) return false;
  asking_.reset();
  if (!reply) return true;
  heed(*reply, at);
  if (reply->status != 200) return true;
  const auto time = parse_time(reply->body);
  // It was read somewhere between question and answer.
  if (time) offset_ = *time - (asked_ + core::Duration{(at - asked_).ns / 2});
  return true;
}

}  // namespace tidemark::venues::binance
