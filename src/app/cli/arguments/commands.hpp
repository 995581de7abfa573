#pragma once

namespace tidemark::app {

struct CommandBuilder;

// Options, help and examples of the commands (13-cli), a group each, in the order in which help lists them.

/// serve, sim.
void add_service_commands(const CommandBuilder& b);
/// import, fetch, export, verify, gaps.
void add_data_commands(const CommandBuilder& b);
/// analyze, explain, evidence, replay.
void add_analysis_commands(const CommandBuilder& b);
/// backtest, optimize, fills, journal, kill-switch, activation.
void add_trading_commands(const CommandBuilder& b);
/// db, backup, restore, config, doctor, version.
void add_upkeep_commands(const CommandBuilder& b);

}  // namespace tidemark::app
