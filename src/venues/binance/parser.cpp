#include "venues/binance/parser.hpp"

#include <charconv>
#include <utility>

#include "venues/binance/parser_impl.hpp"
#include "venues/binance/tokens.hpp"

namespace tidemark::venues::binance {
namespace {

constexpr std::size_t kMessageBytesMax = std::size_t{64} << 20U;
static_assert(Parser::kPadding >= simdjson::SIMDJSON_PADDING);

}  // namespace

ParseRule rule_of(simdjson::error_code error) noexcept {
  switch (error) {
    case simdjson::SUCCESS:
      return ParseRule::kParsed;
    case simdjson::UTF8_ERROR:
      return ParseRule::kBadUtf8;
    case simdjson::INCORRECT_TYPE:
      return ParseRule::kWrongType;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return ParseRule::kTooLarge;
    default:
      return ParseRule::kBadJson;
  }
}

std::string_view Parser::Impl::pad(std::string_view text) {
  // Growing is rare; the string is never shortened, so its tail stays readable.
  if (padded_.size() < text.size() + kPadding) padded_.resize(text.size() + kPadding);
  text.copy(padded_.data(), text.size());
  return {padded_.data(), text.size()};
}

ParseRule Parser::Impl::open(std::string_view padded, ondemand::document& document) {
  if (padded.size() > kMessageBytesMax) return ParseRule::kTooLarge;
  const auto error = json_.iterate(padded.data(), padded.size(), padded.size() + kPadding).get(document);
  return rule_of(error);
}

void Parser::Impl::keep_error(const Fields& fields) {
  const auto code = trim(fields.get(LongKey::kCode));
  error_code_ = 0;
  std::from_chars(code.data(), code.data() + code.size(), error_code_);
  error_message_ = unquote(fields.get(LongKey::kMessage));
}

void Parser::Impl::keep_reply_id(const Fields& fields) {
  std::uint64_t id = 0;
  if (fields.has(LongKey::kId) && read_unsigned(fields.get(LongKey::kId), id) == ParseRule::kParsed) reply_id_ = id;
}

ParseRule Parser::Impl::read_list(ondemand::array list, const MessageContext& context, ParseOutcome& total) {
  for (auto entry : list) {
    ondemand::object object;
    if (const auto error = entry.get_object().get(object); error != simdjson::SUCCESS) return rule_of(error);
    fields_.clear();
    const ParseRule walked = walk_object(object, fields_, [](ondemand::value&) { return ParseRule::kUnknownShape; }, 1);
    if (walked != ParseRule::kParsed) return walked;
    const std::size_t before = context.out.size();
    const ParseOutcome one = take_stream_message(fields_, context);
    if (one.rule != ParseRule::kParsed) context.out.shrink(before);
    // An all-market list names symbols that nobody asked for.
    if (one.rule == ParseRule::kUnknownSymbol && total.rule == ParseRule::kParsed) continue;
    if (is_refusal(one.rule) && one.rule != ParseRule::kUnknownSymbol) {
      total.kind = one.kind;
      return one.rule;
    }
    total.kind = one.kind;
    total.rule = total.events + one.events > 0 ? ParseRule::kParsed : one.rule;
    total.events += one.events;
  }
  return ParseRule::kParsed;
}

ParseOutcome Parser::Impl::read_message(ondemand::document& document, const MessageContext& context) {
  ParseOutcome listed{MessageKind::kUnknown, ParseRule::kRecognizedUnused, 0};
  bool has_list = false;
  ParseRule rule = ParseRule::kParsed;
  fields_.clear();
  ondemand::json_type type{};
  if (const auto error = document.type().get(type); error != simdjson::SUCCESS) return {.rule = rule_of(error)};
  if (type == ondemand::json_type::array) {
    ondemand::array list;
    if (const auto error = document.get_array().get(list); error != simdjson::SUCCESS) return {.rule = rule_of(error)};
    rule = read_list(list, context, listed);
    has_list = true;
  } else if (type == ondemand::json_type::object) {
    ondemand::object object;
    if (const auto error = document.get_object().get(object); error != simdjson::SUCCESS)
      return {.rule = rule_of(error)};
    rule = walk_object(object, fields_, [&](ondemand::value& value) {
      ondemand::array list;
      if (const auto error = value.get_array().get(list); error != simdjson::SUCCESS) return rule_of(error);
      has_list = true;
      return read_list(list, context, listed);
    });
  } else {
    return {MessageKind::kUnknown, ParseRule::kUnknownShape, 0};
  }
  if (rule != ParseRule::kParsed) return {listed.kind, rule, 0};
  if (!read_to_end(document)) return {listed.kind, ParseRule::kBadJson, 0};
  if (has_list) return listed;

  MessageContext named = context;
  if (fields_.outer.has(LongKey::kStream)) named.stream = unquote(fields_.outer.get(LongKey::kStream));
  return take_stream_message(fields_, named);
}

ParseOutcome Parser::Impl::parse_stream(std::string_view padded, core::Timestamp received, EventBatch& out,
                                        std::string_view stream) {
  const std::size_t before = out.size();
  numbers_.clear();
  reply_id_.reset();
  ondemand::document document;
  if (const ParseRule rule = open(padded, document); rule != ParseRule::kParsed)
    return {MessageKind::kUnknown, rule, 0};
  ParseOutcome outcome = read_message(document, {symbols_, out, received, stream, &numbers_});
  if (outcome.rule != ParseRule::kParsed) {
    out.shrink(before);
    outcome.events = 0;
    if (outcome.rule == ParseRule::kVenueError) keep_error(fields_.outer);
    keep_reply_id(fields_.outer);
  }
  return outcome;
}

Parser::Parser(const ParserOptions& options, core::InstrumentTable& instruments)
    : impl_{std::make_unique<Impl>(options, instruments)} {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

ParseOutcome Parser::parse(std::string_view text, core::Timestamp received, EventBatch& out, std::string_view stream) {
  if (text.size() > kMessageBytesMax) return {MessageKind::kUnknown, ParseRule::kTooLarge, 0};
  return impl_->parse_stream(impl_->pad(text), received, out, stream);
}

ParseOutcome Parser::parse_padded(std::string_view text, core::Timestamp received, EventBatch& out,
                                  std::string_view stream) {
  return impl_->parse_stream(text, received, out, stream);
}

ParseOutcome Parser::parse_rest(const RestAnswer& answer, EventBatch& out) {
  if (answer.body.size() > kMessageBytesMax) return {MessageKind::kUnknown, ParseRule::kTooLarge, 0};
  return impl_->parse_answer(answer, out);
}

std::int64_t Parser::error_code() const {
  return impl_->error_code();
}
std::span<const std::uint64_t> Parser::trade_numbers() const {
  return impl_->trade_numbers();
}
std::optional<std::uint64_t> Parser::reply_id() const {
  return impl_->reply_id();
}
std::string_view Parser::error_message() const {
  return impl_->error_message();
}

}  // namespace tidemark::venues::binance
