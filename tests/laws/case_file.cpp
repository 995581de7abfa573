#include "tests/laws/case_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace tidemark::laws {
namespace {

constexpr std::array<std::string_view, 4> kSourceKinds{"hand", "book", "document", "library"};
constexpr std::array<std::string_view, 6> kSeries{"hours", "open", "high", "low", "close", "volume"};

std::string trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(" \t\r") - first + 1)};
}

std::optional<double> decimal(std::string_view text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc{} || end.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "70.53" or "79/6".
std::optional<double> number(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return decimal(text);
  const auto above = decimal(text.substr(0, slash));
  const auto below = decimal(text.substr(slash + 1));
  if (!above || !below || *below == 0) return std::nullopt;
  return *above / *below;
}

class Parser {
 public:
  explicit Parser(std::string name) : name_{std::move(name)} {}

  core::Result<CaseFile> parse(std::string_view text) {
    std::istringstream lines{std::string{text}};
    for (std::string line; std::getline(lines, line);) {
      ++line_;
      const std::string content = trim(line);
      if (content.empty() || content.front() == '#') continue;
      const auto blank = content.find(' ');
      auto status = read(content.substr(0, blank), blank == std::string::npos ? "" : trim(content.substr(blank)));
      if (!status) return core::forward_error(status);
    }
    auto closed = close_case();
    if (!closed) return core::forward_error(closed);
    if (file_.indicator.empty()) return error("there is no 'indicator' line");
    return std::move(file_);
  }

 private:
  [[nodiscard]] std::unexpected<core::Error> error(std::string message) const {
    return core::fail(core::ErrorKind::kParse, "bad_case_file", std::move(message),
                      name_ + ":" + std::to_string(line_));
  }

  core::Status read(const std::string& key, const std::string& rest) {
    if (rest.empty()) return error("'" + key + "' says nothing");
    if (key == "indicator") return set_once(file_.indicator, rest);
    if (file_.indicator.empty()) return error("the first line must be 'indicator NAME'");
    if (key == "case") return open_case(rest);
    if (key == "refuse") return read_refusal(rest);
    if (!case_) return error("'" + key + "' stands before the first 'case'");
    if (key == "source") return read_source(rest);
    if (key == "parameters") return set_once(case_->parameters, rest);
    if (key == "tolerance") return read_tolerance(rest);
    if (key == "expect") return read_expectation(rest);
    if (key == "silent") return read_silent(rest);
    if (std::ranges::find(kSeries, key) != kSeries.end()) return read_series(key, rest);
    return error("'" + key + "' is not a word of this format");
  }

  core::Status set_once(std::string& place, const std::string& value) const {
    if (!place.empty()) return error("given twice");
    place = value;
    return {};
  }

  core::Status open_case(const std::string& name) {
    auto closed = close_case();
    if (!closed) return closed;
    case_ = Case{};
    case_->name = name;
    return {};
  }

  core::Status close_case() {
    if (!case_) return {};
    if (case_->source.empty()) return error("case " + case_->name + " has no source");
    if (case_->expectations.empty() && case_->silent.empty()) return error("case " + case_->name + " claims nothing");
    const auto& close = series_["close"];
    for (const auto& [key, values] : series_) {
      if (!values.empty() && values.size() != close.size()) return error(key + " and close differ in length");
    }
    for (std::size_t i = 0; i < close.size(); ++i) {
      const auto at = [this, i](const char* key, double fallback) {
        const auto& values = series_[key];
        return values.empty() ? fallback : values[i];
      };
      const auto hour = static_cast<std::int64_t>(at("hours", static_cast<double>(i)));
      case_->candles.push_back({.open_time = core::Timestamp::from_s(hour * 3600),
                                .open = at("open", close[i]),
                                .high = at("high", close[i]),
                                .low = at("low", close[i]),
                                .close = close[i],
                                .volume = at("volume", 0)});
    }
    for (const auto& expected : case_->expectations) {
      if (expected.first + expected.values.size() > close.size())
        return error("case " + case_->name + " expects more values than candles");
    }
    for (const std::size_t i : case_->silent) {
      if (i >= close.size()) return error("case " + case_->name + " is silent beyond its candles");
    }
    file_.cases.push_back(std::move(*case_));
    case_.reset();
    series_.clear();
    tolerance_.reset();
    return {};
  }

  core::Status read_refusal(const std::string& rest) {
    const auto colon = rest.find(": ");
    if (colon == std::string::npos) return error("refuse needs 'parameters: words of the message'");
    file_.refusals.push_back({trim(rest.substr(0, colon)), trim(rest.substr(colon + 2))});
    return {};
  }

  core::Status read_source(const std::string& rest) {
    const auto colon = rest.find(": ");
    const std::string kind = rest.substr(0, colon);
    if (colon == std::string::npos || std::ranges::find(kSourceKinds, kind) == kSourceKinds.end()) {
      return error("a source is 'hand|book|document|library: where from', not '" + rest + "'");
    }
    case_->source_kind = kind;
    return set_once(case_->source, trim(rest.substr(colon + 2)));
  }

  core::Status read_tolerance(const std::string& rest) {
    tolerance_ = decimal(rest);
    if (!tolerance_ || !(*tolerance_ >= 0)) return error("bad tolerance '" + rest + "'");
    return {};
  }

  core::Status read_expectation(const std::string& rest) {
    const auto blank = rest.find(' ');
    const auto colon = rest.find(':');
    if (blank == std::string::npos || colon == std::string::npos || colon < blank) {
      return error("expect needs 'OUTPUT first: values'");
    }
    const auto first = decimal(trim(rest.substr(blank, colon - blank)));
    auto values = numbers(rest.substr(colon + 1));
    if (!first || *first < 0 || !values || values->empty()) return error("bad numbers in '" + rest + "'");
    case_->expectations.push_back({.output = rest.substr(0, blank),
                                   .first = static_cast<std::size_t>(*first),
                                   .values = std::move(*values),
                                   .tolerance = tolerance_,
                                   .line = line_});
    return {};
  }

  core::Status read_silent(const std::string& rest) {
    const auto dash = rest.find('-');
    const auto first = decimal(rest.substr(0, dash));
    const auto last = dash == std::string::npos ? first : decimal(rest.substr(dash + 1));
    if (!first || !last || *first < 0 || *last < *first) return error("silent needs 'index' or 'first-last'");
    const auto end = static_cast<std::size_t>(*last);
    for (auto i = static_cast<std::size_t>(*first); i <= end; ++i) case_->silent.push_back(i);
    return {};
  }

  core::Status read_series(const std::string& key, const std::string& rest) {
    auto values = numbers(rest);
    if (!values) return error("bad number in '" + rest + "'");
    auto& series = series_[key];
    series.insert(series.end(), values->begin(), values->end());
    return {};
  }

  static std::optional<std::vector<double>> numbers(const std::string& text) {
    std::istringstream words{text};
    std::vector<double> values;
    for (std::string word; words >> word;) {
      const auto value = number(word);
      if (!value) return std::nullopt;
      values.push_back(*value);
    }
    return values;
  }

  std::string name_;
  int line_{0};
  CaseFile file_;
  std::optional<Case> case_;
  std::map<std::string, std::vector<double>> series_;
  std::optional<double> tolerance_;
};

}  // namespace

core::Result<CaseFile> parse_case_file(std::string_view text, const std::string& name) {
  return Parser{name}.parse(text);
}

core::Result<CaseFile> read_case_file(const std::filesystem::path& path) {
  std::ifstream in{path};
  if (!in) return core::fail(core::ErrorKind::kIo, "unreadable", "cannot be read", path.string());
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return parse_case_file(text, path.filename().string());
}

std::vector<std::string> missing_coverage(const CaseFile* file) {
  if (file == nullptr) return {"a case file"};
  std::vector<std::string> missing;
  const auto expects = [](const Case& c) { return !c.expectations.empty(); };
  const auto silent = [](const Case& c) { return !c.silent.empty(); };
  if (std::ranges::none_of(file->cases, expects)) missing.emplace_back("an expected number from an independent source");
  if (file->refusals.empty() && std::ranges::none_of(file->cases, silent)) missing.emplace_back("a negative case");
  return missing;
}

}  // namespace tidemark::laws
