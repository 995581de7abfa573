#include "venues/simulated/stream_target.hpp"

#include <algorithm>
#include <array>

#include "net/url.hpp"

namespace tidemark::venues::simulated {
namespace {

using binance::Market;

struct Prefix {
  std::string_view path;
  StreamGroup group;
};
constexpr std::array<Prefix, 4> kUsdmPrefixes{{{"/public", StreamGroup::kPublic},
                                               {"/market", StreamGroup::kMarket},
                                               {"/private", StreamGroup::kPrivate},
                                               {"/fstream", StreamGroup::kAny}}};

/// Splits "a/b/c" and decodes each; false when one cannot be decoded.
bool add_names(std::string_view names, std::vector<std::string>& out) {
  while (!names.empty()) {
    const std::size_t end = std::min(names.find('/'), names.size());
    const auto name = net::decode_segment(names.substr(0, end));
    if (!name) return false;
    if (!name->empty()) out.push_back(*name);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return true;
}

/// The raw value of a query parameter; slashes and '@' may stand in it as they are.
std::string_view raw_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

}  // namespace

std::optional<StreamTarget> parse_target(std::string_view target) {
  const std::size_t question = std::min(target.find('?'), target.size());
  std::string_view path = target.substr(0, question);
  const std::string_view query = target.substr(std::min(question + 1, target.size()));
  StreamTarget found;
  if (path == "/ws-api/v3") return StreamTarget{.kind = ConnectionKind::kApi};
  if (path == "/ws-fapi/v1") return StreamTarget{.kind = ConnectionKind::kApi, .market = Market::kUsdm};
  for (const Prefix& prefix : kUsdmPrefixes) {
    if (!path.starts_with(prefix.path)) continue;
    path.remove_prefix(prefix.path.size());
    found.market = Market::kUsdm;
    found.group = prefix.group;
    break;
  }
  if (path == "/stream" || path == "/stream/") {
    found.form = StreamForm::kCombined;
    const auto names = net::decode_segment(raw_value(query, "streams"));
    if (!names || !add_names(*names, found.streams)) return std::nullopt;
    return found;
  }
  if (path != "/ws" && !path.starts_with("/ws/")) return std::nullopt;
  path.remove_prefix(std::min<std::size_t>(4, path.size()));
  if (!add_names(path, found.streams)) return std::nullopt;
  const std::string_view key = raw_value(query, "listenKey");
  if (!key.empty()) found.streams.emplace_back(key);
  return found;
}

}  // namespace tidemark::venues::simulated
