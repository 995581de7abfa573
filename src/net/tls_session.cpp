#include "net/tls_session.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace tidemark::net {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

/// The library keeps errors in a queue per thread: takes the newest and leaves none for others.
std::string take_library_error() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "the connection broke off" : reason;
}

std::unexpected<core::Error> unavailable(std::string code, std::string message) {
  return core::fail(core::ErrorKind::kUnavailable, std::move(code), std::move(message));
}

bool is_address(const std::string& host) {
  in6_addr parsed{};
  return ::inet_pton(AF_INET, host.c_str(), &parsed) == 1 || ::inet_pton(AF_INET6, host.c_str(), &parsed) == 1;
}

int clamped(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

class TlsTrust::Impl {
 public:
  std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>> context{SSL_CTX_new(TLS_client_method())};
};

TlsTrust::TlsTrust(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
TlsTrust::~TlsTrust() = default;

core::Result<std::shared_ptr<const TlsTrust>> TlsTrust::load(const std::string& ca_file) {
  auto impl = std::make_unique<Impl>();
  SSL_CTX* const context = impl->context.get();
  if (context == nullptr) return core::fail(core::ErrorKind::kInternal, "tls_setup", take_library_error());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  const int loaded =
      ca_file.empty() ? SSL_CTX_set_default_verify_paths(context) : SSL_CTX_load_verify_file(context, ca_file.c_str());
  if (loaded != 1) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_ca_file",
                      "The certificates to trust cannot be loaded: " + take_library_error() + ".", ca_file);
  }
  return std::make_shared<const TlsTrust>(std::move(impl));
}

class TlsSession::Impl {
 public:
  std::shared_ptr<const TlsTrust> trust;
  std::string host;
  std::unique_ptr<SSL, Freed<SSL_free>> ssl;
  BIO* in{nullptr};  ///< owned by ssl, as is out
  BIO* out{nullptr};

  /// What a call's result other than success means; kMore when the other side must send first.
  [[nodiscard]] core::Result<Handshake> why(int result) const {
    switch (SSL_get_error(ssl.get(), result)) {
      case SSL_ERROR_WANT_READ:
        return Handshake::kMore;
      case SSL_ERROR_ZERO_RETURN:
        return unavailable("connection_closed", "The server closed the connection.");
      default:
        break;
    }
    const long verdict = SSL_get_verify_result(ssl.get());
    if (verdict != X509_V_OK && SSL_is_init_finished(ssl.get()) == 0) {
      ERR_clear_error();
      return unavailable("tls_untrusted", "The certificate of " + host +
                                              " is not trusted: " + X509_verify_cert_error_string(verdict) + ".");
    }
    return unavailable("tls_failed", "TLS with " + host + " failed: " + take_library_error() + ".");
  }
};

TlsSession::TlsSession(std::shared_ptr<const TlsTrust> trust, const std::string& host)
    : impl_{std::make_unique<Impl>()} {
  SSL* const ssl = SSL_new(trust->impl().context.get());
  impl_->trust = std::move(trust);
  impl_->host = host;
  impl_->ssl.reset(ssl);
  impl_->in = BIO_new(BIO_s_mem());
  impl_->out = BIO_new(BIO_s_mem());
  SSL_set_bio(ssl, impl_->in, impl_->out);
  SSL_set_connect_state(ssl);
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
  } else {
    // What the macro SSL_set_tlsext_host_name does; the library copies the name.
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, impl_->host.data());
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(ssl, host.c_str());
  }
}

TlsSession::~TlsSession() = default;

core::Result<TlsSession::Handshake> TlsSession::handshake() {
  const int result = SSL_do_handshake(impl_->ssl.get());
  if (result == 1) return Handshake::kDone;
  return impl_->why(result);
}

void TlsSession::feed(std::string_view bytes) {
  // A memory BIO takes all.
  BIO_write(impl_->in, bytes.data(), clamped(bytes.size()));
}

core::Status TlsSession::read(ReceiveBuffer& out) {
  for (;;) {
    const auto space = out.prepare();
    const int result = SSL_read(impl_->ssl.get(), space.data(), clamped(space.size()));
    if (result <= 0) {
      if (auto reason = impl_->why(result); !reason) return core::forward_error(reason);
      return {};
    }
    out.commit(static_cast<std::size_t>(result));
  }
}

core::Status TlsSession::write(std::string_view plain) {
  if (plain.empty()) return {};
  const int result = SSL_write(impl_->ssl.get(), plain.data(), clamped(plain.size()));
  if (result > 0) return {};
  if (auto reason = impl_->why(result); !reason) return core::forward_error(reason);
  return unavailable("tls_failed", "TLS with " + impl_->host + " cannot send before it has received.");
}

std::string TlsSession::take_output() {
  std::string bytes(BIO_ctrl_pending(impl_->out), '\0');
  if (!bytes.empty()) BIO_read(impl_->out, bytes.data(), clamped(bytes.size()));
  return bytes;
}

}  // namespace tidemark::net
