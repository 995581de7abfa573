#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/bytes.hpp"
#include "venues/file/recording.hpp"

namespace tidemark::venues::file {

// The bytes of a recording; recording.hpp describes them.

inline constexpr std::string_view kRecordingMagic{"TMREC\r\n\x1A", 8};
inline constexpr std::uint16_t kRecordingVersion = 1;
inline constexpr std::size_t kFileHeaderBytes = 16;
inline constexpr std::size_t kRecordHeaderBytes = 5;  ///< u32 payload size, u8 kind
inline constexpr std::size_t kChecksumBytes = 8;
inline constexpr std::size_t kPayloadBytesMax = std::size_t{128} << 20U;
/// Stands in every sync record so that acknowledged data can be found behind a damaged place.
inline constexpr std::string_view kSyncMagic{"\x8F\x13tidemark-sync\xE2", 16};
inline constexpr std::size_t kSyncPayloadBytes = 16 + 8;  ///< magic, offset of the record in the file

enum class RecordKind : std::uint8_t { kSession = 1, kInstrument = 2, kFrame = 3, kEvent = 4, kSync = 5 };

/// XXH3 over header and payload.
[[nodiscard]] std::uint64_t record_checksum(std::string_view header_and_payload) noexcept;

/// The 16 bytes at the start of a recording.
[[nodiscard]] std::array<char, kFileHeaderBytes> file_header(ReplayFrom replay_from) noexcept;
/// Empty when these are not the first bytes of a recording of this version.
[[nodiscard]] std::optional<ReplayFrom> read_file_header(std::string_view bytes) noexcept;

void put_instrument_facts(const core::Instrument& instrument, core::ByteWriter& out);
/// Empty when the payload is not an instrument's.
[[nodiscard]] std::optional<core::Instrument> get_instrument_facts(core::ByteReader& in);

}  // namespace tidemark::venues::file
