#include "net/curl_transfer.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "net/text.hpp"
#include "net/url.hpp"

namespace tidemark::net {
namespace {

std::string_view code_of(CURLcode outcome) {
  switch (outcome) {
    case CURLE_OPERATION_TIMEDOUT:
      return "request_timeout";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "host_not_found";
    case CURLE_COULDNT_CONNECT:
      return "connection_failed";
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return "proxy_failed";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "tls_untrusted";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
      return "tls_failed";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return "bad_response";
    default:
      return "connection_broke";
  }
}

}  // namespace

std::string place_of(const RestJob& job) {
  const std::string& target = job.endpoint.target;
  return std::string{name_of(job.request.method)} + " " + job.endpoint.host_header() +
         target.substr(0, std::min(target.find('?'), target.size()));
}

CurlTransfer::CurlTransfer(RestJob job, const RestOptions& options)
    : job_{std::move(job)},
      reply_bytes_max_{options.limits.reply_bytes},
      header_bytes_max_{options.limits.header_bytes} {
  set_request();
  set_limits(options);
  set_proxy();
}

void CurlTransfer::set_request() {
  CURL* const h = handle();
  const RestRequest& request = job_.request;
  curl_easy_setopt(h, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(h, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  if (request.method == Method::kHead) {
    curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
  } else if (!request.body.empty() || request.method == Method::kPost || request.method == Method::kPut) {
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, std::string{name_of(request.method)}.c_str());
  // libcurl sends a request again when a kept connection turns out to be dead. What must not happen twice gets a new
  // one.
  const bool once = request.method == Method::kPost || request.method == Method::kPatch;
  curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, once ? 1L : 0L);
  const auto add = [&](const std::string& line) {
    if (has_control_characters(line)) return;
    curl_slist* const before = headers_.release();
    curl_slist* const grown = curl_slist_append(before, line.c_str());
    headers_.reset(grown != nullptr ? grown : before);
  };
  // Bodies go out at once: no question whether they are wanted, and no type that was not given.
  add("Expect:");
  const auto is_type = [](const NameValue& v) { return equal_ignoring_case(v.name, "content-type"); };
  if (std::ranges::none_of(request.headers, is_type)) add("Content-Type:");
  for (const NameValue& header : request.headers) {
    add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers_.get());
}

void CurlTransfer::set_limits(const RestOptions& options) {
  CURL* const h = handle();
  using std::chrono::milliseconds;
  const auto left = std::chrono::ceil<milliseconds>(job_.deadline - std::chrono::steady_clock::now());
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, std::max<long>(1, static_cast<long>(left.count())));
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS,
                   std::max<long>(1, static_cast<long>(options.limits.connect_timeout.ns / 1'000'000)));
  curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  curl_easy_setopt(h, CURLOPT_USERAGENT, options.user_agent.c_str());
  curl_easy_setopt(h, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(h, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.ca_file.empty()) {
    curl_easy_setopt(h, CURLOPT_CAINFO, options.ca_file.c_str());
    curl_easy_setopt(h, CURLOPT_CAPATH, nullptr);
  }
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  curl_easy_setopt(h, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(h, CURLOPT_ERRORBUFFER, message_.data());
  curl_easy_setopt(h, CURLOPT_PRIVATE, this);
}

void CurlTransfer::set_proxy() {
  CURL* const h = handle();
  // Ours is the only decision: libcurl shall not look at the environment itself.
  curl_easy_setopt(h, CURLOPT_NOPROXY, "");
  curl_easy_setopt(h, CURLOPT_PROXY, "");
  if (!job_.proxy) return;
  const Endpoint proxy{.scheme = Scheme::kHttp, .host = job_.proxy->host, .port = job_.proxy->port, .target = {}};
  curl_easy_setopt(h, CURLOPT_PROXY, ("http://" + proxy.authority()).c_str());
  curl_easy_setopt(h, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (job_.proxy->user.empty()) return;
  curl_easy_setopt(h, CURLOPT_PROXYUSERNAME, job_.proxy->user.c_str());
  curl_easy_setopt(h, CURLOPT_PROXYPASSWORD, job_.proxy->password.c_str());
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::size_t bytes = size * count;
  if (bytes > transfer.reply_bytes_max_ - transfer.reply_.body.size()) {
    transfer.too_large_ = true;
    return bytes + 1;  // any other number than what was given ends the transfer
  }
  transfer.reply_.body.append(data, bytes);
  return bytes;
}

std::size_t CurlTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  return static_cast<CurlTransfer*>(self)->take_header({data, bytes}) ? bytes : bytes + 1;
}

bool CurlTransfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > header_bytes_max_) {
    too_large_ = true;
    return false;
  }
  // A new status line: what came before was an interim answer (100, 103).
  if (line.starts_with("HTTP/")) {
    reply_.headers.clear();
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  reply_.headers.push_back({lower_case(trimmed(line.substr(0, colon))), std::string{trimmed(line.substr(colon + 1))}});
  return true;
}

core::Error CurlTransfer::error_of(CURLcode outcome) const {
  const std::string place = place_of(job_);
  if (too_large_) {
    return {core::ErrorKind::kUnavailable, "reply_too_large", "The reply is larger than the limit.", place};
  }
  const auto kind = outcome == CURLE_OPERATION_TIMEDOUT ? core::ErrorKind::kTimeout : core::ErrorKind::kUnavailable;
  const std::string_view detail = message_.front() != '\0' ? message_.data() : curl_easy_strerror(outcome);
  return {kind, std::string{code_of(outcome)}, "No answer: " + std::string{detail} + ".", place};
}

void CurlTransfer::finish(CURLcode outcome) {
  if (outcome != CURLE_OK) return fail(error_of(outcome));
  long status = 0;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  reply_.status = static_cast<int>(status);
  job_.callback(std::move(reply_));
}

}  // namespace tidemark::net
