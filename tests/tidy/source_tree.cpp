#include "tests/tidy/source_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace tidemark::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> kFolders{"src",    "tests", "bench", "fuzz", "web/src",
                                                   "config", "docs",  "cmake", ".ci"};
// Recorded data speaks for itself, and is not ours to word.
constexpr std::array<std::string_view, 6> kData{"corpus", "data", "cases", "node_modules", "dist", "artifacts"};
constexpr std::array<std::string_view, 15> kExtensions{".hpp",  ".cpp", ".txt",  ".md",     ".cmake",
                                                       ".yaml", ".yml", ".ts",   ".js",     ".mjs",
                                                       ".json", ".css", ".html", ".svelte", ".sh"};
constexpr std::uintmax_t kBytesMax = 1 << 20;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Walks over C++ text and decides which characters are code.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_{text}, out_{text} {}

  std::string run() {
    while (at_ < text_.size()) {
      if (text_.substr(at_).starts_with("//")) {
        blank_until(text_.find('\n', at_));
      } else if (text_.substr(at_).starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        blank_until(end == std::string_view::npos ? end : end + 2);
      } else if (starts_raw_string()) {
        raw_string();
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !inside_number())) {
        quoted(text_[at_]);
      } else {
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool starts_raw_string() const {
    const bool word_before = at_ > 0 && is_word(text_[at_ - 1]);
    return text_.substr(at_).starts_with("R\"") && !word_before;
  }
  /// 1'000'000: the quote is a separator, not a literal.
  [[nodiscard]] bool inside_number() const {
    return at_ > 0 && std::isxdigit(static_cast<unsigned char>(text_[at_ - 1])) != 0 && at_ + 1 < text_.size() &&
           std::isxdigit(static_cast<unsigned char>(text_[at_ + 1])) != 0 && number_before();
  }
  [[nodiscard]] bool number_before() const {
    std::size_t start = at_;
    while (start > 0 && (is_word(text_[start - 1]) || text_[start - 1] == '\'')) --start;
    return std::isdigit(static_cast<unsigned char>(text_[start])) != 0;
  }

  void raw_string() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) {
      ++at_;
      return;
    }
    const std::string close = ")" + std::string{text_.substr(at_ + 2, open - at_ - 2)} + "\"";
    const std::size_t end = text_.find(close, open);
    blank_until(end == std::string_view::npos ? end : end + close.size());
  }

  void quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
      end += text_[end] == '\\' ? std::size_t{2} : std::size_t{1};
    end = std::min(end, text_.size());
    ++at_;  // the quotes stay, so that #include "x" can be told from code
    blank_until(end);
    ++at_;
  }

  void blank_until(std::size_t end) {
    for (end = std::min(end, text_.size()); at_ < end; ++at_) {
      if (text_[at_] != '\n') out_[at_] = ' ';
    }
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_{0};
};

bool is_ours(const fs::path& path) {
  const std::string extension = path.extension().string();
  return std::ranges::find(kExtensions, extension) != kExtensions.end() || extension.empty();
}

void read_file(const fs::path& root, const fs::path& path, SourceTree& tree) {
  std::error_code error;
  if (fs::file_size(path, error) > kBytesMax || error) return;
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  if (text.view().find('\0') != std::string_view::npos) return;  // no text
  tree.add(path.lexically_relative(root).generic_string(), text.view());
}

}  // namespace

std::string_view SourceFile::room() const {
  constexpr std::string_view kRoot = "src/";
  const std::string_view rest = std::string_view{path}.substr(path.starts_with(kRoot) ? kRoot.size() : path.size());
  const std::size_t slash = rest.find('/');
  return slash == std::string_view::npos ? std::string_view{} : rest.substr(0, slash);
}

bool SourceFile::is_test() const {
  return !path.starts_with("src/") || path.ends_with("_test.cpp") || path.find("/testing/") != std::string::npos ||
         path.ends_with("/testing.hpp");
}

std::vector<Include> includes_of(const SourceFile& file) {
  std::vector<Include> result;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    // Whether it is code is told by the blanked text, which keeps "#include" and the quotes; the name by the original.
    const std::string_view line = file.lines[i];
    if (i >= file.code.size() || !file.code[i].starts_with("#include")) continue;
    const std::size_t open = line.find_first_of("\"<");
    if (open == std::string_view::npos) continue;
    const std::size_t close = line.find_first_of("\">", open + 1);
    if (close == std::string_view::npos) continue;
    result.push_back({i + 1, std::string{line.substr(open + 1, close - open - 1)}, line[open] == '"'});
  }
  return result;
}

void SourceTree::add(std::string path, std::string_view text) {
  SourceFile file{.path = path, .lines = lines_of(text), .code = {}};
  if (file.is_code()) file.code = lines_of(blank_out(text));
  files_.insert_or_assign(std::move(path), std::move(file));
}

const SourceFile* SourceTree::find(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

std::vector<const SourceFile*> SourceTree::sources() const {
  std::vector<const SourceFile*> result;
  for (const auto& [path, file] : files_) {
    if (path.starts_with("src/") && file.is_code()) result.push_back(&file);
  }
  return result;
}

SourceTree read_tree(const fs::path& root) {
  SourceTree tree;
  for (const auto& entry : fs::directory_iterator{root}) {
    if (entry.path().filename() == ".git") continue;  // of a worktree: a file that points to the repository
    if (entry.is_regular_file() && is_ours(entry.path())) read_file(root, entry.path(), tree);
  }
  for (const std::string_view folder : kFolders) {
    if (!fs::is_directory(root / folder)) continue;
    for (fs::recursive_directory_iterator it{root / folder}; it != fs::recursive_directory_iterator{}; ++it) {
      const std::string name = it->path().filename().string();
      if (it->is_directory() && std::ranges::find(kData, name) != kData.end()) {
        it.disable_recursion_pending();
      } else if (it->is_regular_file() && is_ours(it->path())) {
        read_file(root, it->path(), tree);
      }
    }
  }
  return tree;
}

std::string blank_out(std::string_view text) {
  return Blanker{text}.run();
}

}  // namespace tidemark::tidy
