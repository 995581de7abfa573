#include "app/cli/progress_line.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tidemark::app {
namespace {

constexpr std::uint64_t kWhole = 100;
constexpr std::uint64_t kCells = 25;
/// Back to the beginning of the line, and wipe what stands there (ECMA-48, CR and EL).
constexpr const char* kWipe = "\r\x1b[K";

std::string bar_of(std::uint64_t percent) {
  const std::uint64_t full = percent * kCells / kWhole;
  return "[" + std::string(full, '#') + std::string(kCells - full, '.') + "]";
}

}  // namespace

ProgressLine::ProgressLine(const Console& console, std::string_view what)
    : err_{console.audience == Audience::kPerson ? &console.err : nullptr}, what_{what} {}

ProgressLine::~ProgressLine() {
  wipe();
}

void ProgressLine::wipe() {
  if (std::exchange(shown_, std::nullopt)) *err_ << kWipe << std::flush;
}

void ProgressLine::show(std::uint64_t done, std::uint64_t total) {
  if (err_ == nullptr || total == 0) return;
  const auto share = static_cast<double>(done) / static_cast<double>(total);
  const std::uint64_t percent = std::min(kWhole, static_cast<std::uint64_t>(share * kWhole));
  if (shown_ && *shown_ >= percent) return;
  shown_ = percent;
  *err_ << kWipe << "tidemark: " << bar_of(percent) << ' ' << percent << " % of " << total << ' ' << what_
        << std::flush;
}

}  // namespace tidemark::app
