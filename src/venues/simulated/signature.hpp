#pragma once

#include <string>
#include <string_view>

#include "venues/simulated/account_call.hpp"

namespace tidemark::venues::simulated {

/// What of a REST request is signed: the query and the body behind each other, without the signature.
[[nodiscard]] std::string signed_payload(std::string_view query, std::string_view body);
/// What of a WebSocket API request is signed: all parameters but the signature by name, "a=1&b=2".
[[nodiscard]] std::string signed_payload(const Parameters& parameters);

/// What a request shows to prove who sends it.
struct Credentials {
  std::string_view api_key;
  std::string payload;  ///< as signed_payload() gives it
};

/// The account a request comes from. Errors: -2014, -2015 (401), -1102, -1021, -1022, -1131.
[[nodiscard]] ApiResult<ClientAccount*> authenticate(ClientDesk& clients, Security security,
                                                     const Credentials& credentials, const Parameters& parameters,
                                                     core::Timestamp shown_now);

}  // namespace tidemark::venues::simulated
