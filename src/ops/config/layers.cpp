#include "ops/config/layers.hpp"

#include <algorithm>
#include <map>

#include "ops/config/instruments.hpp"
#include "ops/config/value.hpp"

namespace tidemark::ops {
namespace {

constexpr std::size_t kErrorsMax = 100;  // more help nobody

}  // namespace

LayeredConfig::LayeredConfig(std::span<const KeyInfo> keys, Config defaults) : keys_{keys} {
  loaded_.config = std::move(defaults);
}

void LayeredConfig::lay(const std::vector<Assignment>& layer) {
  std::map<std::string_view, std::string_view> said;
  std::vector<Assignment> instruments;
  for (const Assignment& assignment : layer) {
    const auto [first, is_new] = said.emplace(assignment.key, assignment.place);
    // A later override of the same key is how people correct a long command line; in files it is a mistake.
    if (!is_new && assignment.place != "override") {
      errors_.push_back({core::ErrorKind::kInvalidArgument, "duplicate_key",
                         assignment.key + ": already set at " + std::string{first->second} + "; keep one",
                         assignment.place});
      continue;
    }
    if (is_instrument_key(assignment.key)) {
      instruments.push_back(assignment);
    } else {
      set(assignment);
    }
  }
  if (instruments.empty()) return;
  InstrumentEntries read = read_instruments(instruments);
  loaded_.config.instruments = std::move(read.entries);
  instruments_ = std::move(read.described);
  add_errors(std::move(read.errors));
}

void LayeredConfig::add_errors(std::vector<core::Error> errors) {
  for (core::Error& error : errors) errors_.push_back(std::move(error));
}

void LayeredConfig::set(const Assignment& assignment) {
  const KeyInfo* key = find_key(keys_, assignment.key);
  if (key == nullptr || (assignment.shape == Shape::kNull && is_section(keys_, assignment.key))) {
    // A section whose lines are all commented out is empty, and fine.
    const bool empty_section = assignment.shape == Shape::kNull && is_section(keys_, assignment.key);
    if (!empty_section) errors_.push_back(unknown(assignment));
    return;
  }
  const bool says_something =
      std::ranges::any_of(assignment.items, [](const std::string& value) { return !value.empty(); });
  if (key->sensitivity == Sensitivity::kSecret && says_something && !assignment.place.starts_with("environment ")) {
    errors_.push_back(
        {core::ErrorKind::kInvalidArgument, "secret_outside",
         assignment.key + ": is a secret and is read from the environment only: " + environment_name(assignment.key),
         assignment.place});
    return;
  }
  if (auto status = set_value(*key, assignment, loaded_.config); !status) {
    errors_.push_back(std::move(status.error()));
    return;
  }
  origins_.emplace_back(key->path, assignment.place);
}

core::Error LayeredConfig::unknown(const Assignment& assignment) const {
  std::string message = assignment.key + ": ";
  if (is_section(keys_, assignment.key)) {
    message += "is a section; its keys stand below it";
  } else {
    message += "unknown key";
    const std::string_view meant = nearest_key(keys_, assignment.key);
    if (!meant.empty()) {
      const bool variable = assignment.place.starts_with("environment ");
      message += "; did you mean " + (variable ? environment_name(meant) : std::string{meant}) + "?";
    }
  }
  return {core::ErrorKind::kInvalidArgument, "unknown_key", std::move(message), assignment.place};
}

std::string LayeredConfig::origin_of(std::string_view path) const {
  std::string origin = "default";
  for (const auto& [key, place] : origins_) {
    if (key == path) origin = place;
  }
  return origin;
}

void LayeredConfig::check_across() {
  const auto refuse = [&](std::string_view path, const std::string& message) {
    errors_.push_back(
        {core::ErrorKind::kInvalidArgument, "contradiction", std::string{path} + ": " + message, origin_of(path)});
  };
  const ValidationConfig& v = loaded_.config.validation;
  if (v.window_min > v.window) {
    refuse("validation.window_min",
           std::to_string(v.window_min) + " is more than validation.window, which is " + std::to_string(v.window));
  }
  if (v.pause_below > v.resume_above) {
    refuse("validation.pause_below", "is above validation.resume_above: signals would pause again at once");
  }
  const TradingConfig& trading = loaded_.config.trading;
  for (auto code = trading.currencies.begin(); code != trading.currencies.end(); ++code) {
    if (*code == trading.currency) refuse("trading.currencies", *code + " is trading.currency already");
    if (std::find(trading.currencies.begin(), code, *code) != code) {
      refuse("trading.currencies", *code + " stands there twice");
    }
  }
  const auto& source = loaded_.config.source;
  if (source.empty()) refuse("source", "expected auto, sim, binance or at least one file");
  for (const std::string& item : source) {
    const bool named = item == "auto" || item == "sim" || item == "binance";
    if (named && source.size() > 1) refuse("source", item + " stands alone; only files can be merged");
  }
}

std::expected<LoadedConfig, ConfigErrors> LayeredConfig::finish() {
  if (errors_.empty()) check_across();
  if (!errors_.empty()) {
    if (errors_.size() > kErrorsMax) errors_.resize(kErrorsMax);
    return std::unexpected(std::move(errors_));
  }
  for (const KeyInfo& key : keys_) {
    loaded_.entries.push_back({std::string{key.path}, value_text(key, loaded_.config), origin_of(key.path)});
  }
  for (ConfigEntry& entry : instruments_) loaded_.entries.push_back(std::move(entry));
  return std::move(loaded_);
}

}  // namespace tidemark::ops
