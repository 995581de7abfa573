#include "api/assets.hpp"

#include <array>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/gzip.hpp"
#include "api/reply.hpp"
#include "api/testing/fixtures.hpp"

namespace tidemark::api {
namespace {

using ::testing::HasSubstr;

class Capture final : public net::ResponseSink {
 public:
  void complete(net::Response response) override { answer = std::move(response); }
  net::Response answer;
};

net::Response ask(const net::HttpHandler& handler, std::string path, std::vector<net::NameValue> headers = {}) {
  const auto sink = std::make_shared<Capture>();
  const auto request = std::make_shared<net::Request>();
  request->path = std::move(path);
  request->headers = std::move(headers);
  handler(net::Responder{sink, request});
  return sink->answer;
}

std::string header(const net::Response& response, std::string_view name) {
  for (const auto& h : response.headers) {
    if (h.name == name) return h.value;
  }
  return "";
}

constexpr std::array<Asset, 2> kAssets{Asset{"/assets/index-4f2a.js", "let a;", "", "aa"},
                                       Asset{"/index.html", "<html>", "packed", "bb"}};

TEST(Dashboard, ServesFilesWithTypeTagAndPolicy) {
  const auto handler = make_dashboard(kAssets);
  const auto script = ask(handler, "/assets/index-4f2a.js");
  EXPECT_EQ(script.status, 200);
  EXPECT_EQ(script.body.bytes(), "let a;");
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_THAT(header(script, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(ask(handler, "/assets/index-4f2a.js", {{"If-None-Match", "\"aa\""}}).status, 304);
  const auto page = ask(handler, "/index.html");
  EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
  EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("default-src 'self'"));
}

TEST(Dashboard, ItsOwnAddressesAreThePage) {
  const auto handler = make_dashboard(kAssets);
  for (const auto* path : {"/", "/chart", "/chart/BTCUSDT/1m", "/system"}) {
    EXPECT_EQ(ask(handler, path).body.bytes(), "<html>") << path;
  }
  for (const auto* path : {"/assets/gone.js", "/favicon.ico", "/api/nothing", "/ws/nothing", "/api"}) {
    EXPECT_EQ(ask(handler, path).status, 404) << path;
  }
}

TEST(Dashboard, GivesThePackedFormWhenTaken) {
  const auto handler = make_dashboard(kAssets);
  const auto page = ask(handler, "/", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(page.body.bytes(), "packed");
  EXPECT_EQ(header(page, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(ask(handler, "/assets/index-4f2a.js", {{"Accept-Encoding", "gzip"}}), "Content-Encoding"), "");
}

TEST(Dashboard, SaysWhenItWasNotBuilt) {
  const auto page = ask(make_dashboard(std::span<const Asset>{}), "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(std::string{page.body.bytes()}, HasSubstr("./dev build"));
}

TEST(Dashboard, FromAFolderNeverLeavesIt) {
  const testing::TemporaryFolder outer;
  const auto folder = outer.path() / "web";
  std::filesystem::create_directories(folder / "assets");
  std::ofstream{outer.path() / "secret.txt"} << "secret";
  std::ofstream{folder / "index.html"} << "<page>";
  std::ofstream{folder / "assets" / "a.css"} << "a{}";
  std::filesystem::create_symlink(outer.path() / "secret.txt", folder / "link.txt");
  const auto handler = make_dashboard(folder);
  EXPECT_EQ(ask(handler, "/").body.bytes(), "<page>");
  EXPECT_EQ(ask(handler, "/chart/BTCUSDT").body.bytes(), "<page>");
  EXPECT_EQ(ask(handler, "/assets/a.css").content_type, "text/css; charset=utf-8");
  for (const auto* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt",
                           "/link.txt", "/assets/none.js", "/assets/%00.js"}) {
    EXPECT_EQ(ask(handler, path).status, 404) << path;
  }
}

TEST(Dashboard, EmbeddedFilesAreThoseOfTheBuild) {
  const std::filesystem::path dist = std::filesystem::path{TIDEMARK_SOURCE_DIR} / "web" / "dist";
  if (embedded_assets().empty()) GTEST_SKIP() << "web/dist was not there when this was built: run ./dev build";
  bool has_index = false;
  for (const Asset& asset : embedded_assets()) {
    has_index = has_index || asset.path == "/index.html";
    EXPECT_FALSE(asset.bytes.empty()) << asset.path;
    EXPECT_EQ(asset.digest.size(), 16U);
    EXPECT_LT(asset.gzip.size(), asset.bytes.size());
  }
  EXPECT_TRUE(has_index);
}

TEST(MediaType, IsByExtension) {
  EXPECT_EQ(media_type_of("/a.svg"), "image/svg+xml");
  EXPECT_EQ(media_type_of("/a.woff2"), "font/woff2");
  EXPECT_EQ(media_type_of("/a"), "application/octet-stream");
}

// RFC 9110 section 12.5.3.
TEST(AcceptsGzip, ReadsWeights) {
  for (const auto* taken : {"gzip", "br, gzip", "gzip;q=0.1", "*", "identity;q=0, *;q=0.5", "deflate,gzip;q=1.0"}) {
    EXPECT_TRUE(accepts_gzip(taken)) << taken;
  }
  for (const auto* refused : {"", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "identity", "*, gzip;q=0"}) {
    EXPECT_FALSE(accepts_gzip(refused)) << refused;
  }
}

// RFC 9110 sections 8.8.3.2 and 13.1.2.
TEST(MatchesEtag, ComparesWeakly) {
  EXPECT_TRUE(matches_etag("W/\"a\"", "W/\"a\""));
  EXPECT_TRUE(matches_etag("\"b\", \"a\"", "W/\"a\""));
  EXPECT_TRUE(matches_etag("*", "W/\"a\""));
  EXPECT_FALSE(matches_etag("", "W/\"a\""));
  EXPECT_FALSE(matches_etag("\"ab\"", "\"a\""));
}

}  // namespace
}  // namespace tidemark::api
