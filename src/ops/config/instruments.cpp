#include "ops/config/instruments.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include "core/decimal.hpp"
#include "core/nearest_name.hpp"

namespace tidemark::ops {
namespace {

using core::ErrorKind;

constexpr std::string_view kRoot = "instruments";
constexpr std::array<std::pair<std::string_view, core::CalendarKind>, 3> kCalendars{
    {{"always", core::CalendarKind::kAlways},
     {"forex_week", core::CalendarKind::kForexWeek},
     {"equity_weekdays", core::CalendarKind::kEquityWeekdays}}};

/// A refusal whose words the caller supplies from the table.
std::unexpected<core::Error> refuse() {
  return core::fail(ErrorKind::kInvalidArgument, "bad_value", {});
}

core::Status set_symbol(const std::string& text, InstrumentConfig& entry) {
  auto name = core::parse_symbol(text);
  if (!name) return refuse();
  if (!name->venue.empty()) entry.venue = std::move(name->venue);
  entry.symbol = std::move(name->symbol);
  return {};
}

core::Status set_venue(const std::string& text, InstrumentConfig& entry) {
  const auto name = core::parse_symbol(text + ":X");
  if (!name || name->venue.empty()) return refuse();
  entry.venue = name->venue;
  return {};
}

core::Status set_market(const std::string& text, InstrumentConfig& entry) {
  entry.market_type = core::parse_market_type(text);
  return entry.market_type ? core::Status{} : refuse();
}

core::Status set_calendar(const std::string& text, InstrumentConfig& entry) {
  for (const auto& [name, kind] : kCalendars) {
    if (name == text) entry.calendar = kind;
  }
  return entry.calendar ? core::Status{} : refuse();
}

core::Status set_decimals(const std::string& text, std::optional<std::uint8_t>& out) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > core::kDecimalsMax) return refuse();
  out = static_cast<std::uint8_t>(value);
  return {};
}

core::Status set_size(const std::string& text, std::optional<std::string>& out) {
  const core::DecimalParse parsed = core::parse_decimal(text, core::decimals_needed(text).value_or(0));
  if (parsed.error != core::DecimalError::kNone || parsed.value <= 0) return refuse();
  out = text;
  return {};
}

core::Status set_pip(const std::string& text, InstrumentConfig& entry) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool number = error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
  if (!number || value <= 0) return refuse();
  entry.pip_size = value;
  return {};
}

constexpr std::array<InstrumentField, 9> kFields{
    {{"symbol", set_symbol, "a symbol such as BTCUSDT, EUR_USD or binance:BTCUSDT", "Which instrument; required."},
     {"venue", set_venue, "a venue such as binance", "Only on this venue; absent: on any."},
     {"market_type", set_market, "crypto_spot, crypto_perpetual, forex, metal, futures or equity",
      "Decides pip size and calendar where these are not given."},
     {"calendar", set_calendar, "always, forex_week or equity_weekdays", "When the market trades."},
     {"price_decimals", [](const std::string& t, InstrumentConfig& e) { return set_decimals(t, e.price_decimals); },
      "a whole number, 0 to 18", "Decimals of a price: its exact unit inside."},
     {"qty_decimals", [](const std::string& t, InstrumentConfig& e) { return set_decimals(t, e.qty_decimals); },
      "a whole number, 0 to 18", "Decimals of a quantity."},
     {"tick_size", [](const std::string& t, InstrumentConfig& e) { return set_size(t, e.tick_size); },
      "a decimal above 0 such as 0.01", "Smallest price step."},
     {"lot_size", [](const std::string& t, InstrumentConfig& e) { return set_size(t, e.lot_size); },
      "a decimal above 0 such as 0.001", "Smallest quantity step."},
     {"pip_size", set_pip, "a number above 0 such as 0.0001",
      "Size of one pip in price; absent: forex 0.0001 (0.01 for JPY quotes), XAU 0.1, else one basis point."}}};

/// "instruments[12].symbol" taken apart; nothing when it is not of this form.
struct FieldKey {
  std::size_t index{0};
  std::string_view field;
};
std::optional<FieldKey> parse_key(std::string_view key) {
  key.remove_prefix(kRoot.size());
  FieldKey result;
  if (!key.starts_with('[')) return std::nullopt;
  const auto [end, error] = std::from_chars(key.data() + 1, key.data() + key.size(), result.index);
  const auto after = static_cast<std::size_t>(end - key.data());
  if (error != std::errc{} || !key.substr(after).starts_with("].")) return std::nullopt;
  result.field = key.substr(after + 2);
  return result;
}

