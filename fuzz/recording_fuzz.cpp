// Our own recordings, damaged in any way.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "venues/file/recording.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark::venues::file;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  auto reader = recording_reader_of(bytes, "fuzz.tmrec");
  if (!reader) return 0;
  Record record;
  while (true) {
    const auto more = (*reader)->next(record);
    if (!more) {
      const auto again = (*reader)->next(record);  // an error stays
      if (again || again.error() != more.error()) std::abort();
      return 0;
    }
    if (!*more) break;
  }
  if ((*reader)->torn_bytes() > size) std::abort();
  return 0;
}
