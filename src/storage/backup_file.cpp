#include "storage/backup_file.hpp"

#include <array>
#include <fstream>
#include <memory>
#include <vector>

#include <zstd.h>

#include "core/bytes.hpp"
#include "storage/files/checksum.hpp"
#include "storage/files/durable_file.hpp"

namespace tidemark::storage {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

namespace fs = std::filesystem;
using Bytes = std::span<const std::byte>;

constexpr std::uint32_t kSkippableMagic = 0x184D2A5A;  // any of 0x184D2A50..5F marks a frame zstd skips
constexpr std::string_view kName{"TIDEMARK-BACKUP\0", 16};
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kHexDigits = 32;
constexpr std::size_t kSignedSize = kName.size() + sizeof kFormat + sizeof(std::uint64_t) + kHexDigits;
constexpr std::size_t kPayloadSize = kSignedSize + kHexDigits;
constexpr std::size_t kHeaderSize = 2 * sizeof(std::uint32_t) + kPayloadSize;
constexpr std::size_t kBufferSize = 256 * 1024;
constexpr int kCompressionLevel = 3;

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Compressor = std::unique_ptr<ZSTD_CCtx, Free<&ZSTD_freeCCtx>>;
using Decompressor = std::unique_ptr<ZSTD_DCtx, Free<&ZSTD_freeDCtx>>;

void put_plain(core::ByteWriter& out, std::string_view text) {
  for (const char c : text) out.put(c);
}

std::string checksum_of(Bytes bytes) {
  files::Checksum sum;
  sum.add(bytes);
  return sum.hex();
}

std::vector<std::byte> encode_header(const BackupHeader& header) {
  core::ByteWriter payload;
  put_plain(payload, kName);
  payload.put(kFormat);
  payload.put(header.database_bytes);
  put_plain(payload, header.checksum);
  put_plain(payload, checksum_of(payload.bytes()));
  core::ByteWriter out;
  out.put(kSkippableMagic);
  out.put(static_cast<std::uint32_t>(kPayloadSize));
  for (const std::byte b : payload.bytes()) out.put(b);
  return out.take();
}

std::string take_plain(core::ByteReader& in, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += in.get<char>();
  return text;
}

std::unexpected<core::Error> corrupt(const std::string& why, const fs::path& file) {
  return fail(ErrorKind::kCorrupt, "backup_corrupt", "the backup is damaged: " + why, file.string());
}

Result<BackupHeader> decode_header(Bytes bytes, const fs::path& file) {
  core::ByteReader in{bytes};
  const auto magic = in.get<std::uint32_t>();
  const auto size = in.get<std::uint32_t>();
  if (magic != kSkippableMagic || size != kPayloadSize || take_plain(in, kName.size()) != kName) {
    return fail(ErrorKind::kRefused, "not_a_backup", "this file is not a tidemark backup", file.string());
  }
  const auto format = in.get<std::uint32_t>();
  BackupHeader header;
  header.database_bytes = in.get<std::uint64_t>();
  header.checksum = take_plain(in, kHexDigits);
  const std::string own = take_plain(in, kHexDigits);
  if (own != checksum_of(bytes.subspan(kHeaderSize - kPayloadSize, kSignedSize))) {
    return corrupt("its header does not match its checksum", file);
  }
  if (format != kFormat) {
    return fail(ErrorKind::kUnsupported, "backup_format",
                "the backup has format " + std::to_string(format) + ": restore it with the newer tidemark that made it",
                file.string());
  }
  return header;
}

/// Reads as much of `buffer` as there is; empty at the end.
Bytes read_some(std::istream& in, std::vector<std::byte>& buffer) {
  in.read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(buffer.size()));
  return {buffer.data(), static_cast<std::size_t>(in.gcount())};
}

Status compress_some(ZSTD_CCtx* zstd, Bytes bytes, ZSTD_EndDirective end, files::DurableFile& out) {
  std::vector<std::byte> made(ZSTD_CStreamOutSize());
  ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
  for (;;) {
    ZSTD_outBuffer output{made.data(), made.size(), 0};
    const std::size_t left = ZSTD_compressStream2(zstd, &output, &input, end);
    if (ZSTD_isError(left) != 0) return fail(ErrorKind::kInternal, "zstd", ZSTD_getErrorName(left));
    if (auto written = out.write({made.data(), output.pos}); !written) return written;
    if (end == ZSTD_e_end ? left == 0 : input.pos == input.size) return {};
  }
}

