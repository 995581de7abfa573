#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tidemark::net {

/// Bytes that came from a stream and were not consumed yet, in one piece. Grows with what arrives, never with what a
/// header announces, and shrinks again when it is empty. At least kPadding readable bytes follow the content.
class ReceiveBuffer {
 public:
  static constexpr std::size_t kPadding = 64;

  explicit ReceiveBuffer(std::size_t usual_capacity);

  /// Where the next bytes of the stream go: never empty. Moves what data() returned.
  [[nodiscard]] std::span<char> prepare();
  void commit(std::size_t size) { end_ += size; }
  [[nodiscard]] std::string_view data() const { return {bytes_.get() + begin_, end_ - begin_}; }
  /// Leaves the bytes where they are until the next prepare().
  void consume(std::size_t size) { begin_ += size; }

 private:
  void reallocate(std::size_t capacity);

  std::size_t usual_;
  std::size_t capacity_{0};
  std::size_t begin_{0};
  std::size_t end_{0};
  std::unique_ptr<char[]> bytes_;
};

/// What a client reads from a WebSocket's server, joined from fragments.
struct WsItem {
  enum class Kind : std::uint8_t { kText, kBinary, kClose, kPing, kPong };

  Kind kind{Kind::kText};
  std::string_view payload;     ///< of a close: what follows its code, valid UTF-8
  std::uint16_t close_code{0};  ///< of a close only; 1005 when it has none
};

/// How the other side broke RFC 6455, or our limit.
struct WsViolation {
  std::uint16_t close_code{1002};  ///< what to tell the other side
  std::string_view what;           ///< one clear sentence
};

/// Decodes the frames a server sends (RFC 6455 section 5): fragments are joined, control frames come out between them,
/// text is checked to be UTF-8, and everything the standard forbids is refused. A frame in one piece is not copied: its
/// payload lies in the receive buffer, else in one of its own; kPadding readable bytes follow either way. Pure.
class WsDecoder {
 public:
  static constexpr std::size_t kPadding = ReceiveBuffer::kPadding;

  /// `message_bytes`: the longest payload of a message, all fragments together.
  explicit WsDecoder(std::size_t message_bytes) : message_bytes_{message_bytes} {}

  enum class Step : std::uint8_t {
    kItem,    ///< item() holds what came, until the next call here or of ReceiveBuffer::prepare()
    kMore,    ///< more bytes are needed
    kBroken,  ///< violation() says why; so it stays
  };
  /// Takes the next item out of the buffer.
  [[nodiscard]] Step next(ReceiveBuffer& in);

  [[nodiscard]] const WsItem& item() const { return item_; }
  [[nodiscard]] const WsViolation& violation() const { return violation_; }

 private:
  struct Head {
    unsigned opcode{0};
    bool final{true};
    std::size_t size{0};       ///< of the head
    std::uint64_t payload{0};  ///< its size
  };
  enum class HeadStep : std::uint8_t { kWhole, kMore, kBroken };
  HeadStep read_head(std::string_view data, Head& head);
  bool check_head(const Head& head);
  Step take_control(const Head& head, std::string_view payload);
  Step take_close(std::string_view payload);
  Step finish(std::string_view message);
  bool broken(std::uint16_t code, std::string_view what);

  std::size_t message_bytes_;
  WsItem item_;
  WsViolation violation_;
  std::string joined_;  ///< fragments of the message under way; padded when it is handed out
  WsItem::Kind joining_{WsItem::Kind::kText};
  bool in_message_{false};
  bool is_broken_{false};
};

}  // namespace tidemark::net
