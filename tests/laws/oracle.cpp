#include "tests/laws/oracle.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <zlib.h>

namespace tidemark::laws {
namespace {

std::string read_gz(const std::filesystem::path& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) throw std::runtime_error(path.string() + " cannot be opened");
  std::string text;
  std::array<char, 1 << 16> buffer{};
  for (int got = 0; (got = gzread(file, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  if (gzclose(file) != Z_OK || text.empty()) throw std::runtime_error(path.string() + " is damaged");
  return text;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (auto at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
    parts.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  parts.push_back(text.substr(from));
  return parts;
}

/// Rows of a CSV without its header, which goes to `header`.
std::vector<std::vector<std::string>> rows_of(const std::string& text, std::vector<std::string>& header) {
  std::vector<std::vector<std::string>> rows;
  for (auto& line : split(text, '\n')) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    if (header.empty()) {
      header = split(line, ',');
      continue;
    }
    rows.push_back(split(line, ','));
    if (rows.back().size() != header.size()) throw std::runtime_error("ragged row: " + line);
  }
  return rows;
}

double number(const std::string& text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc{} || end.ptr != text.data() + text.size()) throw std::runtime_error("not a number: " + text);
  return value;
}

std::vector<core::CandleF> read_candles(const std::filesystem::path& path) {
  std::vector<std::string> header;
  const auto rows = rows_of(read_gz(path), header);
  if (header != std::vector<std::string>{"time", "open", "high", "low", "close", "volume"}) {
    throw std::runtime_error(path.string() + " has other columns");
  }
  std::vector<core::CandleF> candles;
  candles.reserve(rows.size());
  for (const auto& row : rows) {
    candles.push_back({.open_time = {},
                       .open = number(row[1]),
                       .high = number(row[2]),
                       .low = number(row[3]),
                       .close = number(row[4]),
                       .volume = number(row[5])});
  }
  return candles;
}

/// The value of "max_abs_err_non_fragile" of each column in rounding.json, whose layout is known and flat.
std::map<std::string, double> read_error_floor(const std::filesystem::path& path) {
  std::ifstream in{path};
  std::map<std::string, double> floors;
  std::string column;
  for (std::string line; std::getline(in, line);) {
    const auto parts = split(line, '"');
    if (parts.size() < 3) continue;
    if (parts[2].ends_with('{')) column = parts[1];
    if (parts[1] == "max_abs_err_non_fragile") floors[column] = std::strtod(parts[2].c_str() + 1, nullptr);
  }
  if (floors.empty()) throw std::runtime_error(path.string() + " holds no error floors");
  return floors;
}

}  // namespace

std::filesystem::path oracle_folder() {
  std::vector<std::filesystem::path> places{std::filesystem::path{TIDEMARK_SOURCE_DIR}.parent_path() / "shared"};
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment while tests run
  if (const char* shared = std::getenv("TIDEMARK_SHARED")) places.insert(places.begin(), shared);
  for (const auto& place : places) {
    if (std::filesystem::exists(place / "oracles/talib")) return place / "oracles/talib";
  }
  return {};
}

std::map<std::string, std::vector<std::optional<double>>> read_columns(const std::filesystem::path& path) {
  std::map<std::string, std::vector<std::optional<double>>> columns;
  std::vector<std::string> header;
  for (const auto& row : rows_of(read_gz(path), header)) {
    for (std::size_t c = 1; c < row.size(); ++c) {
      columns[header[c]].push_back(row[c].empty() ? std::nullopt : std::optional<double>{number(row[c])});
    }
  }
  return columns;
}

std::map<std::string, std::vector<std::string>> read_texts(const std::filesystem::path& path) {
  std::map<std::string, std::vector<std::string>> columns;
  std::vector<std::string> header;
  for (const auto& row : rows_of(read_gz(path), header)) {
    for (std::size_t c = 0; c < row.size(); ++c) columns[header[c]].push_back(row[c]);
  }
  return columns;
}

Oracle read_oracle(const std::filesystem::path& folder) {
  Oracle oracle{.candles = read_candles(folder / "ohlcv.csv.gz"),
                .columns = read_columns(folder / "indicators_default.csv.gz"),
                .error_floor = {},
                .fragile = {}};
  oracle.error_floor = read_error_floor(folder / "indicators_default.rounding.json");
  std::vector<std::string> fragile_header;
  std::ifstream in{folder / "indicators_default.fragile_cells.csv"};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  for (const auto& row : rows_of(text, fragile_header)) {
    oracle.fragile.emplace(row[0], static_cast<std::size_t>(number(row[1])));
  }
  return oracle;
}

PatternOracle read_pattern_oracle(const std::filesystem::path& folder) {
  PatternOracle oracle{.candles = read_candles(folder / "ohlcv.csv.gz"), .ids = {}, .rows = {}};
  for (const auto& row : rows_of(read_gz(folder / "candles_default.csv.gz"), oracle.ids)) {
    auto& cells = oracle.rows.emplace_back();
    for (std::size_t c = 1; c < row.size(); ++c) {
      cells.push_back(row[c].empty() ? std::nullopt : std::optional<int>{static_cast<int>(number(row[c]))});
    }
  }
  oracle.ids.erase(oracle.ids.begin());  // the index
  return oracle;
}

}  // namespace tidemark::laws
