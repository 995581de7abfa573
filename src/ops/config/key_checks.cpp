#include "ops/config/key_checks.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "core/decimal.hpp"
#include "core/instrument.hpp"
#include "core/money.hpp"

namespace tidemark::ops {
namespace {

core::Result<std::string> bad_value(const char* expected) {
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_value", expected);
}

}  // namespace

core::Result<std::string> check_address(std::string_view text) {
  std::string address{text};
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  const bool known = ::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1 ||
                     ::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1;
  if (!known) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_value",
                      "expected an IP address such as 127.0.0.1, 0.0.0.0 or ::1");
  }
  return address;
}

core::Result<std::string> check_not_empty(std::string_view text) {
  if (text.empty()) return core::fail(core::ErrorKind::kInvalidArgument, "bad_value", "must not be empty");
  return std::string{text};
}

core::Result<std::string> canonical_symbol(std::string_view text) {
  const auto name = core::parse_symbol(text);
  if (!name) return std::unexpected(name.error());
  return name->venue.empty() ? name->symbol : name->venue + ":" + name->symbol;
}

core::Result<std::string> check_trading_mode(std::string_view text) {
  if (text == "off" || text == "paper" || text == "live") return std::string{text};
  return bad_value("expected off, paper or live");
}

core::Result<std::string> check_broker(std::string_view text) {
  if (text == "binance" || text == "binance_usdm") return std::string{text};
  return bad_value("expected binance or binance_usdm");
}

core::Result<std::string> check_first_stage(std::string_view text) {
  if (text == "shadow" || text == "paper") return std::string{text};
  return bad_value("expected shadow or paper");
}

core::Result<std::string> check_fills(std::string_view text) {
  if (text == "conservative" || text == "optimistic") return std::string{text};
  return bad_value("expected conservative or optimistic");
}

core::Result<std::string> check_positions(std::string_view text) {
  if (text == "netting" || text == "hedging") return std::string{text};
  return bad_value("expected netting or hedging");
}

core::Result<std::string> check_currency(std::string_view text) {
  const bool good = !text.empty() && text.size() <= 12 &&
                    std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  if (good) return std::string{text};
  return bad_value("expected a currency code in capitals, such as USDT");
}

core::Result<std::string> check_amount(std::string_view text) {
  const auto amount = core::parse_money(text);
  if (amount && amount->units > 0) return std::string{text};
  return bad_value("expected an amount above 0, such as 10000 or 2500.50");
}

core::Result<std::string> check_amount_or_empty(std::string_view text) {
  return text.empty() ? core::Result<std::string>{std::string{}} : check_amount(text);
}

core::Result<std::string> check_share(std::string_view text) {
  const auto rate = core::parse_rate(text);
  if (rate && rate->e8 >= 0 && rate->e8 < core::kRateOne) return std::string{text};
  return bad_value("expected a share from 0 on, such as 0.001, 0.1% or 10bp");
}

core::Result<std::string> check_fee(std::string_view text) {
  const auto rate = core::parse_rate(text);
  if (rate && core::kRateOne > rate->e8 && rate->e8 > -core::kRateOne) return std::string{text};
  return bad_value("expected a share such as 0.1%, 10bp or -0.00005");
}

core::Result<std::string> check_part(std::string_view text) {
  const auto rate = core::parse_rate(text);
  if (rate && rate->e8 > 0 && rate->e8 <= core::kRateOne) return std::string{text};
  return bad_value("expected a share above 0, at most all of it, such as 1% or 0.25");
}

core::Result<std::string> check_part_or_empty(std::string_view text) {
  return text.empty() ? core::Result<std::string>{std::string{}} : check_part(text);
}

core::Result<std::string> check_leverage(std::string_view text) {
  if (text.empty()) return std::string{};
  const auto parsed = core::parse_decimal(text, core::kRateDecimals);
  constexpr std::int64_t kMost = 1000 * core::kRateOne;
  if (parsed.error == core::DecimalError::kNone && parsed.value > 0 && parsed.value <= kMost) return std::string{text};
  return bad_value("expected a number above 0, at most 1000, or nothing");
}

}  // namespace tidemark::ops
