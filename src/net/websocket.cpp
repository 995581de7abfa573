#include "net/websocket.hpp"

namespace tidemark::net {

// RFC 6455 section 5.2: FIN and opcode 1 (text), then the length in 7, 7+16 or 7+64 bits, big-endian; no mask.
WsFrame::WsFrame(std::string_view payload) {
  const std::size_t size = payload.size();
  bytes_.reserve(size + 10);
  bytes_ += '\x81';
  const auto append_length = [&](int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) bytes_ += static_cast<char>((size >> shift) & 0xFF);
  };
  if (size < 126) {
    append_length(1);
  } else if (size <= 0xFFFF) {
    bytes_ += '\x7E';
    append_length(2);
  } else {
    bytes_ += '\x7F';
    append_length(8);
  }
  header_size_ = bytes_.size();
  bytes_ += payload;
}

SharedFrame make_frame(std::string_view payload) {
  return std::make_shared<const WsFrame>(payload);
}

}  // namespace tidemark::net
