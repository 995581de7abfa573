#include "api/read_worker.hpp"

#include <utility>

namespace tidemark::api {

void ReadWorker::run() {
  while (auto job = queue_.take()) (*job)(access());
  store_.reset();
}

ReadWorker::StoreAccess ReadWorker::access() {
  if (!open_ || store_) return store_.get();
  auto opened = open_();
  if (!opened) return core::forward_error(opened);
  store_ = std::move(*opened);
  return store_.get();
}

}  // namespace tidemark::api
