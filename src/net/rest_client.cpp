#include "net/rest_client.hpp"

#include <algorithm>
#include <chrono>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "net/curl_transfer.hpp"
#include "net/tls_session.hpp"

namespace tidemark::net {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

class Client final : public RestClient {
 public:
  explicit Client(RestOptions options);
  ~Client() override;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void run(std::stop_token stop) override;
  core::Result<RestTicket> submit(RestRequest request, Callback callback) override;
  void cancel(RestTicket ticket) override;

 private:
  using Transfers = std::map<RestTicket, std::unique_ptr<CurlTransfer>>;

  void take_inbox();
  void apply_cancelled(const std::vector<RestTicket>& tickets);
  void start_waiting();
  void start(RestJob job);
  void expire_waiting();
  void finish_done();
  void remove(Transfers::iterator transfer);
  void answer_all_stopped();
  /// One more answer was given, or is not wanted any more.
  void count_answered();
  [[nodiscard]] int poll_ms() const;

  RestOptions options_;
  std::unique_ptr<CURLM, FreeMulti> multi_{curl_multi_init()};

  std::mutex mutex_;
  std::vector<RestJob> inbox_;         ///< guarded by mutex_
  std::vector<RestTicket> cancelled_;  ///< guarded by mutex_
  std::size_t unanswered_{0};          ///< guarded by mutex_
  std::uint64_t ticket_count_{0};      ///< guarded by mutex_

  // Of the thread of run().
  std::list<RestJob> waiting_;
  Transfers active_;
  std::map<std::string, std::size_t> active_by_host_;
};

Client::Client(RestOptions options) : options_{std::move(options)} {
  curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, 64L);
}

Client::~Client() {
  while (!active_.empty()) remove(active_.begin());
}

core::Result<RestTicket> Client::submit(RestRequest request, Callback callback) {
  auto endpoint = parse_endpoint(request.url);
  if (!endpoint) return core::forward_error(endpoint);
  if (endpoint->scheme != Scheme::kHttp && endpoint->scheme != Scheme::kHttps) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_url", "A request's URL begins with http:// or https://.");
  }
  auto proxy = proxy_for(*endpoint, options_.proxies);
  if (!proxy) return core::forward_error(proxy);
  const auto deadline = SteadyClock::now() + std::chrono::nanoseconds{request.timeout.ns};
  RestTicket ticket;
  {
    const std::lock_guard lock{mutex_};
    if (unanswered_ >= options_.limits.queue) {
      return core::fail(core::ErrorKind::kExhausted, "too_many_requests",
                        "As many requests as may wait are waiting already.");
    }
    ++unanswered_;
    ticket = {++ticket_count_};
    inbox_.push_back(
        {ticket, std::move(request), std::move(callback), std::move(*endpoint), std::move(*proxy), deadline});
  }
  curl_multi_wakeup(multi_.get());
  return ticket;
}

void Client::cancel(RestTicket ticket) {
  {
    const std::lock_guard lock{mutex_};
    // One that is still in the inbox goes at once; others are not kept longer than they can matter.
    const auto waiting = std::ranges::find(inbox_, ticket, &RestJob::ticket);
    if (waiting != inbox_.end()) {
      inbox_.erase(waiting);
      --unanswered_;
      return;
    }
    if (unanswered_ == 0 || cancelled_.size() > options_.limits.queue) return;
    cancelled_.push_back(ticket);
  }
  curl_multi_wakeup(multi_.get());
}

void Client::count_answered() {
  const std::lock_guard lock{mutex_};
  --unanswered_;
}

void Client::take_inbox() {
  std::vector<RestJob> jobs;
  std::vector<RestTicket> cancelled;
  {
    const std::lock_guard lock{mutex_};
    jobs.swap(inbox_);
    cancelled.swap(cancelled_);
  }
  for (RestJob& job : jobs) waiting_.push_back(std::move(job));
  apply_cancelled(cancelled);
}

void Client::apply_cancelled(const std::vector<RestTicket>& tickets) {
  for (const RestTicket ticket : tickets) {
    if (const auto found = active_.find(ticket); found != active_.end()) {
      remove(found);
      count_answered();
    } else if (const auto job = std::ranges::find(waiting_, ticket, &RestJob::ticket); job != waiting_.end()) {
      waiting_.erase(job);
      count_answered();
    }
  }
}

