#include "ops/config/value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/nearest_name.hpp"
#include "ops/config/units.hpp"

namespace tidemark::ops {
namespace {

template <class T>
struct Name {
  std::string_view text;
  T value;
};

constexpr std::array<Name<LogLevel>, 5> kLevels{{{"trace", LogLevel::kTrace},
                                                 {"debug", LogLevel::kDebug},
                                                 {"info", LogLevel::kInfo},
                                                 {"warning", LogLevel::kWarning},
                                                 {"error", LogLevel::kError}}};
constexpr std::array<Name<LogFormat>, 2> kFormats{{{"text", LogFormat::kText}, {"json", LogFormat::kJson}}};
// The first of each value is how it is printed; the rest is what YAML users write as well.
constexpr std::array<Name<Switch>, 6> kSwitches{{{"on", Switch::kOn},
                                                 {"off", Switch::kOff},
                                                 {"true", Switch::kOn},
                                                 {"false", Switch::kOff},
                                                 {"yes", Switch::kOn},
                                                 {"no", Switch::kOff}}};
constexpr std::array kPolicies{core::Policy::kAccept, core::Policy::kFlag, core::Policy::kRepair,
                               core::Policy::kQuarantine, core::Policy::kReject};
constexpr std::string_view kForever = "forever";

constexpr std::span<const Name<LogLevel>> names_of(const LogLevel*) {
  return kLevels;
}
constexpr std::span<const Name<LogFormat>> names_of(const LogFormat*) {
  return kFormats;
}
constexpr std::span<const Name<Switch>> names_of(const Switch*) {
  return kSwitches;
}

template <class T>
concept Choice = requires(const T* t) { names_of(t); };
template <class T>
concept Whole =
    std::is_same_v<T, std::uint16_t> || std::is_same_v<T, std::uint32_t> || std::is_same_v<T, std::uint64_t>;

std::string number_text(double value) {
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

/// The largest value of a whole-number key: its type's, or the table's.
template <Whole T>
double limit_of(const KeyInfo& key) {
  return std::min(key.max, static_cast<double>(std::numeric_limits<T>::max()));
}

std::string range_text(double min, double max, const auto& text_of) {
  if (std::isinf(max)) return "at least " + text_of(min);
  return text_of(min) + " to " + text_of(max);
}

std::string join(const auto& names, std::string_view last_word) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " " + std::string{last_word} + " " : ", ";
    text += names[i];
  }
  return text;
}

template <Choice T>
std::vector<std::string_view> choice_names() {
  std::vector<std::string_view> names;
  for (const auto& name : names_of(static_cast<const T*>(nullptr))) names.push_back(name.text);
  return names;
}

std::vector<std::string_view> finding_names() {
  std::vector<std::string_view> names;
  names.reserve(core::kFindingCodeCount);
  for (std::size_t i = 0; i < core::kFindingCodeCount; ++i) names.push_back(name_of(static_cast<core::FindingCode>(i)));
  return names;
}

std::string seconds_text(double seconds) {
  return format_duration({static_cast<std::int64_t>(std::llround(seconds * 1e9))});
}

/// Reads values of one key; every member function answers whether the text was taken.
class Reader {
 public:
  explicit Reader(const KeyInfo& key) : key_{key} {}

  [[nodiscard]] core::Status read(const std::string& text, std::string& out) const {
    if (key_.normalize == nullptr) {
      out = text;
      return {};
    }
    auto normal = key_.normalize(text);
    if (!normal) return std::unexpected(normal.error());
    out = std::move(*normal);
    return {};
  }

