#include "app/version.hpp"

#include "app/cli/json_output.hpp"

namespace tidemark::app {
namespace {

constexpr const char* kVersion = TIDEMARK_VERSION;

}  // namespace

std::string version_text() {
  return std::string("tidemark ") + kVersion;
}

int run_version(OutputFormat format, const Console& console) {
  if (format == OutputFormat::kJson) {
    print_json(console, [](net::JsonWriter& json) {
      json.begin_object();
      json.key("version").text(kVersion);
      json.key("compiler").text(__VERSION__);
      json.end_object();
    });
  } else {
    console.out << version_text() << "\ncompiled with " << __VERSION__ << '\n';
  }
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
