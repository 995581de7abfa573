#pragma once

namespace tidemark::app {

/// Parses the command line, runs the command, gives the exit code of 13-cli. Never prompts, never throws.
int run_command_line(int argc, char** argv);

}  // namespace tidemark::app
