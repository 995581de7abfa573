#include <cstring>

#include "venues/file/byte_source.hpp"

namespace tidemark::venues::file {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

LineReader::LineReader(ByteSource& source, std::string name, std::size_t line_bytes_max)
    : source_{source}, name_{std::move(name)}, line_bytes_max_{line_bytes_max}, buffer_(kPieceBytes + kPadding, '\0') {}

core::Result<bool> LineReader::fill() {
  if (begin_ > 0) {  // move the begun line to the front
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    scanned_ -= begin_;
    begin_ = 0;
  }
  if (end_ > line_bytes_max_) {
    return core::fail(
        core::ErrorKind::kExhausted, "line_too_long",
        "a line is longer than " + std::to_string(line_bytes_max_) + " bytes: not a text file of this kind",
        name_ + ":" + std::to_string(line_number_ + 1));
  }
  if (end_ + kPadding == buffer_.size()) buffer_.resize(2 * buffer_.size());
  auto got = source_.read({buffer_.data() + end_, buffer_.size() - kPadding - end_});
  if (!got) {
    if (got.error().place.empty() || got.error().place == name_)
      got.error().place = name_ + ":" + std::to_string(line_number_ + 1);
    return core::forward_error(got);
  }
  end_ += *got;
  return *got != 0;
}

core::Result<bool> LineReader::next(std::string_view& line) {
  while (true) {
    const void* found = std::memchr(buffer_.data() + scanned_, '\n', end_ - scanned_);
    if (found != nullptr || (at_end_ && begin_ != end_)) {
      const std::size_t stop =
          found != nullptr ? static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) : end_;
      line = {buffer_.data() + begin_, stop - begin_};
      begin_ = found != nullptr ? stop + 1 : stop;
      scanned_ = begin_;
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (++line_number_ == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
      return true;
    }
    if (at_end_) return false;
    scanned_ = end_;
    const auto more = fill();
    if (!more) return std::unexpected(more.error());
    at_end_ = !*more;
  }
}

}  // namespace tidemark::venues::file
