#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "venues/binance/json_walk.hpp"
#include "venues/binance/parser.hpp"
#include "venues/binance/routes.hpp"
#include "venues/binance/stream_messages.hpp"

namespace tidemark::venues::binance {

/// What a Parser keeps from message to message. parser.cpp reads streams, rest_answers.cpp REST bodies.
class Parser::Impl {
 public:
  Impl(const ParserOptions& options, core::InstrumentTable& instruments) : symbols_{options, instruments} {}

  ParseOutcome parse_stream(std::string_view padded, core::Timestamp received, EventBatch& out,
                            std::string_view stream);
  ParseOutcome parse_answer(const RestAnswer& answer, EventBatch& out);
  /// A copy of the text with the padding that simdjson wants behind it.
  std::string_view pad(std::string_view text);

  [[nodiscard]] std::int64_t error_code() const { return error_code_; }
  [[nodiscard]] std::string_view error_message() const { return error_message_; }
  [[nodiscard]] std::span<const std::uint64_t> trade_numbers() const { return numbers_; }
  [[nodiscard]] std::optional<std::uint64_t> reply_id() const { return reply_id_; }

 private:
  [[nodiscard]] ParseRule open(std::string_view padded, ondemand::document& document);
  ParseOutcome read_message(ondemand::document& document, const MessageContext& context);
  /// Every object of a list as a message of its own; the outcome is the first refusal, else the sum.
  ParseRule read_list(ondemand::array list, const MessageContext& context, ParseOutcome& total);
  void keep_error(const Fields& fields);
  void keep_reply_id(const Fields& fields);

  ParseOutcome read_rest(const Route& route, ondemand::document& document, const RestAnswer& answer, EventBatch& out);
  ParseRule read_exchange_info(ondemand::document& document);
  ParseRule read_klines(ondemand::document& document, const RestAnswer& answer, const MessageContext& context);
  template <class TakeOne>
  ParseRule read_objects(ondemand::document& document, TakeOne&& take_one);

  SymbolResolver symbols_;
  ondemand::parser json_;
  MessageFields fields_;
  std::string padded_;
  std::vector<std::uint64_t> numbers_;
  std::optional<std::uint64_t> reply_id_;
  std::int64_t error_code_{0};
  std::string error_message_;
};

}  // namespace tidemark::venues::binance
