#pragma once

// As much of a WebSocket client as a load program needs.

#include <cstddef>
#include <string>
#include <string_view>

namespace tidemark::load {

inline constexpr std::string_view kHandshake =
    "GET /ws/stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// Takes whole server frames (RFC 6455, unmasked) from the front of the buffer.
template <class Take>
void take_frames(std::string& in, Take&& take) {
  std::size_t at = 0;
  while (in.size() - at >= 2) {
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(in[at + i])); };
    std::size_t head = 2;
    std::size_t size = byte(1) & 0x7F;
    if (size >= 126) {
      const std::size_t wide = size == 126 ? 2 : 8;  // bytes of the length, the highest first
      if (in.size() - at < head + wide) break;
      size = 0;
      for (std::size_t i = 0; i < wide; ++i) size = size * 256 + byte(head + i);
      head += wide;
    }
    if (in.size() - at < head + size) break;
    take(std::string_view{in}.substr(at + head, size));
    at += head + size;
  }
  in.erase(0, at);
}

inline std::string masked_text(std::string_view text) {
  std::string out{static_cast<char>(0x81), static_cast<char>(0x80 | text.size()), 0, 0, 0, 0};
  return out.append(text);  // a mask of zeros
}

}  // namespace tidemark::load