  template <Whole T>
  [[nodiscard]] core::Status read(const std::string& text, T& out) const {
    std::optional<std::uint64_t> value;
    if (key_.notation == Notation::kBytes) {
      value = parse_bytes(text);
    } else {
      std::uint64_t plain = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), plain);
      if (error == std::errc{} && end == text.data() + text.size() && !text.empty()) value = plain;
    }
    const bool fits = value && *value <= std::numeric_limits<T>::max() && in_range(static_cast<double>(*value));
    if (!fits) return wrong();
    out = static_cast<T>(*value);
    return {};
  }

  [[nodiscard]] core::Status read(const std::string& text, double& out) const {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool number = error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
    if (!number || !in_range(value)) return wrong();
    out = value;
    return {};
  }

  [[nodiscard]] core::Status read(const std::string& text, core::Duration& out) const {
    const auto value = parse_duration(text);
    if (!value || !in_range(static_cast<double>(value->ns) / 1e9)) return wrong();
    out = *value;
    return {};
  }

  template <Choice T>
  [[nodiscard]] core::Status read(const std::string& text, T& out) const {
    for (const auto& name : names_of(static_cast<const T*>(nullptr))) {
      if (name.text != text) continue;
      out = name.value;
      return {};
    }
    return wrong(core::nearest_name(text, choice_names<T>()).value_or(""));
  }

  [[nodiscard]] core::Status read_entry(std::string_view name, const std::string& text, RetentionMap& out) const {
    const auto timeframe = core::parse_timeframe(name);
    if (!timeframe) return std::unexpected(timeframe.error());
    if (text == kForever) {
      out.erase(*timeframe);
      return {};
    }
    core::Duration age;
    if (const auto status = read(text, age); !status) return status;
    out[*timeframe] = age;
    return {};
  }

  [[nodiscard]] core::Status read_entry(std::string_view name, const std::string& text, PolicyMap& out) const {
    const auto names = finding_names();
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
      const auto meant = core::nearest_name(name, names);
      std::string message = "there is no finding '" + std::string{name} + "'";
      message += meant ? "; did you mean " + std::string{*meant} + "?" : "; there are " + join(names, "and");
      return core::fail(core::ErrorKind::kInvalidArgument, "unknown_key", std::move(message));
    }
    for (const core::Policy policy : kPolicies) {
      if (name_of(policy) != text) continue;
      out[static_cast<core::FindingCode>(found - names.begin())] = policy;
      return {};
    }
    return wrong();
  }

 private:
  [[nodiscard]] bool in_range(double value) const { return value >= key_.min && value <= key_.max; }

  [[nodiscard]] std::unexpected<core::Error> wrong(std::string_view meant = {}) const {
    std::string message = "expected " + expectation(key_);
    if (!meant.empty()) message += "; did you mean " + std::string{meant} + "?";
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_value", std::move(message));
  }

  const KeyInfo& key_;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> items;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    std::string_view item = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) items.emplace_back(item);
  }
  return items;
}

/// Puts key, value and place around what a reader said.
core::Error placed(core::Error error, const KeyInfo& key, const Assignment& assignment, std::string_view text) {
  const bool secret = key.sensitivity == Sensitivity::kSecret;
  std::string message = assignment.key;
  if (!secret && !text.empty()) message += " = '" + std::string{text.substr(0, 64)} + "'";
  error.message = message + ": " + error.message;
  error.place = assignment.place;
  error.kind = core::ErrorKind::kInvalidArgument;
  return error;
}

core::Error misshapen(const KeyInfo& key, const Assignment& assignment) {
  return placed({core::ErrorKind::kInvalidArgument, "bad_value", "expected " + expectation(key), {}}, key, assignment,
                assignment.shape == Shape::kList ? "a list" : "");
}

core::Status set_list(const KeyInfo& key, const Assignment& assignment, std::vector<std::string>& out) {
  const Reader reader{key};
  const auto items =
      assignment.shape == Shape::kScalar ? split(assignment.items.front(), key.separator) : assignment.items;
  std::vector<std::string> values;
  for (const std::string& item : items) {
    std::string value;
    if (auto status = reader.read(item, value); !status) {
      return std::unexpected(placed(std::move(status.error()), key, assignment, item));
    }
    values.push_back(std::move(value));
  }
  out = std::move(values);
  return {};
}

template <class Map>
core::Status set_entry(const KeyInfo& key, const Assignment& assignment, Map& out) {
  if (assignment.key.size() == key.path.size() || assignment.shape != Shape::kScalar) {
    return std::unexpected(misshapen(key, assignment));
  }
  const std::string_view name = std::string_view{assignment.key}.substr(key.path.size() + 1);
  auto status = Reader{key}.read_entry(name, assignment.items.front(), out);
  if (!status) return std::unexpected(placed(std::move(status.error()), key, assignment, assignment.items.front()));
  return {};
}

}  // namespace

