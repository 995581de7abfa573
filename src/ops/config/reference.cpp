#include "ops/config.hpp"
#include "ops/config/instruments.hpp"
#include "ops/config/keys.hpp"
#include "ops/config/value.hpp"

namespace tidemark::ops {
namespace {

constexpr std::string_view kIntroduction =
    R"(# Configuration

<!-- Generated from the key table in src/ops/config/key_table.cpp. A test holds this file to it. -->

Every key has a built-in default; a fresh installation needs no configuration. Layers, each overruling the one before:

1. built-in defaults;
2. `main.yaml` and `instruments.yaml` in the folder given by `--config`, else `TIDEMARK_CONFIG`, else
   `$XDG_CONFIG_HOME/tidemark` (`~/.config/tidemark`);
3. environment variables: `TIDEMARK_` and the key in upper case, with `__` for each dot;
4. the command line: `--set key=value`, and options such as `--port`.

An unknown key, a wrong value or a key that stands twice is an error with its place; nothing is taken then.
`tidemark config check DIR` reports all of them; `tidemark config show` prints every key with its value and origin.

Spans of time are a number with a unit (`250ms`, `5s`, `2m`, `1h`, `30d`, `1w`); sizes are bytes, `KiB`, `MiB` or `GiB`.
Lists are YAML lists in files; in one line their items are separated by `,` (indicators by `;`).
)";

void add_row(std::string& out, const std::string& a, const std::string& b, const std::string& c) {
  out.append("| ").append(a).append(" | ").append(b).append(" | ").append(c).append(" |\n");
}

std::string section_of(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? std::string{"source and symbols"} : std::string{path.substr(0, dot)};
}

}  // namespace

std::string configuration_reference() {
  std::string out{kIntroduction};
  Config defaults;
  std::string section;
  for (const KeyInfo& key : config_keys()) {
    if (const std::string here = section_of(key.path); here != section) {
      section = here;
      out += "\n## " + section + "\n\n";
      add_row(out, "key, variable", "default", "meaning");
      add_row(out, "---", "---", "---");
    }
    const std::string value = value_text(key, defaults);
    add_row(out, "`" + std::string{key.path} + "`<br>`" + environment_name(key.path) + "`",
            value.empty() ? "none" : "`" + value + "`",
            std::string{key.doc} + " Expected: " + expectation(key) + "." +
                (key.sensitivity == Sensitivity::kSecret ? " Secret: never printed." : ""));
  }
  out +=
      "\n## instruments\n\nA list in `instruments.yaml`, one entry per instrument. What is not said is taken from the "
      "venue, else guessed from the symbol.\n\n";
  add_row(out, "key", "expected", "meaning");
  add_row(out, "---", "---", "---");
  for (const InstrumentField& field : instrument_fields()) {
    add_row(out, "`" + std::string{field.name} + "`", std::string{field.expected}, std::string{field.doc});
  }
  return out;
}

}  // namespace tidemark::ops
