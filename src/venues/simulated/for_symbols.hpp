#pragma once

#include <string>

#include "venues/simulated/rest_call.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {

/// One object for `symbol`, else a list: begun with the symbol's name, then what put(symbol, json, wire) adds.
template <class Put>
ApiResult<std::string> for_symbols(const RestCall& call, Put&& put) {
  const auto choice = symbols_of(call);
  if (!choice) return std::unexpected(choice.error());
  std::string text;
  net::JsonWriter json{text};
  if (!choice->single) json.begin_array();
  for (const MarketSymbol* symbol : choice->symbols) {
    WireWriter wire{json, symbol->rules};
    json.begin_object().key("symbol").text(symbol->instrument().symbol);
    put(*symbol, json, wire);
    json.end_object();
  }
  if (!choice->single) json.end_array();
  return text;
}

}  // namespace tidemark::venues::simulated
