#include <algorithm>
#include <array>
#include <charconv>

#include "core/decimal.hpp"
#include "core/nearest_name.hpp"
#include "sim/faults/fault_plan.hpp"

namespace tidemark::sim {
namespace {

constexpr core::Duration kLongest = core::days(366);
constexpr core::Duration kShortestEvery = core::milliseconds(100);

template <class T>
using Read = std::expected<T, std::string>;

std::unexpected<std::string> wrong(std::string message) {
  return std::unexpected(std::move(message));
}

std::string quoted(std::string_view text) {
  return "'" + std::string{text} + "'";
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Takes the text up to `end` off `rest`, and `end` itself.
std::string_view take_until(std::string_view& rest, char end) {
  const std::size_t at = std::min(rest.find(end), rest.size());
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return trimmed(taken);
}

struct Unit {
  std::string_view name;
  core::Duration length;
};
constexpr std::array<Unit, 4> kUnits{
    {{"ms", core::milliseconds(1)}, {"s", core::seconds(1)}, {"m", core::minutes(1)}, {"h", core::hours(1)}}};

enum class Sign : std::uint8_t { kPositive, kAny };

Read<core::Duration> read_time(std::string_view text, Sign sign) {
  const auto complain = [&] { return wrong(quoted(text) + " is not a time such as 250ms, 30s, 5m or 1h"); };
  const std::size_t end = text.find_first_not_of("+-0123456789.");
  if (end == std::string_view::npos) return complain();
  const auto unit = std::ranges::find(kUnits, text.substr(end), &Unit::name);
  const auto count = core::parse_decimal(text.substr(0, end), 3);
  if (unit == kUnits.end() || count.error != core::DecimalError::kNone) return complain();
  if (count.value < 0 && sign == Sign::kPositive) return wrong(quoted(text) + " must not be negative");
  constexpr std::int64_t kThousandth = 1000;
  if (std::abs(count.value) > kLongest / unit->length * kThousandth) return wrong(quoted(text) + " is over a year");
  return core::Duration{count.value * (unit->length.ns / kThousandth)};
}

Read<double> read_chance(std::string_view text) {
  const auto millionths = core::parse_decimal(text, 6);
  if (millionths.error != core::DecimalError::kNone || millionths.value < 0 || millionths.value > 1'000'000) {
    return wrong(quoted(text) + " is not a chance between 0 and 1");
  }
  return core::to_double(millionths.value, 6);
}

Read<std::uint64_t> read_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
    return wrong(quoted(text) + " is not a whole number");
  }
  return value;
}

template <std::size_t N>
std::string unknown(std::string_view what, std::string_view text, const std::array<std::string_view, N>& names) {
  std::string message = std::string{what} + " " + quoted(text) + " is not known";
  if (const auto meant = core::nearest_name(text, names)) return message + "; did you mean " + quoted(*meant) + "?";
  message += "; there are";
  for (const std::string_view name : names) message.append(" ").append(name);
  return message;
}

constexpr std::array<std::string_view, 4> kKeys{"p", "every", "by", "status"};

/// What a fault does when its text says only its name.
Fault standard(FaultKind kind) {
  Fault fault{.kind = kind};
  switch (kind) {
    case FaultKind::kGap:
    case FaultKind::kDuplicate:
    case FaultKind::kReorder:
    case FaultKind::kMalformed:
    case FaultKind::kTruncated:
    case FaultKind::kJunk:
      fault.chance = 0.02;
      break;
    case FaultKind::kSlow:
      fault.chance = 0.3;
      fault.by = core::seconds(2);
      break;
    case FaultKind::kSwallow:
    case FaultKind::kError:
      fault.chance = 0.3;
      break;
    case FaultKind::kStale:
    case FaultKind::kLimit:
    case FaultKind::kShutdown:
      fault.by = core::seconds(5);
      break;
    case FaultKind::kBan:
      fault.by = core::minutes(2);
      break;
    case FaultKind::kSkew:
      fault.by = core::seconds(2);
      break;
    case FaultKind::kDisconnect:
    case FaultKind::kCut:
    case FaultKind::kRefuse:
    case FaultKind::kStall:
      break;
  }
  return fault;
}

template <class T>
std::string store(const Read<T>& value, T& into) {
  if (!value) return value.error();
  into = *value;
  return {};
}

/// What is wrong, or nothing.
std::string set_key(Fault& fault, std::string_view key, std::string_view value) {
  if (key == "p") return store(read_chance(value), fault.chance);
  if (key == "every") {
    auto problem = store(read_time(value, Sign::kPositive), fault.every);
    if (problem.empty() && fault.every < kShortestEvery) return quoted(value) + " is less than 100ms";
    return problem;
  }
  if (key == "by") {
    const Sign sign = fault.kind == FaultKind::kSkew ? Sign::kAny : Sign::kPositive;
    return store(read_time(value, sign), fault.by);
  }
  if (key == "status") {
    const auto status = read_number(value);
    if (!status || *status < 500 || *status > 599) return quoted(value) + " is not an HTTP status from 500 to 599";
    fault.status = static_cast<int>(*status);
    return {};
  }
  return unknown("the key", key, kKeys);
}

std::string set_window(Fault& fault, std::string_view window) {
  const std::size_t dash = window.find('-');
  if (auto problem = store(read_time(window.substr(0, dash), Sign::kPositive), fault.from); !problem.empty()) {
    return problem;
  }
  if (dash == std::string_view::npos) return {};
  if (auto problem = store(read_time(window.substr(dash + 1), Sign::kPositive), fault.until); !problem.empty()) {
    return problem;
  }
  return fault.until > fault.from ? std::string{} : "the window " + quoted(window) + " ends before it begins";
}

Read<Fault> read_fault(std::string_view text) {
  std::string_view rest = text;
  std::string_view head = take_until(rest, ':');
  const std::string_view name = take_until(head, '@');
  std::array<std::string_view, kFaultKindCount> names;
  for (std::size_t i = 0; i < kFaultKindCount; ++i) names[i] = name_of(static_cast<FaultKind>(i));
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return wrong(unknown("the fault", name, names));
  Fault fault = standard(static_cast<FaultKind>(found - names.begin()));
  if (text.find('@') < text.find(':')) {
    if (auto problem = set_window(fault, head); !problem.empty()) return wrong(std::move(problem));
  }
  while (!rest.empty()) {
    std::string_view pair = take_until(rest, ':');
    const std::string_view key = take_until(pair, '=');
    if (auto problem = set_key(fault, key, pair); !problem.empty()) return wrong(std::move(problem));
  }
  return fault;
}

std::unexpected<core::Error> bad_item(std::string_view item, std::string message) {
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_fault", std::move(message), "fault " + quoted(item));
}

/// What is wrong, or nothing.
std::string take_item(std::string_view item, FaultPlan& plan, std::vector<core::Duration>& mixes) {
  if (item.starts_with("seed=")) return store(read_number(item.substr(5)), plan.seed);
  if (item.starts_with("quiet=")) return store(read_time(item.substr(6), Sign::kPositive), plan.quiet);
  if (item.starts_with("mix=")) {
    core::Duration length;
    if (auto problem = store(read_time(item.substr(4), Sign::kPositive), length); !problem.empty()) return problem;
    mixes.push_back(length);
    return {};
  }
  const auto fault = read_fault(item);
  if (!fault) return fault.error();
  plan.faults.push_back(*fault);
  return {};
}

}  // namespace

core::Result<Fault> parse_fault(std::string_view text) {
  const auto fault = read_fault(trimmed(text));
  if (!fault) return bad_item(text, fault.error());
  return *fault;
}

core::Result<FaultPlan> parse_fault_plan(std::string_view text) {
  FaultPlan plan;
  std::vector<core::Duration> mixes;
  for (std::string_view rest = trimmed(text); !rest.empty();) {
    const std::string_view item = take_until(rest, ',');
    if (auto problem = take_item(item, plan, mixes); !problem.empty()) return bad_item(item, std::move(problem));
  }
  for (const core::Duration length : mixes) {
    const auto drawn = random_faults(plan.seed, length);
    plan.faults.insert(plan.faults.end(), drawn.begin(), drawn.end());
  }
  return plan;
}

}  // namespace tidemark::sim
