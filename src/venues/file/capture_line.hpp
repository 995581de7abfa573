#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace tidemark::venues::file {

/// One line of a capture made by another program, taken apart. Forms:
///   <ns> <json>                     hftbacktest: received time in nanoseconds
///   <seconds>: <json>               cryptofeed, received message
///   <url> -> <seconds>: <json>      cryptofeed, REST answer
///   <url> <-> <seconds>             cryptofeed, connection made
///   <url> <- <seconds>: <json>      cryptofeed, sent by the client
///   configuration: <json>           cryptofeed, about itself
///   <json>                          a message without a time
struct CaptureLine {
  enum class Kind : std::uint8_t {
    kMessage,
    kRestAnswer,
    kConnection,
    kAside,  ///< blank, sent, configuration
    kUnknown,
  };

  Kind kind{Kind::kUnknown};
  std::optional<core::Timestamp> received;
  std::string_view url;
  std::string_view text;  ///< the JSON
};

[[nodiscard]] CaptureLine split_capture_line(std::string_view line) noexcept;

}  // namespace tidemark::venues::file
