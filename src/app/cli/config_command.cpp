#include "app/cli/config_command.hpp"

#include <algorithm>

#include "app/cli/console.hpp"
#include "app/cli/json_output.hpp"
#include "app/load_checked.hpp"

namespace tidemark::app {
namespace {

void write_error(net::JsonWriter& json, const core::Error& error) {
  json.begin_object();
  json.key("place").text(error.place);
  json.key("code").text(error.code);
  json.key("message").text(error.message);
  json.end_object();
}

void write_entry(net::JsonWriter& json, const ops::ConfigEntry& entry) {
  json.begin_object();
  json.key("key").text(entry.key);
  json.key("value").text(entry.value);
  json.key("origin").text(entry.origin);
  json.end_object();
}

int report_errors(const ops::ConfigErrors& errors, const ConfigOptions& options, const Console& console) {
  if (options.json) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_object();
      json.key("ok").boolean(false);
      json.key("errors").begin_array();
      for (const core::Error& error : errors) write_error(json, error);
      json.end_array().end_object();
    });
  }
  for (const core::Error& error : errors) report_error(console, error);
  return code_of(ExitCode::kRefused);
}

void print_table(const std::vector<ops::ConfigEntry>& entries, std::ostream& out) {
  std::size_t key_width = 0;
  std::size_t value_width = 0;
  constexpr std::size_t kValueWidthMax = 40;
  for (const ops::ConfigEntry& entry : entries) {
    key_width = std::max(key_width, entry.key.size());
    value_width = std::max(value_width, std::min(entry.value.size(), kValueWidthMax));
  }
  const auto pad = [&](std::size_t width, const std::string& text) {
    return std::string(width > text.size() ? width - text.size() : 0, ' ');
  };
  for (const ops::ConfigEntry& entry : entries) {
    out << entry.key << pad(key_width, entry.key) << "  " << entry.value << pad(value_width, entry.value) << "  # "
        << entry.origin << '\n';
  }
}

std::string place_of(const ops::LoadedConfig& loaded) {
  return loaded.dir ? loaded.dir->string() : std::string{"built-in defaults"};
}

}  // namespace

int run_config_check(const ConfigOptions& options, std::ostream& out, std::ostream& err) {
  const Console console{out, err};
  const auto loaded = load_checked(options.dir);
  if (!loaded) return report_errors(loaded.error(), options, console);
  const auto set = static_cast<std::uint64_t>(
      std::ranges::count_if(loaded->entries, [](const ops::ConfigEntry& entry) { return entry.origin != "default"; }));
  if (options.json) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_object();
      json.key("ok").boolean(true);
      json.key("config").text(place_of(*loaded));
      json.key("set").unsigned_integer(set);
      json.key("errors").begin_array().end_array();
      json.end_object();
    });
  } else {
    out << "ok: " << place_of(*loaded) << ", " << set << " of " << loaded->entries.size()
        << " keys differ in origin from the defaults\n";
  }
  return code_of(ExitCode::kDone);
}

int run_config_show(const ConfigOptions& options, std::ostream& out, std::ostream& err) {
  const Console console{out, err};
  const auto loaded = load_checked(options.dir);
  if (!loaded) return report_errors(loaded.error(), options, console);
  if (!options.json) {
    print_table(loaded->entries, out);
    return code_of(ExitCode::kDone);
  }
  print_json(console, [&](net::JsonWriter& json) {
    json.begin_object();
    json.key("config").text(place_of(*loaded));
    json.key("entries").begin_array();
    for (const ops::ConfigEntry& entry : loaded->entries) write_entry(json, entry);
    json.end_array().end_object();
  });
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
