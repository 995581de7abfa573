#include "app/run_record.hpp"

#include <filesystem>
#include <fstream>

namespace tidemark::app {

std::string run_record_path(const std::string& recording) {
  return recording + ".hash";
}

core::Status write_run_record(const std::string& recording, const RunRecord& record) {
  const std::string path = run_record_path(recording);
  const std::string temporary = path + ".tmp";
  std::ofstream file{temporary};
  file << "events " << record.events << "\noutputs " << record.outputs << "\ndigest " << record.digest << "\ntraces "
       << record.traces << "\nsignals " << record.signals << "\ndecisions " << record.decisions << "\nengine "
       << record.fingerprint << '\n';
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(temporary, path, error);
  if (!file || error) return core::fail(core::ErrorKind::kIo, "cannot_write", "cannot write the run's hash", path);
  return {};
}

core::Result<std::optional<RunRecord>> read_run_record(const std::string& recording) {
  const std::string path = run_record_path(recording);
  std::ifstream file{path};
  if (!file) return std::optional<RunRecord>{};
  RunRecord record;
  std::string word;
  file >> word >> record.events >> word >> record.outputs >> word >> record.digest >> word >> record.traces >> word >>
      record.signals >> word >> record.decisions >> word;
  file.ignore(1);
  std::getline(file, record.fingerprint);
  if (!file || record.digest.size() != 16 || record.decisions.size() != 16) {
    return core::fail(core::ErrorKind::kCorrupt, "bad_run_record", "this is not the hash of a run", path);
  }
  return std::optional{record};
}

}  // namespace tidemark::app