core::Status set_value(const KeyInfo& key, const Assignment& assignment, Config& config) {
  return std::visit(
      [&](auto* target) -> core::Status {
        using T = std::remove_pointer_t<decltype(target)>;
        if constexpr (std::is_same_v<T, RetentionMap> || std::is_same_v<T, PolicyMap>) {
          return set_entry(key, assignment, *target);
        } else {
          if (assignment.shape == Shape::kNull) return std::unexpected(misshapen(key, assignment));
          if constexpr (std::is_same_v<T, std::vector<std::string>>) {
            return set_list(key, assignment, *target);
          } else {
            if (assignment.shape == Shape::kList) return std::unexpected(misshapen(key, assignment));
            const std::string& text = assignment.items.front();
            auto status = Reader{key}.read(text, *target);
            if (!status) return std::unexpected(placed(std::move(status.error()), key, assignment, text));
            return status;
          }
        }
      },
      key.at(config));
}

namespace {

std::string text_of(const KeyInfo&, const std::string& value) {
  return value;
}
std::string text_of(const KeyInfo& key, const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) {
    if (!text.empty()) text += key.separator + std::string{" "};
    text += value;
  }
  return text;
}
template <Whole T>
std::string text_of(const KeyInfo& key, T value) {
  return key.notation == Notation::kBytes ? format_bytes(value) : std::to_string(value);
}
std::string text_of(const KeyInfo&, double value) {
  return number_text(value);
}
std::string text_of(const KeyInfo&, core::Duration value) {
  return format_duration(value);
}
template <Choice T>
std::string text_of(const KeyInfo&, T value) {
  for (const auto& name : names_of(static_cast<const T*>(nullptr))) {
    if (name.value == value) return std::string{name.text};
  }
  return {};
}
std::string text_of(const KeyInfo&, const RetentionMap& values) {
  std::string text;
  for (const auto& [timeframe, age] : values) {
    text += (text.empty() ? "" : ", ") + std::string{name_of(timeframe)} + "=" + format_duration(age);
  }
  return text;
}
std::string text_of(const KeyInfo&, const PolicyMap& values) {
  std::string text;
  for (const auto& [code, policy] : values) {
    text += (text.empty() ? "" : ", ") + std::string{name_of(code)} + "=" + std::string{name_of(policy)};
  }
  return text;
}

template <class T>
std::string expectation_of(const KeyInfo& key) {
  if constexpr (std::is_same_v<T, std::string>) {
    return "text";
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    return "a list of texts";
  } else if constexpr (Whole<T>) {
    const bool bytes = key.notation == Notation::kBytes;
    const auto text = [&](double v) {
      const auto whole = v >= 0x1p64 ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(v);
      return bytes ? format_bytes(whole) : std::to_string(whole);
    };
    return (bytes ? "a size in bytes, KiB, MiB or GiB, " : "a whole number, ") +
           range_text(key.min, limit_of<T>(key), text);
  } else if constexpr (std::is_same_v<T, double>) {
    return "a number, " + range_text(key.min, key.max, number_text);
  } else if constexpr (std::is_same_v<T, core::Duration>) {
    return "a span of time such as 250ms, 5s, 2m, 1h or 30d, " + range_text(key.min, key.max, seconds_text);
  } else if constexpr (std::is_same_v<T, RetentionMap>) {
    return "for each timeframe an age such as 90d or forever, " + range_text(key.min, key.max, seconds_text);
  } else if constexpr (std::is_same_v<T, PolicyMap>) {
    std::vector<std::string_view> names;
    names.reserve(std::size(kPolicies));
    for (const core::Policy policy : kPolicies) names.push_back(name_of(policy));
    return "for each finding one of " + join(names, "or");
  } else {
    return join(choice_names<T>(), "or");
  }
}

}  // namespace

std::string value_text(const KeyInfo& key, Config& config) {
  std::string text = std::visit([&](const auto* target) { return text_of(key, *target); }, key.at(config));
  if (key.sensitivity == Sensitivity::kSecret && !text.empty()) return "(hidden)";
  return text;
}

std::string expectation(const KeyInfo& key) {
  Config scratch;
  return std::visit([&](auto* target) { return expectation_of<std::remove_pointer_t<decltype(target)>>(key); },
                    key.at(scratch));
}

}  // namespace tidemark::ops
