#pragma once

#include <string>

#include "app/backtest/fill_comparison.hpp"
#include "app/cli/console.hpp"
#include "app/fills/account_comparison.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {

/// "filled 0.5 at 100.2, fees 0.05, 2026-01-01T00:00:01Z".
[[nodiscard]] std::string text_of(const OrderOutcome& outcome, core::Scale scale);
void write_outcome(net::JsonWriter& json, const OrderOutcome& outcome, core::Scale scale);

/// What a stored account got and why, in words or as one JSON document.
void print_account_fills(const AccountComparison& found, OutputFormat format, const Console& console);

}  // namespace tidemark::app
