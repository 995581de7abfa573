#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/posted_json.hpp"
#include "api/read_worker.hpp"
#include "api/reply.hpp"
#include "core/result.hpp"
#include "net/http_types.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {

/// A page of records that have a running `number`, the newest first: {"NAME":[…],"next":…}, where `next` is the number
/// of the last one when the page is full: it is the cursor of the following page. `read` gives them from the store, at
/// most `limit`, as a Result; `write` puts one into the document and gives a Status.
template <class Read, class Write>
core::Result<net::Response> numbered_page(const net::Request& request, const ReadWorker::StoreAccess& store,
                                          std::string_view name, std::uint32_t limit, const Read& read,
                                          const Write& write) {
  if (!store) return std::unexpected(store.error());
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key(name).begin_array();
  std::optional<std::uint64_t> next;
  if (*store != nullptr) {
    auto rows = read(**store);
    if (!rows) return core::forward_error(rows);
    for (const auto& row : *rows) {
      core::Status written = write(json, row);
      if (!written) return core::forward_error(written);
    }
    if (rows->size() == limit) next = rows->back().number;
  }
  json.end_array().key("next");
  write_cursor(json, next);
  json.end_object();
  return reply(request, std::move(body));
}

}  // namespace tidemark::api
