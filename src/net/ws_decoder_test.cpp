#include "net/ws_decoder.hpp"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "net/testing/raw_server.hpp"

namespace tidemark::net {
namespace {

using test::server_frame;
using testing::ElementsAre;

constexpr int kFinal = 0x80;
constexpr std::size_t kLimit = 1 << 20;

/// What came out, as text: "text:…", "ping:…", "close 1000:…", "broken 1002".
std::vector<std::string> decode(std::string_view bytes, std::size_t chunk, std::size_t limit = kLimit,
                                std::size_t capacity = 256) {
  std::vector<std::string> out;
  ReceiveBuffer in{capacity};
  WsDecoder decoder{limit};
  while (true) {
    const WsDecoder::Step step = decoder.next(in);
    if (step == WsDecoder::Step::kBroken) {
      out.push_back("broken " + std::to_string(decoder.violation().close_code));
      return out;
    }
    if (step == WsDecoder::Step::kMore) {
      if (bytes.empty()) return out;
      const auto space = in.prepare();
      const std::size_t size = std::min({chunk, space.size(), bytes.size()});
      std::ranges::copy(bytes.substr(0, size), space.begin());
      in.commit(size);
      bytes.remove_prefix(size);
      continue;
    }
    const WsItem& item = decoder.item();
    const std::string payload{item.payload};
    // Sanitizers see it when the padding may not be read.
    char padding = 0;
    for (std::size_t i = 0; i < WsDecoder::kPadding; ++i) padding ^= item.payload.data()[item.payload.size() + i];
    (void)padding;
    switch (item.kind) {
      case WsItem::Kind::kText:
        out.push_back("text:" + payload);
        break;
      case WsItem::Kind::kBinary:
        out.push_back("binary:" + payload);
        break;
      case WsItem::Kind::kPing:
        out.push_back("ping:" + payload);
        break;
      case WsItem::Kind::kPong:
        out.push_back("pong:" + payload);
        break;
      case WsItem::Kind::kClose:
        out.push_back("close " + std::to_string(item.close_code) + ":" + payload);
        break;
    }
  }
}

std::vector<std::string> decode(std::string_view bytes) {
  return decode(bytes, bytes.size() + 1);
}

// The examples of RFC 6455 section 5.7 that a server may send.
TEST(WsDecoderTest, DecodesTheExamplesOfTheStandard) {
  EXPECT_THAT(decode("\x81\x05Hello"), ElementsAre("text:Hello"));
  EXPECT_THAT(decode(std::string{"\x01\x03Hel\x80\x02lo"}), ElementsAre("text:Hello"));
  EXPECT_THAT(decode("\x89\x05Hello"), ElementsAre("ping:Hello"));
  EXPECT_THAT(decode("\x8a\x05Hello"), ElementsAre("pong:Hello"));
  std::string binary{"\x82\x7E\x01\x00", 4};
  EXPECT_THAT(decode(binary + std::string(256, 'b')), ElementsAre("binary:" + std::string(256, 'b')));
  binary = std::string{"\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00", 10};
  EXPECT_THAT(decode(binary + std::string(65536, 'b')), ElementsAre("binary:" + std::string(65536, 'b')));
}

TEST(WsDecoderTest, DecodesLengthsAtTheirBounds) {
  for (const std::size_t size : {0U, 1U, 125U, 126U, 127U, 65535U, 65536U, 65537U, 200000U}) {
    const std::string payload(size, 'x');
    EXPECT_THAT(decode(server_frame(kFinal | 1, payload), 1000), ElementsAre("text:" + payload)) << size;
  }
}

TEST(WsDecoderTest, LetsControlFramesComeBetweenFragments) {
  const std::string bytes = server_frame(0x01, "one ") + server_frame(kFinal | 9, "?") + server_frame(0x00, "two ") +
                            server_frame(kFinal | 10, "!") + server_frame(0x00, "") +
                            server_frame(kFinal | 0, "three") + server_frame(kFinal | 1, "next");
  EXPECT_THAT(decode(bytes), ElementsAre("ping:?", "pong:!", "text:one two three", "text:next"));
}

TEST(WsDecoderTest, FindsTheSameMessagesHoweverTheBytesArrive) {
  rc::check("chunks do not matter", [] {
    std::string bytes;
    std::vector<std::string> expected;
    const auto count = *rc::gen::inRange(1, 12);
    for (int i = 0; i < count; ++i) {
      const std::string payload(*rc::gen::element<std::size_t>(0, 1, 60, 125, 126, 300, 3000),
                                static_cast<char>('a' + i));
      const auto cut = *rc::gen::inRange<std::size_t>(0, payload.size() + 1);
      if (*rc::gen::inRange(0, 3) == 0) {
        bytes += server_frame(0x01, payload.substr(0, cut)) + server_frame(kFinal | 0, payload.substr(cut));
      } else {
        bytes += server_frame(kFinal | 1, payload);
      }
      expected.push_back("text:" + payload);
    }
    const auto chunk = *rc::gen::inRange<std::size_t>(1, 5000);
    RC_ASSERT(decode(bytes, chunk) == expected);
  });
}

TEST(WsDecoderTest, RefusesWhatTheStandardForbids) {
  const auto broken = ElementsAre("broken 1002");
  for (const int reserved : {0x40, 0x20, 0x10}) EXPECT_THAT(decode(server_frame(kFinal | reserved | 1, "x")), broken);
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    EXPECT_THAT(decode(server_frame(kFinal | opcode, "x")), broken) << opcode;
  }
  EXPECT_THAT(decode(std::string{"\x81\x85\x01\x02\x03\x04IJLHl"}), broken) << "masked";
  EXPECT_THAT(decode(server_frame(9, "x")), broken) << "a ping in fragments";
  EXPECT_THAT(decode(server_frame(kFinal | 9, std::string(126, 'x'))), broken) << "a long ping";
  EXPECT_THAT(decode(server_frame(kFinal | 0, "x")), broken) << "continues nothing";
  EXPECT_THAT(decode(server_frame(1, "x") + server_frame(kFinal | 1, "y")), broken) << "a message within a message";
  EXPECT_THAT(decode(std::string{"\x81\x7E\x00\x7D", 4} + std::string(125, 'x')), broken) << "16 bits for 125";
  EXPECT_THAT(decode(std::string{"\x81\x7F\x00\x00\x00\x00\x00\x00\xFF\xFF", 10}), broken) << "64 bits for 65535";
  EXPECT_THAT(decode(std::string{"\x81\x7F\x80\x00\x00\x00\x00\x00\x00\x00", 10}), broken) << "the highest bit";
}

TEST(WsDecoderTest, StaysBroken) {
  ReceiveBuffer in{256};
  WsDecoder decoder{kLimit};
  const std::string bytes = server_frame(kFinal | 3, "") + server_frame(kFinal | 1, "x");
  std::ranges::copy(bytes, in.prepare().begin());
  in.commit(bytes.size());
  EXPECT_EQ(decoder.next(in), WsDecoder::Step::kBroken);
  EXPECT_EQ(decoder.next(in), WsDecoder::Step::kBroken);
  EXPECT_FALSE(decoder.violation().what.empty());
}

TEST(WsDecoderTest, RefusesLargeMessagesByTheirHead) {
  // The announced bytes never come.
  EXPECT_THAT(decode(std::string{"\x81\x7F\x00\x00\x00\x00\x00\x10\x00\x01", 10}), ElementsAre("broken 1009"));
  EXPECT_THAT(decode(std::string{"\x81\x7F\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10}), ElementsAre("broken 1009"));
  EXPECT_THAT(decode(server_frame(kFinal | 1, "0123456789"), 100, 10), ElementsAre("text:0123456789"));
  EXPECT_THAT(decode(server_frame(kFinal | 1, "0123456789A"), 100, 10), ElementsAre("broken 1009"));
  EXPECT_THAT(decode(server_frame(1, "012345") + server_frame(kFinal | 0, "6789"), 100, 10),
              ElementsAre("text:0123456789"));
  EXPECT_THAT(decode(server_frame(1, "012345") + server_frame(kFinal | 0, "6789A"), 100, 10),
              ElementsAre("broken 1009"));
}

TEST(WsDecoderTest, RefusesTextThatIsNotUtf8) {
  EXPECT_THAT(decode(server_frame(kFinal | 1, "\xE2\x82\xAC")), ElementsAre("text:\xE2\x82\xAC"));
  EXPECT_THAT(decode(server_frame(kFinal | 1, std::string(40, 'a') + "\xC3")), ElementsAre("broken 1007"));
  EXPECT_THAT(decode(server_frame(kFinal | 1, "\xED\xA0\x80")), ElementsAre("broken 1007")) << "a surrogate";
  // A character may be cut by a fragment.
  EXPECT_THAT(decode(server_frame(1, "\xE2\x82") + server_frame(kFinal | 0, "\xAC")), ElementsAre("text:\xE2\x82\xAC"));
  EXPECT_THAT(decode(server_frame(kFinal | 2, "\xFF")), ElementsAre("binary:\xFF"));
}

std::string close_frame(int code, std::string_view reason) {
  return server_frame(kFinal | 8,
                      std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + std::string{reason});
}

TEST(WsDecoderTest, KnowsTheCodesOfACloseFrame) {
  EXPECT_THAT(decode(server_frame(kFinal | 8, "")), ElementsAre("close 1005:"));
  EXPECT_THAT(decode(close_frame(1001, "restart")), ElementsAre("close 1001:restart"));
  // RFC 6455 7.4.1 and 7.4.2, and IANA's registry (1012 to 1014).
  for (const int code : {1000, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999}) {
    EXPECT_THAT(decode(close_frame(code, "")), ElementsAre("close " + std::to_string(code) + ":"));
  }
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535}) {
    EXPECT_THAT(decode(close_frame(code, "")), ElementsAre("broken 1002")) << code;
  }
  EXPECT_THAT(decode(server_frame(kFinal | 8, "x")), ElementsAre("broken 1002")) << "half a code";
  EXPECT_THAT(decode(close_frame(1000, "\xFF")), ElementsAre("broken 1007"));
}

TEST(ReceiveBufferTest, GrowsWithItsContentAndShrinksAgain) {
  ReceiveBuffer in{256};
  const auto fill = [&](std::size_t bytes) {
    while (bytes > 0) {
      const auto space = in.prepare();
      ASSERT_FALSE(space.empty());
      const std::size_t size = std::min(space.size(), bytes);
      std::ranges::fill_n(space.begin(), static_cast<std::ptrdiff_t>(size), 'x');
      in.commit(size);
      bytes -= size;
    }
  };
  fill(100'000);
  EXPECT_EQ(in.data(), std::string(100'000, 'x'));
  in.consume(99'999);
  EXPECT_EQ(in.data(), "x");
  in.consume(1);
  EXPECT_EQ(in.prepare().size(), 256U);
}

}  // namespace
}  // namespace tidemark::net
