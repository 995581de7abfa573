#include "api/assets.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include "api/reply.hpp"
#include "api/static_content.hpp"
#include "net/problem.hpp"
#include "net/url.hpp"

namespace tidemark::api {
namespace {

/// Scripts, fonts and connections from here only; styles may be inline because chart libraries set them so.
constexpr std::string_view kPolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors "
    "'none'";

constexpr std::string_view kNotBuilt = R"(<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Tidemark</title>
<h1>The dashboard is not in this program</h1>
<p>It was built without <code>web/dist</code>. Run <code>./dev build</code> in the source folder, which builds the dashboard
and then the program, or start with <code>--web FOLDER</code> to serve one from disk.</p>
<p>Everything else works: see <a href="/docs">the API</a>.</p>
</html>
)";

std::vector<net::NameValue> page_headers() {
  return {{"Content-Security-Policy", std::string{kPolicy}}, {"Referrer-Policy", "same-origin"}};
}

std::string_view cache_control_of(std::string_view path) {
  return path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

/// Addresses that the dashboard draws itself.
bool is_page(std::string_view path) {
  const std::string_view last = path.substr(path.rfind('/') + 1);
  return !last.contains('.') && !path.starts_with("/api/") && !path.starts_with("/ws/") && path != "/api" &&
         path != "/ws";
}

net::Response not_found() {
  return net::problem({.status = 404, .code = "not_found", .detail = "There is nothing at this address."});
}

net::Response not_built() {
  return {200, "text/html; charset=utf-8", page_headers(), net::Body::borrow(kNotBuilt)};
}

StaticContent content_of(const Asset& asset) {
  return StaticContent{{.media = media_type_of(asset.path),
                        .cache_control = cache_control_of(asset.path),
                        .plain = net::Body::borrow(asset.bytes),
                        .packed = net::Body::borrow(asset.gzip),
                        .etag = "\"" + std::string{asset.digest} + "\"",
                        .headers = page_headers()}};
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return std::nullopt;
  std::ifstream in{file, std::ios::binary};
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

/// The file a path names, when it is inside the folder; symbolic links are followed before that is judged.
std::optional<std::filesystem::path> inside(const std::filesystem::path& folder, std::string_view path) {
  const auto segments = net::split_path(path);
  if (!segments) return std::nullopt;
  std::error_code error;
  const auto root = std::filesystem::canonical(folder, error);
  if (error) return std::nullopt;
  std::filesystem::path file = root;
  for (const std::string& segment : *segments) {
    if (segment.contains('/')) return std::nullopt;
    file /= segment;
  }
  file = std::filesystem::weakly_canonical(file, error);
  if (error || std::mismatch(root.begin(), root.end(), file.begin(), file.end()).first != root.end())
    return std::nullopt;
  return file;
}

net::Response answer_from(const std::filesystem::path& folder, const net::Request& request) {
  for (const std::string_view path : {std::string_view{request.path}, std::string_view{"/index.html"}}) {
    if (path == "/index.html" && !is_page(request.path)) break;
    const auto file = inside(folder, path);
    auto text = file ? read_file(*file) : std::nullopt;
    if (text) return StaticContent::from_text(std::move(*text), media_type_of(path), page_headers()).answer(request);
  }
  return is_page(request.path) ? not_built() : not_found();
}

}  // namespace

std::string_view media_type_of(std::string_view path) noexcept {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
  };
  for (const auto& [extension, type] : kTypes) {
    if (path.ends_with(extension)) return type;
  }
  return "application/octet-stream";
}

net::HttpHandler make_dashboard(std::span<const Asset> assets) {
  std::map<std::string, StaticContent, std::less<>> files;
  for (const Asset& asset : assets) files.emplace(asset.path, content_of(asset));
  return [files = std::move(files)](net::Responder responder) {
    const std::string& path = responder.request().path;
    auto it = files.find(path);
    if (it == files.end() && is_page(path)) {
      it = files.find("/index.html");
      if (it == files.end()) return responder.send(not_built());
    }
    responder.send(it == files.end() ? not_found() : it->second.answer(responder.request()));
  };
}

net::HttpHandler make_dashboard(std::filesystem::path folder) {
  return [folder = std::move(folder)](net::Responder responder) {
    responder.send(answer_from(folder, responder.request()));
  };
}

}  // namespace tidemark::api
