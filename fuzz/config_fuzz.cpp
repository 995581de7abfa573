// Configuration files: any text as YAML, and what it says laid over the defaults. Nothing may be taken that is wrong in
// itself, and every error names its place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ops/config/keys.hpp"
#include "ops/config/layers.hpp"
#include "ops/config/yaml_layer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark::ops;
  const YamlLayer layer = read_yaml({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
  LayeredConfig config{config_keys(), Config{}};
  config.lay(layer.assignments);
  config.add_errors(layer.errors);
  const auto loaded = config.finish();
  if (loaded) {
    const ValidationConfig& v = loaded->config.validation;
    if (v.window_min > v.window || loaded->config.source.empty()) std::abort();
    return 0;
  }
  for (const tidemark::core::Error& error : loaded.error()) {
    if (error.place.empty() || error.message.empty()) std::abort();
  }
  return 0;
}