/// Feeds the file's one zstd frame to `take` piece by piece.
Status decompress(std::istream& in, const fs::path& file, const std::function<Status(Bytes)>& take) {
  const Decompressor zstd{ZSTD_createDCtx()};
  std::vector<std::byte> buffer(kBufferSize);
  std::vector<std::byte> made(ZSTD_DStreamOutSize());
  std::size_t hint = 1;  // 0 once the frame is complete
  for (Bytes bytes = read_some(in, buffer); !bytes.empty(); bytes = read_some(in, buffer)) {
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    for (bool more = true; more;) {
      if (hint == 0) return corrupt("something follows its end", file);
      ZSTD_outBuffer output{made.data(), made.size(), 0};
      hint = ZSTD_decompressStream(zstd.get(), &output, &input);
      if (ZSTD_isError(hint) != 0) return corrupt(ZSTD_getErrorName(hint), file);
      if (auto taken = take({made.data(), output.pos}); !taken) return taken;
      more = input.pos < input.size || (output.pos == output.size && hint != 0);
    }
  }
  if (in.bad()) return std::unexpected(files::error_from_errno("cannot read", file));
  if (hint != 0) return corrupt("its end is missing", file);
  return {};
}

}  // namespace

Result<BackupHeader> write_backup_file(const fs::path& database, const fs::path& file) {
  std::ifstream in{database, std::ios::binary};
  if (!in) return std::unexpected(files::error_from_errno("cannot read", database));
  auto out = files::DurableFile::create(file, files::Readers::kOwner);
  if (!out) return forward_error(out);
  // The header's numbers are known at the end: its place is kept.
  const std::vector<std::byte> blank(kHeaderSize);
  if (auto kept = out->write(blank); !kept) return forward_error(kept);

  const Compressor zstd{ZSTD_createCCtx()};
  if (zstd == nullptr) return fail(ErrorKind::kExhausted, "zstd_memory", "out of memory");
  ZSTD_CCtx_setParameter(zstd.get(), ZSTD_c_compressionLevel, kCompressionLevel);
  ZSTD_CCtx_setParameter(zstd.get(), ZSTD_c_checksumFlag, 1);
  BackupHeader header;
  files::Checksum sum;
  std::vector<std::byte> buffer(kBufferSize);
  for (Bytes bytes = read_some(in, buffer); !bytes.empty(); bytes = read_some(in, buffer)) {
    sum.add(bytes);
    header.database_bytes += bytes.size();
    if (auto done = compress_some(zstd.get(), bytes, ZSTD_e_continue, *out); !done) return forward_error(done);
  }
  if (in.bad()) return std::unexpected(files::error_from_errno("cannot read", database));
  if (auto done = compress_some(zstd.get(), {}, ZSTD_e_end, *out); !done) return forward_error(done);
  header.checksum = sum.hex();
  if (auto done = out->rewrite_head(encode_header(header)); !done) return forward_error(done);

  // Believed only after reading it back.
  auto readable = read_backup_file(out->temporary(), [](Bytes) -> Status { return {}; });
  if (!readable) return forward_error(readable);
  if (readable->checksum != header.checksum) return corrupt("what was written is not what was read", file);
  if (auto done = out->commit(); !done) return forward_error(done);
  return header;
}

Result<BackupHeader> read_backup_file(const fs::path& file, const std::function<Status(Bytes)>& take) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return std::unexpected(files::error_from_errno("cannot read the backup", file));
  std::vector<std::byte> head(kHeaderSize);
  const Bytes bytes = read_some(in, head);
  auto header = decode_header(bytes, file);
  if (!header) return header;
  files::Checksum sum;
  std::uint64_t size = 0;
  auto read = decompress(in, file, [&](Bytes piece) -> Status {
    size += piece.size();
    if (size > header->database_bytes) return corrupt("it is longer than it says", file);
    sum.add(piece);
    return take(piece);
  });
  if (!read) return forward_error(read);
  if (size != header->database_bytes) return corrupt("it is shorter than it says", file);
  if (sum.hex() != header->checksum) return corrupt("its content does not match its checksum", file);
  return header;
}

}  // namespace tidemark::storage
