#include "net/ws_decoder.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/utf8.hpp"

namespace tidemark::net {
namespace {

constexpr unsigned kContinuation = 0;
constexpr unsigned kTextOpcode = 1;
constexpr unsigned kBinaryOpcode = 2;
constexpr unsigned kCloseOpcode = 8;
constexpr unsigned kPingOpcode = 9;
constexpr unsigned kPongOpcode = 10;
constexpr std::uint16_t kNoCode = 1005;

unsigned byte_at(std::string_view data, std::size_t at) {
  return static_cast<unsigned char>(data[at]);
}

bool is_control(unsigned opcode) {
  return (opcode & 8U) != 0;
}

/// RFC 6455 7.4.1 and the IANA registry: codes that may travel in a close frame.
bool is_close_code(unsigned code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

}  // namespace

ReceiveBuffer::ReceiveBuffer(std::size_t usual_capacity) : usual_{std::max<std::size_t>(usual_capacity, 256)} {
  reallocate(usual_);
}

void ReceiveBuffer::reallocate(std::size_t capacity) {
  // Zeroed, so that the padding after the last byte is always something defined.
  auto bytes = std::make_unique<char[]>(capacity + kPadding);
  if (end_ > begin_) std::memcpy(bytes.get(), bytes_.get() + begin_, end_ - begin_);
  bytes_ = std::move(bytes);
  capacity_ = capacity;
  end_ -= begin_;
  begin_ = 0;
}

std::span<char> ReceiveBuffer::prepare() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (capacity_ > usual_) reallocate(usual_);
  } else if (capacity_ - end_ < capacity_ / 4) {
    const std::size_t kept = end_ - begin_;
    if (kept > capacity_ / 2) {
      reallocate(capacity_ * 2);
    } else {
      std::memmove(bytes_.get(), bytes_.get() + begin_, kept);
      begin_ = 0;
      end_ = kept;
    }
  }
  return {bytes_.get() + end_, capacity_ - end_};
}

bool WsDecoder::broken(std::uint16_t code, std::string_view what) {
  violation_ = {code, what};
  is_broken_ = true;
  return false;
}

WsDecoder::HeadStep WsDecoder::read_head(std::string_view data, Head& head) {
  if (data.size() < 2) return HeadStep::kMore;
  const unsigned first = byte_at(data, 0);
  const unsigned second = byte_at(data, 1);
  head.final = (first & 0x80U) != 0;
  head.opcode = first & 0x0FU;
  const bool sound = (first & 0x70U) != 0    ? broken(1002, "A frame has a reserved bit set.")
                     : (second & 0x80U) != 0 ? broken(1002, "The server masked a frame.")
                                             : true;
  if (!sound) return HeadStep::kBroken;
  head.payload = second & 0x7FU;
  head.size = head.payload < 126 ? 2 : head.payload == 126 ? 4 : 10;
  // Refused before the rest of the head has come: the kind of frame, and a control frame's long length.
  if (!check_head(head)) return HeadStep::kBroken;
  if (head.size == 2) return HeadStep::kWhole;
  if (data.size() < head.size) return HeadStep::kMore;
  const std::uint64_t least = head.size == 4 ? 126 : 65536;
  head.payload = 0;
  for (std::size_t i = 2; i < head.size; ++i) head.payload = head.payload << 8U | byte_at(data, i);
  if (head.payload < least || head.payload >> 63U != 0) {
    broken(1002, "A frame's length is not written in its shortest form.");
    return HeadStep::kBroken;
  }
  return HeadStep::kWhole;
}

bool WsDecoder::check_head(const Head& head) {
  if (is_control(head.opcode)) {
    if (head.opcode > kPongOpcode) return broken(1002, "A frame is of a reserved kind.");
    if (!head.final) return broken(1002, "A control frame is fragmented.");
    if (head.payload > 125) return broken(1002, "A control frame is longer than 125 bytes.");
    return true;
  }
  if (head.opcode > kBinaryOpcode) return broken(1002, "A frame is of a reserved kind.");
  if (head.opcode == kContinuation && !in_message_) return broken(1002, "A fragment continues no message.");
  if (head.opcode != kContinuation && in_message_) return broken(1002, "A message begins within another.");
  return true;
}

WsDecoder::Step WsDecoder::next(ReceiveBuffer& in) {
  if (!in_message_) joined_.clear();
  for (;;) {
    if (is_broken_) return Step::kBroken;
    Head head;
    const std::string_view data = in.data();
    const HeadStep step = read_head(data, head);
    if (step != HeadStep::kWhole) return step == HeadStep::kMore ? Step::kMore : Step::kBroken;
    if (!is_control(head.opcode) && head.payload > message_bytes_ - std::min(joined_.size(), message_bytes_)) {
      broken(1009, "A message is larger than the limit.");
      return Step::kBroken;
    }
    if (data.size() - head.size < head.payload) return Step::kMore;
    const std::string_view payload = data.substr(head.size, head.payload);
    in.consume(head.size + payload.size());
    if (is_control(head.opcode)) return take_control(head, payload);
    if (head.opcode == kTextOpcode) joining_ = WsItem::Kind::kText;
    if (head.opcode == kBinaryOpcode) joining_ = WsItem::Kind::kBinary;
    if (head.final && !in_message_) return finish(payload);
    joined_ += payload;
    in_message_ = !head.final;
    if (head.final) {
      const std::size_t size = joined_.size();
      joined_.append(kPadding, '\0');
      return finish(std::string_view{joined_}.substr(0, size));
    }
  }
}

WsDecoder::Step WsDecoder::finish(std::string_view message) {
  if (joining_ == WsItem::Kind::kText && !core::is_utf8(message)) {
    broken(1007, "A text message is not valid UTF-8.");
    return Step::kBroken;
  }
  item_ = {joining_, message, 0};
  return Step::kItem;
}

WsDecoder::Step WsDecoder::take_control(const Head& head, std::string_view payload) {
  if (head.opcode == kCloseOpcode) return take_close(payload);
  item_ = {head.opcode == kPingOpcode ? WsItem::Kind::kPing : WsItem::Kind::kPong, payload, 0};
  return Step::kItem;
}

WsDecoder::Step WsDecoder::take_close(std::string_view payload) {
  if (payload.empty()) {
    item_ = {WsItem::Kind::kClose, payload, kNoCode};
    return Step::kItem;
  }
  const unsigned code = payload.size() < 2 ? 0 : byte_at(payload, 0) << 8U | byte_at(payload, 1);
  if (!is_close_code(code)) {
    broken(1002, "A close frame has no valid code.");
    return Step::kBroken;
  }
  payload.remove_prefix(2);
  if (!core::is_utf8(payload)) {
    broken(1007, "The reason in a close frame is not valid UTF-8.");
    return Step::kBroken;
  }
  item_ = {WsItem::Kind::kClose, payload, static_cast<std::uint16_t>(code)};
  return Step::kItem;
}

}  // namespace tidemark::net
