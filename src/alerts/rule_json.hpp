#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/rule.hpp"
#include "core/result.hpp"
#include "net/json_reader.hpp"
#include "net/json_writer.hpp"

namespace tidemark::alerts {

/// The names that conditions may use, as the analysis has them; app/ fills them in.
struct Vocabulary {
  struct Words {
    std::vector<std::string_view> names;
    std::vector<std::string_view> details;
  };
  std::array<Words, kKindCount> of_kind;

  [[nodiscard]] const Words& of(Kind kind) const { return of_kind[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] Words& of(Kind kind) { return of_kind[static_cast<std::size_t>(kind)]; }
};

/// How a condition on findings of one kind is written.
struct FoundForm {
  Kind kind;
  std::string_view type;     ///< value of the condition's `type`
  std::string_view names;    ///< member that lists names; empty: it has none
  std::string_view details;  ///< member that lists details; empty: it has none
};
[[nodiscard]] std::span<const FoundForm> found_forms();

inline constexpr std::size_t kNameBytesMax = 100;
inline constexpr std::size_t kMessageBytesMax = 1024;
inline constexpr std::size_t kBodyBytesMax = 16 * 1024;
inline constexpr std::size_t kWebhooksPerRule = 8;
inline constexpr std::uint32_t kMoveCandlesMax = 500;

/// Lays the members of a JSON object over `rule`: a member that is left out stays as it is, null takes it away.
/// `condition` is given whole. id, created and updated are refused. Errors: kInvalidArgument with the member as place
/// ("condition.level", "body:17"): "bad_rule", "unknown_member", "missing_member", "bad_value", "unknown_name",
/// "too_long" and those of Template.
[[nodiscard]] core::Result<Rule> read_rule(const net::JsonValue& json, const Vocabulary& words, Rule rule = {});

/// All members that read_rule() takes, into an open object.
void write_rule(net::JsonWriter& json, const Rule& rule);

}  // namespace tidemark::alerts
