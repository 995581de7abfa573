#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "net/http_types.hpp"
#include "venues/simulated/api_error.hpp"

namespace tidemark::venues::simulated {

/// A request's parameters, from the query and a form body (rest-api.md: "parameters may be sent in any order … mixed";
/// the query goes first).
class Parameters {
 public:
  /// -1101 for a name sent twice, -1100 for text that cannot be decoded.
  [[nodiscard]] static ApiResult<Parameters> read(std::string_view query, std::string_view body);
  explicit Parameters(std::vector<net::NameValue> values) : values_{std::move(values)} {}

  /// Empty when it was not sent.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return !text(name).empty(); }
  [[nodiscard]] ApiResult<std::string> required(std::string_view name) const;
  [[nodiscard]] ApiResult<std::optional<std::uint64_t>> number(std::string_view name) const;
  /// A time in milliseconds.
  [[nodiscard]] ApiResult<std::optional<core::Timestamp>> time(std::string_view name) const;
  /// 1..`most` (more is taken as `most`), or `standard` when it was not sent.
  [[nodiscard]] ApiResult<std::size_t> limit(std::size_t standard, std::size_t most) const;

  /// -1104 when something was sent that is not in the comma-separated list `known`.
  [[nodiscard]] std::optional<ApiError> unread(std::string_view known) const;
  [[nodiscard]] const std::vector<net::NameValue>& all() const { return values_; }

 private:
  std::vector<net::NameValue> values_;
};

}  // namespace tidemark::venues::simulated
