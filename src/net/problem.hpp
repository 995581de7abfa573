#pragma once

#include <string>

#include "net/http_types.hpp"

namespace tidemark::net {

/// One refusal or failure, told as RFC 9457 problem details. `code` is stable and machine-readable; `detail` is a
/// sentence for a person; `field` names the offending parameter where there is one.
struct Problem {
  int status{500};
  std::string code;
  std::string detail;
  std::string field;
  std::vector<NameValue> headers;  ///< extra response headers: Allow, Retry-After
};

/// application/problem+json: {"type","title","status","detail","code","field"?}. Never cached.
[[nodiscard]] Response problem(const Problem& problem);
/// The JSON object alone.
[[nodiscard]] std::string problem_json(const Problem& problem);

/// "Not Found"; "Unknown" for a status that is not in use here.
[[nodiscard]] std::string_view reason_of(int status) noexcept;

}  // namespace tidemark::net
