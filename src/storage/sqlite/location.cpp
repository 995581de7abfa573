#include "storage/sqlite/location.hpp"

#include <string_view>

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;

core::Result<std::string> file_of(const std::string& path_or_url) {
  std::string_view rest = path_or_url;
  constexpr std::string_view kScheme = "sqlite:";
  if (rest.starts_with(kScheme)) {
    rest.remove_prefix(kScheme.size());
    if (rest.starts_with("//")) rest.remove_prefix(2);
  } else if (const auto scheme = rest.find("://"); scheme != std::string_view::npos) {
    return fail(ErrorKind::kUnsupported, "store_kind",
                "'" + std::string(rest.substr(0, scheme)) + "' stores are not supported; name a file or sqlite:PATH");
  }
  if (rest.empty()) return fail(ErrorKind::kInvalidArgument, "store_path", "the store needs a file name");
  // SQLite would take a NUL as the end of the name and open another file.
  if (rest.find('\0') != std::string_view::npos) {
    return fail(ErrorKind::kInvalidArgument, "store_path", "the store's file name contains a NUL character");
  }
  return std::string(rest);
}

}  // namespace tidemark::storage::sqlite
