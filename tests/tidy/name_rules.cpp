#include <algorithm>
#include <array>
#include <string>

#include "tests/tidy/rules.hpp"

namespace tidemark::tidy {
namespace {

enum class Where { kEverywhere, kHeaders, kProduct, kTests };

struct Ban {
  std::string_view name;
  Where where;
  std::string_view except;  ///< space-separated beginnings of paths where it is at home
  std::string_view because;
};

// Names are matched as whole words in code, not in comments and strings.
constexpr std::array<Ban, 24> kBans{
    {{"system_clock::now", Where::kProduct, "src/ops/system_clock.cpp", "time comes from core::Clock"},
     {"steady_clock::now", Where::kProduct, "src/ops/system_clock.cpp src/net/", "time comes from core::Clock"},
     {"high_resolution_clock", Where::kEverywhere, "", "time comes from core::Clock"},
     {"gettimeofday", Where::kProduct, "", "time comes from core::Clock"},
     {"clock_gettime", Where::kProduct, "", "time comes from core::Clock"},
     {"rand", Where::kEverywhere, "", "randomness comes from core::Rng with a seed"},
     {"srand", Where::kEverywhere, "", "randomness comes from core::Rng with a seed"},
     {"mt19937", Where::kProduct, "", "randomness comes from core::Rng with a seed"},
     {"random_device", Where::kProduct, "src/app/ src/net/", "randomness comes from core::Rng with a seed"},
     {"std::thread", Where::kProduct, "src/app/", "threads are started in app/ only"},
     {"jthread", Where::kProduct, "src/app/ src/storage/writer_thread", "threads are started in app/ only"},
     {"std::async", Where::kEverywhere, "", "threads are started in app/ only"},
     {"pthread_create", Where::kEverywhere, "", "threads are started in app/ only"},
     {"detach", Where::kEverywhere, "", "a thread that nobody joins cannot be stopped"},
     {"sleep_for", Where::kEverywhere, "src/app/ src/storage/sqlite/open.cpp",
      "wait on a condition, or inject a clock"},
     {"sleep_until", Where::kEverywhere, "", "wait on a condition, or inject a clock"},
     {"usleep", Where::kEverywhere, "", "wait on a condition, or inject a clock"},
     {"using namespace", Where::kHeaders, "", "it reaches into every file that includes the header"},
     {"std::cout", Where::kProduct, "src/app/", "only commands print; rooms return values or log"},
     {"std::cerr", Where::kProduct, "src/app/", "only commands print; rooms return values or log"},
     {"printf", Where::kProduct, "", "only commands print, through streams"},
     {"getenv", Where::kProduct, "src/app/", "the environment is read at the entrance"},
     {"instance", Where::kProduct, "", "no singletons: inject what is needed"},
     {"volatile", Where::kProduct, "", "it is no means of synchronization"}}};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool applies(const Ban& ban, const SourceFile& file) {
  const bool product = file.path.starts_with("src/") && !file.is_test();
  switch (ban.where) {
    case Where::kEverywhere:
      return true;
    case Where::kHeaders:
      return file.is_header();
    case Where::kProduct:
      return product;
    case Where::kTests:
      return !product;
  }
  return true;
}

bool is_at_home(const Ban& ban, const std::string& path) {
  std::string_view rest = ban.except;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (path.starts_with(rest.substr(0, end))) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

/// A call or a use of the name; `x.instance_count` and `brand` are other words.
bool holds_word(std::string_view line, std::string_view name) {
  for (std::size_t at = line.find(name); at != std::string_view::npos; at = line.find(name, at + 1)) {
    const bool begins = at == 0 || !is_word(line[at - 1]);
    const std::size_t end = at + name.size();
    const bool ends = end >= line.size() || !is_word(line[end]);
    if (begins && ends) return true;
  }
  return false;
}

/// "instance" and "detach" are fine words for anything but a function.
bool holds_call(std::string_view line, std::string_view name) {
  return holds_word(line, name) && line.find(std::string{name} + "(") != std::string_view::npos;
}

constexpr std::array<std::string_view, 5> kCalls{"instance", "detach", "rand", "srand", "printf"};

bool holds(std::string_view line, std::string_view name) {
  return std::ranges::find(kCalls, name) != kCalls.end() ? holds_call(line, name) : holds_word(line, name);
}

/// Written in two halves, so that this file does not break its own rule.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kWords{
    {{"/wo", "rk/"}, {"/ro", "ot/"}, {"TO", "DO"}, {"FIX", "ME"}, {"XX", "X:"}}};

}  // namespace

Problems check_banned_names(const SourceTree& tree) {
  Problems problems;
  std::size_t seen = 0;
  for (const auto& [path, file] : tree.files()) {
    if (!file.is_code()) continue;
    ++seen;
    for (const Ban& ban : kBans) {
      if (!applies(ban, file) || is_at_home(ban, path)) continue;
      for (std::size_t i = 0; i < file.code.size(); ++i) {
        if (!holds(file.code[i], ban.name)) continue;
        problems.push_back({path, i + 1, std::string{ban.name} + ": " + std::string{ban.because}});
      }
    }
  }
  if (seen == 0) problems.push_back({"src", 0, "no code found: nothing was checked"});
  return problems;
}

Problems check_words(const SourceTree& tree) {
  Problems problems;
  if (tree.files().empty()) problems.push_back({".", 0, "no file found: nothing was checked"});
  for (const auto& [path, file] : tree.files()) {
    for (const auto& [first, second] : kWords) {
      const std::string word = std::string{first} + std::string{second};
      for (std::size_t i = 0; i < file.lines.size(); ++i) {
        if (file.lines[i].find(word) == std::string::npos) continue;
        problems.push_back({path, i + 1, word + ": no paths of one machine, no work left undone"});
      }
    }
  }
  return problems;
}

}  // namespace tidemark::tidy
