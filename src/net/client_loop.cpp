#include "net/client_loop.hpp"

#include <utility>

#include <boost/asio/post.hpp>

#include "net/client_io.hpp"

namespace tidemark::net {

ClientLoop::ClientLoop(const core::Clock& clock) : clock_{clock}, impl_{std::make_unique<Impl>()} {}
ClientLoop::~ClientLoop() = default;

bool ClientLoop::run_for(core::Duration longest) {
  auto& io = impl_->io;
  std::size_t done = 0;
  while (done < kBatch && io.poll_one() > 0) ++done;
  if (done > 0 || longest.ns <= 0) return done > 0;
  if (io.run_one_for(client_io::steady(longest)) == 0) return false;
  while (++done < kBatch && io.poll_one() > 0) {
  }
  return true;
}

void ClientLoop::post(std::move_only_function<void()> task) {
  client_io::asio::post(impl_->io, std::move(task));
}

void ClientLoop::wake() {
  client_io::asio::post(impl_->io, [] {});
}

TimerId ClientLoop::after(core::Duration wait, std::move_only_function<void()> task) {
  const TimerId id{++impl_->timer_count};
  auto& timer = impl_->timers.try_emplace(id.value, impl_->io.get_executor()).first->second;
  timer.expires_after(client_io::steady(wait));
  timer.async_wait([this, id, work = std::move(task)](client_io::error_code ec) mutable {
    // A cancelled one is gone from the map, even when its time had come before.
    if (ec || impl_->timers.erase(id.value) == 0) return;
    work();
  });
  return id;
}

void ClientLoop::cancel(TimerId timer) {
  impl_->timers.erase(timer.value);
}

}  // namespace tidemark::net
