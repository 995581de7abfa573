#include "net/ws_handshake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::net {
namespace {

// The example of RFC 6455 section 1.3.
TEST(WsHandshakeTest, AnswersTheKeyOfTheStandard) {
  EXPECT_EQ(accept_of("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WsHandshakeTest, MakesFreshKeysOfSixteenBytes) {
  const std::string key = random_key();
  EXPECT_EQ(key.size(), 24U);
  EXPECT_TRUE(key.ends_with("=="));
  EXPECT_NE(key, random_key());
}

TEST(WsHandshakeTest, LetsNoHeaderBeSmuggledIn) {
  const Endpoint endpoint{Scheme::kWs, "a.b", 80, "/"};
  const std::vector<NameValue> headers{{"X-Good", "1"}, {"X-Bad", "1\r\nX-Evil: 1"}, {"X\r\nEvil", "1"}};
  const std::string request = upgrade_request(endpoint, "key", headers);
  EXPECT_THAT(request, testing::HasSubstr("\r\nX-Good: 1\r\n"));
  EXPECT_THAT(request, testing::Not(testing::HasSubstr("Evil")));
}

TEST(WsHandshakeTest, FindsAHeadOnlyWhenItIsWhole) {
  EXPECT_EQ(find_head("HTTP/1.1 101 X\r\nA: b\r\n").value(), std::nullopt);
  EXPECT_EQ(find_head("HTTP/1.1 101 X\r\n\r\nframes").value(), "HTTP/1.1 101 X\r\n\r\n");
  EXPECT_FALSE(find_head(std::string(16 * 1024, 'x')));
}

TEST(WsHandshakeTest, ParsesAHead) {
  const auto head = parse_head("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nX-A:b\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 429);
  EXPECT_EQ(head->header("retry-after"), "3");
  EXPECT_EQ(head->header("x-a"), "b");
  EXPECT_EQ(head->header("x-b"), std::nullopt);
  for (const char* bad :
       {"\r\n\r\n", "HTTP/9 x\r\n\r\n", "HTTP/1.1 101 X\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"}) {
    EXPECT_FALSE(parse_head(bad)) << bad;
  }
}

// RFC 6455 5.3: the masking key follows the length, and the payload is the text combined with it.
TEST(WsHandshakeTest, MasksEveryFrameAnew) {
  const std::string frame = client_frame(0x1, "Hello");
  ASSERT_EQ(frame.size(), 11U);
  EXPECT_EQ(frame.substr(0, 2), "\x81\x85");
  std::string plain;
  for (std::size_t i = 0; i < 5; ++i) plain += static_cast<char>(frame[6 + i] ^ frame[2 + i % 4]);
  EXPECT_EQ(plain, "Hello");
  EXPECT_NE(frame.substr(2, 4), client_frame(0x1, "Hello").substr(2, 4));
}

}  // namespace
}  // namespace tidemark::net
