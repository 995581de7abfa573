#include "venues/file/gzip_source.hpp"

#include <optional>
#include <vector>

#include <zlib.h>

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

constexpr std::size_t kPieceBytes = std::size_t{64} << 10U;
constexpr int kGzipWindow = 15 + 16;  // zlib: largest window, gzip header and trailer

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, std::string name)
      : packed_{std::move(packed)}, name_{std::move(name)}, piece_(kPieceBytes) {
    started_ = ::inflateInit2(&stream_, kGzipWindow) == Z_OK;
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override {
    if (started_) ::inflateEnd(&stream_);
  }
  [[nodiscard]] bool started() const { return started_; }

  core::Result<std::size_t> read(std::span<char> out) override {
    if (failure_) return std::unexpected(*failure_);
    if (out.empty()) return 0;
    auto got = inflate_some(out);
    if (!got) failure_ = got.error();
    return got;
  }

 private:
  core::Result<std::size_t> inflate_some(std::span<char> out) {
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size(), 1U << 30U));
    const uInt room = stream_.avail_out;
    while (stream_.avail_out == room) {
      if (auto more = fill(); !more) return core::forward_error(more);
      if (stream_.avail_in == 0) {
        if (between_members_) return 0;
        return fail(ErrorKind::kCorrupt, "gzip_truncated", "gzip data ends before its end mark: the file is cut off",
                    name_);
      }
      if (between_members_ && !begin_member()) {
        return fail(ErrorKind::kCorrupt, "gzip_corrupt", "gzip data is followed by something else", name_);
      }
      if (between_members_) continue;
      const int code = ::inflate(&stream_, Z_NO_FLUSH);
      if (code == Z_STREAM_END)
        between_members_ = true;
      else if (code != Z_OK && code != Z_BUF_ERROR)
        return damaged();
    }
    return room - stream_.avail_out;
  }

  core::Status fill() {
    if (stream_.avail_in != 0) return {};
    auto got = packed_->read(piece_);
    if (!got) return core::forward_error(got);
    stream_.next_in = reinterpret_cast<Bytef*>(piece_.data());
    stream_.avail_in = static_cast<uInt>(*got);
    return {};
  }

  /// At a member's end: passes padding, starts the next member. False when something else follows. Afterwards
  /// between_members_ tells whether a member was begun.
  bool begin_member() {
    while (stream_.avail_in != 0 && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
    }
    if (stream_.avail_in == 0) return true;
    if (*stream_.next_in != 0x1F) return false;
    between_members_ = ::inflateReset(&stream_) != Z_OK;
    return !between_members_;
  }

  [[nodiscard]] core::Result<std::size_t> damaged() const {
    const std::string why = stream_.msg != nullptr ? stream_.msg : "bad data";
    return fail(ErrorKind::kCorrupt, "gzip_corrupt", "gzip data is damaged: " + why, name_);
  }

  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  std::vector<char> piece_;
  z_stream stream_{};
  bool started_{false};
  bool between_members_{false};
  std::optional<core::Error> failure_;
};

}  // namespace

core::Result<std::unique_ptr<ByteSource>> make_gzip_source(std::unique_ptr<ByteSource> packed,
                                                           const std::string& name) {
  auto source = std::make_unique<GzipSource>(std::move(packed), name);
  if (!source->started()) return fail(ErrorKind::kExhausted, "out_of_memory", "no memory for gzip", name);
  return source;
}

}  // namespace tidemark::venues::file
