#include "venues/file/byte_source.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "venues/testing.hpp"

namespace tidemark::venues::file {
namespace {

using testing::gzip;
using testing::TempFolder;

/// All bytes, read in small pieces; the error's code when there is one.
std::string read_all(ByteSource& source, std::size_t piece = 7) {
  std::string all;
  std::string buffer(piece, '\0');
  while (true) {
    const auto got = source.read(buffer);
    if (!got) return "error:" + got.error().code;
    if (*got == 0) return all;
    all.append(buffer, 0, *got);
  }
}

std::string decode(std::string_view bytes) {
  auto source = byte_source_of(bytes, "memory");
  return source ? read_all(**source) : "error:" + source.error().code;
}

std::vector<std::string> lines_of(std::string_view bytes, std::size_t max = 1000) {
  auto source = byte_source_of(bytes, "memory");
  LineReader reader{**source, "memory", max};
  std::vector<std::string> lines;
  while (true) {
    std::string_view line;
    const auto more = reader.next(line);
    if (!more) {
      lines.push_back("error:" + more.error().code + "@" + more.error().place);
      return lines;
    }
    if (!*more) return lines;
    lines.emplace_back(line);
  }
}

TEST(ByteSource, PlainAndEmpty) {
  EXPECT_EQ(decode("hello"), "hello");
  EXPECT_EQ(decode(""), "");
}

TEST(ByteSource, GzipOfOneAndSeveralMembers) {
  EXPECT_EQ(decode(gzip("hello")), "hello");
  EXPECT_EQ(decode(gzip("one ") + gzip("") + gzip("two")), "one two");
  EXPECT_EQ(decode(gzip("x") + std::string(512, '\0')), "x");  // tape padding
  const std::string large(3'000'000, 'z');
  EXPECT_EQ(decode(gzip(large)), large);
}

TEST(ByteSource, EveryTruncationOfGzipIsAnError) {
  const std::string packed = gzip("some text that is packed");
  for (std::size_t size = 2; size < packed.size(); ++size) {
    EXPECT_EQ(decode(std::string_view{packed}.substr(0, size)), "error:gzip_truncated") << size;
  }
}

TEST(ByteSource, DamagedGzipIsAnError) {
  std::string packed = gzip("some text that is packed, some text that is packed");
  packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 1);  // in the CRC
  EXPECT_EQ(decode(packed), "error:gzip_corrupt");
  EXPECT_EQ(decode(gzip("x") + "trailing"), "error:gzip_corrupt");
}

TEST(ByteSource, AnErrorStays) {
  const std::string packed = gzip("x") + "trailing";
  auto source = byte_source_of(packed, "memory");
  EXPECT_EQ(read_all(**source), "error:gzip_corrupt");
  EXPECT_EQ(read_all(**source), "error:gzip_corrupt");
}

TEST(ByteSource, ArchivesAreNamed) {
  for (const std::string_view head :
       {"PK\x03\x04zzzz", "\x28\xB5\x2F\xFD____", "BZh91AY", "\xFD\x37\x7A\x58\x5A\x01"}) {
    EXPECT_EQ(decode(head), "error:archive_not_supported");
  }
}

TEST(ByteSource, FilesThatCannotBeRead) {
  const TempFolder folder;
  EXPECT_EQ(open_byte_source(folder.file("absent.csv")).error().kind, core::ErrorKind::kNotFound);
  EXPECT_EQ(open_byte_source(folder.file("")).error().code, "is_directory");
  auto source = open_byte_source(folder.put("there.csv.gz", gzip("a\nb")));
  ASSERT_TRUE(source.has_value());
  EXPECT_EQ(read_all(**source), "a\nb");
}

TEST(ByteSource, PeekGivesTheBytesAgain) {
  auto source = byte_source_of("0123456789", "memory").value();
  EXPECT_EQ(peek(source, 4).value(), "0123");
  EXPECT_EQ(peek(source, 100).value(), "0123456789");
  EXPECT_EQ(read_all(*source), "0123456789");
}

TEST(LineReader, EndsOfLinesAndOfTheFile) {
  EXPECT_EQ(lines_of("a\nb\r\n\nc"), (std::vector<std::string>{"a", "b", "", "c"}));
  EXPECT_EQ(lines_of("a\n"), (std::vector<std::string>{"a"}));
  EXPECT_EQ(lines_of(""), (std::vector<std::string>{}));
  EXPECT_EQ(lines_of("\n"), (std::vector<std::string>{""}));
}

TEST(LineReader, ByteOrderMarkIsDroppedOnTheFirstLineOnly) {
  EXPECT_EQ(lines_of("\xEF\xBB\xBF"
                     "a\n\xEF\xBB\xBF"
                     "b"),
            (std::vector<std::string>{"a",
                                      "\xEF\xBB\xBF"
                                      "b"}));
}

TEST(LineReader, LongLinesGrowTheBufferUpToTheLimit) {
  const std::string line(500'000, 'x');
  const auto lines = lines_of("first\n" + line + "\nlast", 1'000'000);
  EXPECT_EQ(lines, (std::vector<std::string>{"first", line, "last"}));
  EXPECT_EQ(lines_of("first\n" + line + "\nlast", 100'000).back(), "error:line_too_long@memory:2");
}

TEST(LineReader, TellsTheLineOfAnError) {
  const std::string packed = gzip("a\nb\nc\n");
  EXPECT_EQ(lines_of(packed.substr(0, packed.size() - 4)).back().substr(0, 21), "error:gzip_truncated@");
}

}  // namespace
}  // namespace tidemark::venues::file
