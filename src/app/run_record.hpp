#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.hpp"

namespace tidemark::app {

/// What a live run left beside its recording (FILE.hash) when it stopped cleanly: how many events it was fed, what it
/// said about them, and under which engine configuration. `replay --verify` must come to the same.
struct RunRecord {
  std::uint64_t events{0};
  std::uint64_t outputs{0};
  std::string digest;  ///< of RunHash::all()
  std::uint64_t traces{0};
  std::uint64_t signals{0};
  std::string decisions;    ///< the digest of RunHash::decisions()
  std::string fingerprint;  ///< engine_fingerprint()
};

[[nodiscard]] std::string run_record_path(const std::string& recording);
[[nodiscard]] core::Status write_run_record(const std::string& recording, const RunRecord& record);
/// Nothing when there is none; kCorrupt when it cannot be read.
[[nodiscard]] core::Result<std::optional<RunRecord>> read_run_record(const std::string& recording);

}  // namespace tidemark::app
