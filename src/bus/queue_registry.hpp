#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "bus/queue_stats.hpp"

namespace tidemark::bus {

/// All queues of the process, for the System page and `GET /api/system`. Thread-safe. Outlives its registrations.
class QueueRegistry {
 public:
  /// Reads a queue's numbers. Called on any thread, one call at a time; quick, and must not use the registry.
  using Probe = std::function<QueueStats()>;

  /// Takes the queue off the list when it goes, after which its probe is not called any more.
  class Registration {
   public:
    Registration(Registration&& other) noexcept;
    Registration& operator=(Registration&&) = delete;
    ~Registration();

   private:
    friend class QueueRegistry;
    Registration(QueueRegistry& registry, std::uint64_t id) : registry_{&registry}, id_{id} {}

    QueueRegistry* registry_;
    std::uint64_t id_;
  };

  [[nodiscard]] Registration add(Probe probe);
  /// Every queue as it is now, in order of registration.
  [[nodiscard]] std::vector<QueueStats> list() const;

 private:
  void remove(std::uint64_t id);

  mutable std::mutex mutex_;
  std::uint64_t added_{0};
  std::map<std::uint64_t, Probe> probes_;
};

}  // namespace tidemark::bus
