#include "api/openapi.hpp"
#include "net/html_text.hpp"

namespace tidemark::api {
namespace {

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tidemark API</title>
<style>
:root { color-scheme: light dark; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code { font: 14px ui-monospace, monospace; }
section { border-top: 1px solid var(--line); padding: .5rem 0 1rem; }
h2 { font-size: 1rem; margin: .5rem 0 0; }
table { border-collapse: collapse; margin-top: .5rem; }
td, th { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; }
</style>
</head>
<body>
)";

void append_cell(std::string& out, std::string_view text) {
  out += "<td>";
  net::append_html(out, text);
  out += "</td>";
}

std::string range_of(const ParamInfo& info) {
  if (info.type == ParamType::kInteger) {
    const std::string high = info.max == INT64_MAX ? "" : " to " + std::to_string(info.max);
    return "from " + std::to_string(info.min) + high + ", default " + std::to_string(info.fallback);
  }
  std::string list;
  for (const std::string_view choice : info.choices) list.append(list.empty() ? "" : ", ").append(choice);
  return list;
}

void append_params(std::string& out, const RouteInfo& route) {
  if (route.params.empty()) return;
  out += "<table><tr><th>Parameter</th><th></th><th>Meaning</th><th>Values</th></tr>\n";
  for (const ParamInfo& info : route.params) {
    out += "<tr>";
    append_cell(out, info.name);
    append_cell(out, info.place == ParamPlace::kPath     ? "path"
                     : info.need == ParamNeed::kRequired ? "query, required"
                                                         : "query");
    append_cell(out, info.title);
    append_cell(out, range_of(info));
    out += "</tr>\n";
  }
  out += "</table>\n";
}

}  // namespace

std::string docs_page(std::span<const RouteInfo> routes, std::string_view version) {
  std::string out{kHead};
  out += "<h1>Tidemark API <small>";
  net::append_html(out, version);
  out +=
      "</small></h1>\n<p>For programs: <a href=\"/openapi.json\">openapi.json</a>. Errors are problem documents "
      "(RFC 9457) with a stable <code>code</code>.</p>\n";
  for (const RouteInfo& route : routes) {
    out += "<section id=\"";
    net::append_html(out, route.id);
    out += "\"><h2><code>";
    net::append_html(out, route.kind == RouteKind::kWebSocket ? "WS" : net::name_of(route.method));
    out += ' ';
    net::append_html(out, route.pattern);
    out += "</code></h2>\n<p>";
    net::append_html(out, route.summary);
    out += "</p>\n";
    if (!route.text.empty()) {
      out += "<p>";
      net::append_html(out, route.text);
      out += "</p>\n";
    }
    append_params(out, route);
    out += "</section>\n";
  }
  out += "</body>\n</html>\n";
  return out;
}

}  // namespace tidemark::api
