#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace tidemark::alerts {

/// What a template may name. The first eleven are TradingView's and mean what they mean there.
enum class Placeholder : std::uint8_t {
  kTicker,
  kExchange,
  kInterval,
  kOpen,
  kHigh,
  kLow,
  kClose,
  kVolume,
  kTime,
  kTimeNow,
  kRule,
  kRuleId,
  kFiringId,
  kEvent,
  kDirection,
  kDetail,
  kPrice,
  kConfidence,
  kLevel,
  kZoneTop,
  kZoneBottom,
  kStop,
  kTarget,
  kTimeframe,
};

struct PlaceholderInfo {
  Placeholder placeholder;
  std::string_view name;
  enum class Type : std::uint8_t { kText, kNumber } type;
  std::string_view title;
};
/// All of them, by number.
[[nodiscard]] std::span<const PlaceholderInfo> placeholders();

/// The value of a placeholder, as text; nullopt when what happened has none.
using ValueOf = std::function<std::optional<std::string>(Placeholder)>;

/// A text with {{placeholders}}, checked when it is made. A text that begins with { or [ is JSON: values are escaped
/// where they stand inside quotes, and a missing value outside of them is null.
class Template {
 public:
  /// Errors, kInvalidArgument with "name:OFFSET" in bytes as place: "unknown_placeholder", "unbalanced_braces"; and
  /// "bad_json_body" when it begins like JSON and would not be JSON once filled in.
  [[nodiscard]] static core::Result<Template> parse(std::string_view text, std::string_view name);

  [[nodiscard]] std::string render(const ValueOf& value_of) const;
  [[nodiscard]] bool is_json() const { return json_; }
  [[nodiscard]] bool empty() const { return parts_.empty(); }

 private:
  struct Hole {
    Placeholder placeholder{};
    bool quoted{false};  ///< stands inside a JSON string
  };
  using Part = std::variant<std::string, Hole>;
  core::Status split(std::string_view text, std::string_view name);
  [[nodiscard]] core::Status check_json(std::string_view name) const;

  std::vector<Part> parts_;
  bool json_{false};
};

}  // namespace tidemark::alerts