core::Error error_at(const Assignment& assignment, std::string code, std::string message) {
  return {ErrorKind::kInvalidArgument, std::move(code), assignment.key + ": " + std::move(message), assignment.place};
}

core::Error unknown_field(const Assignment& assignment, std::string_view field) {
  std::array<std::string_view, kFields.size()> names{};
  for (std::size_t i = 0; i < kFields.size(); ++i) names[i] = kFields[i].name;
  std::string message = "unknown key";
  if (const auto meant = core::nearest_name(field, names)) message += "; did you mean " + std::string{*meant} + "?";
  return error_at(assignment, "unknown_key", std::move(message));
}

std::string describe(const InstrumentConfig& entry) {
  std::string text = entry.venue.empty() ? entry.symbol : entry.venue + ":" + entry.symbol;
  const auto add = [&](std::string_view name, const std::string& value) {
    text.append(" ").append(name).append("=").append(value);
  };
  if (entry.market_type) add("market_type", std::string{name_of(*entry.market_type)});
  for (const auto& [name, kind] : kCalendars) {
    if (entry.calendar == kind) add("calendar", std::string{name});
  }
  if (entry.price_decimals) add("price_decimals", std::to_string(*entry.price_decimals));
  if (entry.qty_decimals) add("qty_decimals", std::to_string(*entry.qty_decimals));
  if (entry.tick_size) add("tick_size", *entry.tick_size);
  if (entry.lot_size) add("lot_size", *entry.lot_size);
  if (entry.pip_size) {
    std::array<char, 32> buffer{};
    add("pip_size", {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), *entry.pip_size).ptr});
  }
  return text;
}

/// Sets one field of an entry, or says why not.
std::optional<core::Error> set_field(const Assignment& assignment, std::string_view name, InstrumentConfig& entry) {
  for (const InstrumentField& field : kFields) {
    if (field.name != name) continue;
    const bool scalar = assignment.shape == Shape::kScalar;
    if (scalar && field.set(assignment.items.front(), entry)) return std::nullopt;
    const std::string found = scalar ? "'" + assignment.items.front().substr(0, 64) + "': " : "";
    return error_at(assignment, "bad_value", found + "expected " + std::string{field.expected});
  }
  return unknown_field(assignment, name);
}

}  // namespace

std::span<const InstrumentField> instrument_fields() {
  return kFields;
}

bool is_instrument_key(std::string_view key) {
  if (!key.starts_with(kRoot)) return false;
  const std::string_view rest = key.substr(kRoot.size());
  return rest.empty() || rest.front() == '[' || rest.front() == '.';
}

InstrumentEntries read_instruments(const std::vector<Assignment>& assignments) {
  InstrumentEntries result;
  std::map<std::size_t, InstrumentConfig> by_index;
  std::map<std::size_t, const Assignment*> first;
  std::set<std::size_t> symbol_given;
  for (const Assignment& assignment : assignments) {
    const auto key = parse_key(assignment.key);
    if (!key) {
      const bool empty = assignment.shape == Shape::kNull || assignment.items.empty();
      if (!empty || assignment.key != kRoot) {
        result.errors.push_back(error_at(assignment, "bad_value",
                                         "expected a list of entries in a file, each with keys such as symbol and "
                                         "tick_size"));
      }
      continue;
    }
    first.emplace(key->index, &assignment);
    if (key->field == "symbol") symbol_given.insert(key->index);
    if (auto error = set_field(assignment, key->field, by_index[key->index]))
      result.errors.push_back(std::move(*error));
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (auto& [index, entry] : by_index) {
    const Assignment& place = *first[index];
    const std::string name = std::string{kRoot} + "[" + std::to_string(index) + "]";
    if (entry.symbol.empty()) {
      if (!symbol_given.contains(index)) {
        result.errors.push_back(
            {ErrorKind::kInvalidArgument, "missing_key", name + ": symbol is missing", place.place});
      }
      continue;
    }
    if (!seen.emplace(entry.venue, entry.symbol).second) {
      result.errors.push_back({ErrorKind::kInvalidArgument, "duplicate_key",
                               name + ": " + entry.symbol + " is described twice; keep one entry", place.place});
    }
    result.described.push_back({name, describe(entry), place.place});
    result.entries.push_back(std::move(entry));
  }
  return result;
}

}  // namespace tidemark::ops
