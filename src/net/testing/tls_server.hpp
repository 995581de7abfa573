#pragma once

// For tests only: certificates made on the spot, and the server's side of TLS on a plain socket.

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "net/test_client.hpp"

namespace tidemark::net::test {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;

enum class Validity { kNow, kPast };

/// An authority of its own, whose certificate lies in a file as long as it lives.
class Authority {
 public:
  /// `name` is that of the authority and the beginning of the file's.
  explicit Authority(const std::string& name)
      : path_{std::filesystem::temp_directory_path() / (name + "-" + std::to_string(::getpid()) + ".pem")} {
    certificate_ = make(name.c_str(), *key_, Validity::kNow, nullptr, "");
    std::FILE* const file = std::fopen(path_.c_str(), "w");
    PEM_write_X509(file, certificate_.get());
    std::fclose(file);
  }
  ~Authority() { std::filesystem::remove(path_); }
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  [[nodiscard]] std::string ca_file() const { return path_.string(); }
  /// `names`: "DNS:a.example,IP:127.0.0.1".
  [[nodiscard]] Certificate issue(const std::string& names, EVP_PKEY& key, Validity validity) const {
    return make("Test server", key, validity, certificate_.get(), names);
  }

 private:
  Certificate make(const char* name, EVP_PKEY& key, Validity validity, X509* issuer, const std::string& names) const {
    constexpr long kDay = 24 * 60 * 60;
    Certificate made{X509_new()};
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), issuer == nullptr ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -2 * kDay);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), validity == Validity::kNow ? kDay : -kDay);
    X509_set_pubkey(made.get(), &key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer == nullptr ? made.get() : issuer));
    add(*made, issuer == nullptr ? made.get() : issuer, NID_basic_constraints,
        issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
    if (!names.empty()) add(*made, issuer, NID_subject_alt_name, names.c_str());
    X509_sign(made.get(), key_.get(), EVP_sha256());
    return made;
  }
  static void add(X509& to, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, &to, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
    X509_add_ext(&to, extension, -1);
    X509_EXTENSION_free(extension);
  }

  std::filesystem::path path_;
  Key key_{EVP_EC_gen("P-256")};
  Certificate certificate_;
};

/// The server's side of one TLS connection.
class TlsPeer {
 public:
  TlsPeer(const Authority& authority, const std::string& names, Validity validity, Socket& socket) {
    // OpenSSL writes to its socket without asking for no signal; only this thread shall not hear it.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    const Key key{EVP_EC_gen("P-256")};
    const Certificate certificate = authority.issue(names, *key, validity);
    SSL_CTX_use_certificate(context_.get(), certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), key.get());
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket.fd());
    open_ = SSL_accept(ssl_.get()) == 1;
  }

  [[nodiscard]] bool open() const { return open_; }
  /// The name the client asked for.
  [[nodiscard]] std::string asked_name() const {
    const char* const name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
    return name == nullptr ? "" : name;
  }
  bool send(std::string_view bytes) { return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0; }
  std::optional<std::string> take(std::size_t size) {
    while (in_.size() < size) {
      char chunk[4096];
      const int n = SSL_read(ssl_.get(), chunk, sizeof chunk);
      if (n <= 0) return std::nullopt;
      in_.append(chunk, static_cast<std::size_t>(n));
    }
    std::string out = in_.substr(0, size);
    in_.erase(0, size);
    return out;
  }
  std::string take_until(std::string_view mark) {
    std::string out;
    while (!out.ends_with(mark)) {
      const auto next = take(1);
      if (!next) return {};
      out += *next;
    }
    return out;
  }
  /// Tells the client that nothing more will come.
  void shutdown() { SSL_shutdown(ssl_.get()); }

 private:
  std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>> context_{SSL_CTX_new(TLS_server_method())};
  std::unique_ptr<SSL, Freed<SSL_free>> ssl_;
  bool open_{false};
  std::string in_;
};

}  // namespace tidemark::net::test