void Client::start_waiting() {
  for (auto job = waiting_.begin(); job != waiting_.end() && active_.size() < options_.limits.active;) {
    if (active_by_host_[job->endpoint.authority()] >= options_.limits.active_per_host) {
      ++job;
      continue;
    }
    start(std::move(*job));
    job = waiting_.erase(job);
  }
  std::erase_if(active_by_host_, [](const auto& entry) { return entry.second == 0; });
}

void Client::start(RestJob job) {
  const RestTicket ticket = job.ticket;
  ++active_by_host_[job.endpoint.authority()];
  auto transfer = std::make_unique<CurlTransfer>(std::move(job), options_);
  curl_multi_add_handle(multi_.get(), transfer->handle());
  active_.emplace(ticket, std::move(transfer));
}

void Client::remove(Transfers::iterator transfer) {
  curl_multi_remove_handle(multi_.get(), transfer->second->handle());
  --active_by_host_[transfer->second->job().endpoint.authority()];
  active_.erase(transfer);
}

void Client::expire_waiting() {
  const auto now = SteadyClock::now();
  for (auto job = waiting_.begin(); job != waiting_.end();) {
    if (job->deadline > now) {
      ++job;
      continue;
    }
    RestJob expired = std::move(*job);
    job = waiting_.erase(job);
    count_answered();
    expired.callback(core::fail(core::ErrorKind::kTimeout, "request_timeout",
                                "The request waited too long for others to the same host.", place_of(expired)));
  }
}

void Client::finish_done() {
  int left = 0;
  while (CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode outcome = message->data.result;
    char* self = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
    const auto found = active_.find(reinterpret_cast<CurlTransfer*>(self)->job().ticket);
    // Out of all books first: the callback may submit the next one.
    curl_multi_remove_handle(multi_.get(), found->second->handle());
    --active_by_host_[found->second->job().endpoint.authority()];
    const std::unique_ptr<CurlTransfer> transfer = std::move(found->second);
    active_.erase(found);
    count_answered();
    transfer->finish(outcome);
  }
}

int Client::poll_ms() const {
  using std::chrono::milliseconds;
  milliseconds wait{60'000};
  const auto now = SteadyClock::now();
  for (const RestJob& job : waiting_) {
    wait = std::min(wait, std::chrono::ceil<milliseconds>(job.deadline - now));
  }
  return static_cast<int>(std::max<milliseconds::rep>(0, wait.count()));
}

void Client::answer_all_stopped() {
  take_inbox();
  const core::Error stopped{core::ErrorKind::kUnavailable, "client_stopped", "The program is stopping.", ""};
  while (!active_.empty()) {
    const std::unique_ptr<CurlTransfer> transfer = std::move(active_.begin()->second);
    curl_multi_remove_handle(multi_.get(), transfer->handle());
    active_.erase(active_.begin());
    count_answered();
    transfer->fail(stopped);
  }
  active_by_host_.clear();
  while (!waiting_.empty()) {
    RestJob job = std::move(waiting_.front());
    waiting_.pop_front();
    count_answered();
    job.callback(std::unexpected(stopped));
  }
}

void Client::run(std::stop_token stop) {
  const std::stop_callback wake{stop, [this] { curl_multi_wakeup(multi_.get()); }};
  while (!stop.stop_requested()) {
    take_inbox();
    expire_waiting();
    start_waiting();
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    finish_done();
    // Places may have become free.
    start_waiting();
    curl_multi_poll(multi_.get(), nullptr, 0, poll_ms(), nullptr);
  }
  answer_all_stopped();
}

}  // namespace

core::Result<std::unique_ptr<RestClient>> RestClient::make(RestOptions options) {
  if (!options.ca_file.empty()) {
    auto trust = TlsTrust::load(options.ca_file);
    if (!trust) return core::forward_error(trust);
  }
  // Counted by the library, thread-safe since 7.84, and never undone: other users of it may come.
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return core::fail(core::ErrorKind::kInternal, "curl_setup", "The HTTP library cannot be initialized.");
  }
  return std::make_unique<Client>(std::move(options));
}

core::Result<RestReply> fetch(RestRequest request, const RestOptions& options) {
  auto client = RestClient::make(options);
  if (!client) return core::forward_error(client);
  std::stop_source stop;
  core::Result<RestReply> answer;
  auto ticket = (*client)->submit(std::move(request), [&](core::Result<RestReply> reply) {
    answer = std::move(reply);
    stop.request_stop();
  });
  if (!ticket) return core::forward_error(ticket);
  (*client)->run(stop.get_token());
  return answer;
}

}  // namespace tidemark::net
