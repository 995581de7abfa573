#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace tidemark::core {

/// What kind of thing went wrong; the caller's policy follows from it, not from the message.
enum class ErrorKind : std::uint8_t {
  kInvalidArgument,  ///< the caller's input is wrong (usage, configuration, parameter)
  kParse,            ///< outside bytes that do not follow their format
  kRefused,          ///< well-formed data that a named rule refuses
  kNotFound,
  kConflict,     ///< contradicts what is already there
  kIo,           ///< disk, socket
  kUnavailable,  ///< an outside service does not answer
  kTimeout,
  kCorrupt,      ///< checksum or invariant of stored data broken
  kUnsupported,  ///< valid, but not something Tidemark does
  kExhausted,    ///< a limit (size, rate, capacity) was reached
  kCancelled,
  kInternal,
};

/// An expected failure of I/O, parsing or a business rule. Broken invariants are assertions, data problems are
/// findings (finding.hpp). `code` is stable and machine-readable (snake_case), `message` is one clear sentence for a
/// person, `place` says where ("file.csv:12", "config/main.yaml:3:7", "field limit") and may be empty.
struct Error {
  ErrorKind kind{ErrorKind::kInternal};
  std::string code;
  std::string message;
  std::string place;

  /// "place: message" or "message".
  [[nodiscard]] std::string text() const { return place.empty() ? message : place + ": " + message; }

  friend bool operator==(const Error&, const Error&) = default;
};

/// True when trying the same thing again later may succeed.
[[nodiscard]] constexpr bool is_retryable(ErrorKind kind) noexcept {
  return kind == ErrorKind::kIo || kind == ErrorKind::kUnavailable || kind == ErrorKind::kTimeout;
}

[[nodiscard]] std::string_view name_of(ErrorKind kind) noexcept;

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

/// Shorthand for returning a failure: `return fail(ErrorKind::kParse, "bad_price", "…")`.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string code, std::string message,
                                                 std::string place = {}) {
  return std::unexpected(Error{kind, std::move(code), std::move(message), std::move(place)});
}

/// Passes an error on from a Result of another type.
template <class T>
[[nodiscard]] std::unexpected<Error> forward_error(Result<T>& result) {
  return std::unexpected(std::move(result.error()));
}

}  // namespace tidemark::core
