#include "api/posted_symbols.hpp"

#include <utility>

#include "net/json_reader.hpp"

namespace tidemark::api {
namespace {

std::unexpected<core::Error> bad(std::string code, std::string message, std::string place) {
  return core::fail(core::ErrorKind::kInvalidArgument, std::move(code), std::move(message), std::move(place));
}

}  // namespace

core::Result<std::vector<std::string>> parse_posted_symbols(std::string_view body) {
  const auto value = net::parse_json(body);
  if (!value) return core::fail(core::ErrorKind::kParse, value.error().code, value.error().message, "body");
  if (value->members() == nullptr) return bad("bad_body", "The body must be a JSON object.", "body");
  for (const auto& [name, member] : *value->members()) {
    if (name != "symbols") return bad("unknown_member", "There is no member of this name.", name);
  }
  const net::JsonValue* list = value->find("symbols");
  if (list == nullptr) return bad("missing_member", "The body must have `symbols`, a list.", "symbols");
  if (list->array() == nullptr || list->array()->empty()) {
    return bad("bad_symbols", "`symbols` must be a list of at least one symbol.", "symbols");
  }
  if (list->array()->size() > kBulkSymbolsMax) {
    return bad("too_many_symbols", "At most " + std::to_string(kBulkSymbolsMax) + " symbols are looked at in one call.",
               "symbols");
  }
  std::vector<std::string> symbols;
  symbols.reserve(list->array()->size());
  for (const net::JsonValue& item : *list->array()) {
    if (item.text() == nullptr) {
      return bad("bad_symbols", "A symbol must be text.", "symbols[" + std::to_string(symbols.size()) + "]");
    }
    symbols.push_back(*item.text());
  }
  return symbols;
}

}  // namespace tidemark::api
