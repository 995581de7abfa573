// The binary form of events: what decodes must encode to the same bytes again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/event_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark::core;
  const auto bytes = std::as_bytes(std::span{data, size});
  ByteReader in{bytes};
  while (in.remaining() > 0) {
    const std::size_t from = size - in.remaining();
    const auto event = decode_event(in);
    if (!event) return 0;
    ByteWriter out;
    encode(*event, out);
    const auto read = bytes.subspan(from, size - in.remaining() - from);
    if (!std::ranges::equal(out.bytes(), read)) std::abort();
  }
  return 0;
}
