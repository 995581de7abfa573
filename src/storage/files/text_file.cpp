#include "storage/files/text_file.hpp"

#include <array>
#include <optional>
#include <streambuf>
#include <utility>
#include <vector>

// zlib then takes its input as const.
#define ZLIB_CONST
#include <zlib.h>

#include "storage/files/durable_file.hpp"

namespace tidemark::storage::files {

using core::ErrorKind;
using core::Result;
using core::Status;

namespace {

constexpr std::size_t kBufferSize = 64 * 1024;

/// Where the bytes of a text go: straight to the file, or through a compressor.
class Sink {
 public:
  explicit Sink(DurableFile file) : file_{std::move(file)} {}
  virtual ~Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  virtual Status write(std::span<const std::byte> bytes) { return file_.write(bytes); }
  virtual Status finish() { return {}; }
  Status commit() { return file_.commit(); }

 protected:
  DurableFile file_;
};

class GzipSink final : public Sink {
 public:
  explicit GzipSink(DurableFile file) : Sink{std::move(file)} {
    constexpr int kWindowBitsGzip = 15 + 16;
    constexpr int kMemoryLevel = 8;
    ready_ = deflateInit2(&zlib_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kWindowBitsGzip, kMemoryLevel, Z_DEFAULT_STRATEGY);
  }
  ~GzipSink() override { deflateEnd(&zlib_); }

  Status write(std::span<const std::byte> bytes) override { return deflate_all(bytes, Z_NO_FLUSH); }
  Status finish() override { return deflate_all({}, Z_FINISH); }

 private:
  Status deflate_all(std::span<const std::byte> bytes, int flush) {
    if (ready_ != Z_OK) return core::fail(ErrorKind::kExhausted, "gzip_memory", "out of memory");
    zlib_.next_in = reinterpret_cast<const Bytef*>(bytes.data());
    zlib_.avail_in = static_cast<uInt>(bytes.size());
    do {
      zlib_.next_out = reinterpret_cast<Bytef*>(out_.data());
      zlib_.avail_out = static_cast<uInt>(out_.size());
      deflate(&zlib_, flush);
      const std::span made{out_.data(), out_.size() - zlib_.avail_out};
      if (auto written = file_.write(made); !written) return written;
    } while (zlib_.avail_out == 0);
    return {};
  }

  z_stream zlib_{};
  int ready_{Z_OK};
  std::array<std::byte, kBufferSize> out_{};
};

/// Collects characters and hands them to the sink; remembers the first failure.
class SinkBuffer final : public std::streambuf {
 public:
  explicit SinkBuffer(std::unique_ptr<Sink> sink) : sink_{std::move(sink)}, buffer_(kBufferSize) { rewind(); }

  Status finish() {
    if (failure_ || !pass_on()) return std::unexpected(*failure_);
    if (auto done = sink_->finish(); !done) return done;
    return sink_->commit();
  }

 protected:
  int_type overflow(int_type c) override {
    if (!pass_on()) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }
  int sync() override { return pass_on() ? 0 : -1; }

 private:
  void rewind() { setp(buffer_.data(), buffer_.data() + buffer_.size()); }
  bool pass_on() {
    if (failure_) return false;
    const auto written = sink_->write(std::as_bytes(std::span{pbase(), static_cast<std::size_t>(pptr() - pbase())}));
    rewind();
    if (!written) failure_ = written.error();
    return written.has_value();
  }

  std::unique_ptr<Sink> sink_;
  std::vector<char> buffer_;
  std::optional<core::Error> failure_;
};

class SinkTextFile final : public TextFile {
 public:
  explicit SinkTextFile(std::unique_ptr<Sink> sink) : buffer_{std::move(sink)}, stream_{&buffer_} {}

  std::ostream& stream() override { return stream_; }
  Status commit() override { return buffer_.finish(); }

 private:
  SinkBuffer buffer_;
  std::ostream stream_;
};

}  // namespace

Result<std::unique_ptr<TextFile>> TextFile::create(const std::filesystem::path& target) {
  auto file = DurableFile::create(target);
  if (!file) return core::forward_error(file);
  std::unique_ptr<Sink> sink;
  if (target.extension() == ".gz") {
    sink = std::make_unique<GzipSink>(std::move(*file));
  } else {
    sink = std::make_unique<Sink>(std::move(*file));
  }
  return std::make_unique<SinkTextFile>(std::move(sink));
}

}  // namespace tidemark::storage::files
