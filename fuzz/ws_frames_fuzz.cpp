// Frames of a WebSocket's server. The first byte says how large the pieces are in which the rest arrives: whole and in
// pieces the same messages must come out, and nothing that is not allowed.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/utf8.hpp"
#include "net/ws_decoder.hpp"

namespace {

using tidemark::net::ReceiveBuffer;
using tidemark::net::WsDecoder;
using tidemark::net::WsItem;

constexpr std::size_t kLimit = 4096;

struct Outcome {
  std::vector<std::string> items;
  WsDecoder::Step end{WsDecoder::Step::kMore};
  std::uint16_t code{0};

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

void check(const WsItem& item) {
  const bool data = item.kind == WsItem::Kind::kText || item.kind == WsItem::Kind::kBinary;
  if (item.payload.size() > (data ? kLimit : 125)) std::abort();
  if (item.kind == WsItem::Kind::kText && !tidemark::core::is_utf8(item.payload)) std::abort();
  if ((item.kind == WsItem::Kind::kClose) != (item.close_code != 0)) std::abort();
  // The padding may be read.
  char sum = 0;
  for (std::size_t i = 0; i < WsDecoder::kPadding; ++i) sum ^= item.payload.data()[item.payload.size() + i];
  if (sum == 1 && item.payload.data() == nullptr) std::abort();
}

Outcome decode(std::string_view bytes, std::size_t piece) {
  Outcome outcome;
  ReceiveBuffer in{256};
  WsDecoder decoder{kLimit};
  for (;;) {
    outcome.end = decoder.next(in);
    if (outcome.end == WsDecoder::Step::kItem) {
      const WsItem& item = decoder.item();
      check(item);
      outcome.items.push_back(std::to_string(static_cast<int>(item.kind)) + std::to_string(item.close_code) +
                              std::string{item.payload});
      continue;
    }
    if (outcome.end == WsDecoder::Step::kBroken) {
      outcome.code = decoder.violation().close_code;
      return outcome;
    }
    if (bytes.empty()) return outcome;
    const auto space = in.prepare();
    if (space.empty()) std::abort();
    const std::size_t size = std::min({piece, space.size(), bytes.size()});
    std::ranges::copy(bytes.substr(0, size), space.begin());
    in.commit(size);
    bytes.remove_prefix(size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  if (decode(bytes, size) != decode(bytes, data[0] % 64 + 1U)) std::abort();
  return 0;
}
