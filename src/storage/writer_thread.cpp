#include "storage/writer_thread.hpp"

#include <pthread.h>

namespace tidemark::storage {

WriterThread::WriterThread(Writer& writer)
    : writer_{writer}, thread_{[this](const std::stop_token& stop) { run(stop); }} {}

WriterThread::~WriterThread() {
  const auto outcome = stop();  // a failure is in the log
}

core::Status WriterThread::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  return outcome_;
}

void WriterThread::run(const std::stop_token& stop) {
  [[maybe_unused]] const int named = pthread_setname_np(pthread_self(), "store-writer");
  while (!stop.stop_requested()) {
    if (writer_.do_work() == 0) writer_.wait_for_work(stop);
  }
  outcome_ = writer_.close_and_drain();
}

}  // namespace tidemark::storage
