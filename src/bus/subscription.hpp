#pragma once

#include "bus/queue_stats.hpp"
#include "bus/waker.hpp"

namespace tidemark::bus {

/// One consumer's bounded queue: one producer thread pushes, one consumer thread pops. After close() pushes are refused
/// and what is inside can still be popped. The consumer's waker is notified after each push and on close, and must
/// outlive the subscription.
template <class T>
class Subscription : public QueueProbe {
 public:
  /// Producer. Copies into memory the queue already has where the policy allows.
  virtual PushResult push(const T& value) = 0;
  /// Consumer. Exchanges `out` with the oldest element; false when there is none.
  virtual bool pop(T& out) = 0;
  /// Consumer: nothing to pop at this moment.
  [[nodiscard]] virtual bool empty() const = 0;
  /// Any thread; wakes both sides.
  virtual void close() = 0;
  [[nodiscard]] virtual bool closed() const = 0;
};

}  // namespace tidemark::bus
