#include "venues/simulated/api_error.hpp"

#include "net/json_writer.hpp"

namespace tidemark::venues::simulated {

std::unexpected<ApiError> missing_parameter(std::string_view name) {
  return refuse(-1102, "Mandatory parameter '" + std::string{name} + "' was not sent, was empty/null, or malformed.");
}

std::unexpected<ApiError> illegal_characters(std::string_view name, std::string_view legal) {
  return refuse(-1100, "Illegal characters found in parameter '" + std::string{name} + "'; legal range is '" +
                           std::string{legal} + "'.");
}

std::unexpected<ApiError> invalid_symbol() {
  return refuse(-1121, "Invalid symbol.");
}

std::unexpected<ApiError> bad_combination() {
  return refuse(-1128, "Combination of optional parameters invalid.");
}

std::unexpected<ApiError> invalid_data(std::string_view name) {
  return refuse(-1130, "Data sent for parameter '" + std::string{name} + "' is not valid.");
}

std::string error_text(const ApiError& error) {
  std::string text;
  net::JsonWriter{text}.begin_object().key("code").integer(error.code).key("msg").text(error.message).end_object();
  return text;
}

}  // namespace tidemark::venues::simulated
