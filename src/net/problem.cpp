#include "net/problem.hpp"

#include <utility>

#include "net/json_writer.hpp"

namespace tidemark::net {

std::string_view reason_of(int status) noexcept {
  constexpr std::pair<int, std::string_view> kReasons[] = {
      {100, "Continue"},
      {101, "Switching Protocols"},
      {200, "OK"},
      {202, "Accepted"},
      {204, "No Content"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {426, "Upgrade Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  };
  for (const auto& [code, reason] : kReasons) {
    if (code == status) return reason;
  }
  return "Unknown";
}

std::string problem_json(const Problem& problem) {
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  json.key("type").text("about:blank");
  json.key("title").text(reason_of(problem.status));
  json.key("status").integer(problem.status);
  json.key("detail").text(problem.detail);
  json.key("code").text(problem.code);
  if (!problem.field.empty()) json.key("field").text(problem.field);
  json.end_object();
  return out;
}

Response problem(const Problem& problem) {
  Response response{problem.status, "application/problem+json", problem.headers, problem_json(problem)};
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace tidemark::net
