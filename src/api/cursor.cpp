#include "api/cursor.hpp"

#include <charconv>
#include <cstdint>

namespace tidemark::api {

std::string cursor_text(core::Timestamp time, std::string_view name) {
  return std::to_string(time.ms()).append(":").append(name);
}

core::Error bad_cursor() {
  return {core::ErrorKind::kInvalidArgument, "bad_cursor",
          "This is not a cursor; take it from `next` of the page before.", "cursor"};
}

core::Result<std::optional<CursorPlace>> parse_cursor(std::string_view text) {
  if (text.empty()) return std::nullopt;
  constexpr std::int64_t kMsMax = INT64_MAX / 1'000'000 - 1;
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  const char* const all = text.data() + text.size();
  const bool has_number = error == std::errc{} && ms >= -kMsMax && ms <= kMsMax;
  if (!has_number || end == all || *end != ':' || end + 1 == all) {
    return std::unexpected(bad_cursor());
  }
  return CursorPlace{core::Timestamp::from_ms(ms), std::string{end + 1, all}};
}

}  // namespace tidemark::api
