// Alert rules as someone may post them. What is taken comes back as it was, and a body that is JSON stays JSON whatever
// is filled in.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "alerts/rule_json.hpp"
#include "alerts/template.hpp"
#include "net/json_reader.hpp"
#include "net/json_writer.hpp"

namespace {

using namespace tidemark;

alerts::Vocabulary vocabulary() {
  alerts::Vocabulary words;
  for (auto& of : words.of_kind) of = {{"one", "two"}, {"open", "closed"}};
  return words;
}

std::string text_of(const alerts::Rule& rule) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  alerts::write_rule(json, rule);
  json.end_object();
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const alerts::Vocabulary words = vocabulary();
  const auto json = net::parse_json(input);
  if (!json) return 0;
  const auto rule = alerts::read_rule(*json, words);
  if (!rule) return 0;
  const auto again = alerts::read_rule(net::parse_json(text_of(*rule)).value(), words);
  if (!again || *again != *rule) std::abort();
  const auto body = alerts::Template::parse(rule->body, "body").value();
  for (const bool has_value : {true, false}) {
    const std::string text = body.render([&](alerts::Placeholder placeholder) -> std::optional<std::string> {
      const auto& info = alerts::placeholders()[static_cast<std::size_t>(placeholder)];
      if (!has_value) return std::nullopt;
      return info.type == alerts::PlaceholderInfo::Type::kNumber ? "-1.5e-7" : "\"\\\n\x01{{ticker}}";
    });
    if (body.is_json() && !net::parse_json(text)) std::abort();
  }
  return 0;
}
