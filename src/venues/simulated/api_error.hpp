#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace tidemark::venues::simulated {

/// A refusal in Binance's form: {"code":…,"msg":…} with an HTTP status (errors.md).
struct ApiError {
  int status{400};
  int code{0};
  std::string message;
};

template <class T>
using ApiResult = std::expected<T, ApiError>;

[[nodiscard]] inline std::unexpected<ApiError> refuse(int code, std::string message, int status = 400) {
  return std::unexpected(ApiError{status, code, std::move(message)});
}

// The refusals that many endpoints share, worded as Binance words them.
[[nodiscard]] std::unexpected<ApiError> missing_parameter(std::string_view name);
[[nodiscard]] std::unexpected<ApiError> illegal_characters(std::string_view name, std::string_view legal);
[[nodiscard]] std::unexpected<ApiError> invalid_symbol();
[[nodiscard]] std::unexpected<ApiError> bad_combination();
[[nodiscard]] std::unexpected<ApiError> invalid_data(std::string_view name);

/// {"code":-1121,"msg":"Invalid symbol."}
[[nodiscard]] std::string error_text(const ApiError& error);

}  // namespace tidemark::venues::simulated
