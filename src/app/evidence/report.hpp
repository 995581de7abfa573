#pragma once

#include <ostream>
#include <span>

#include "app/evidence/evidence.hpp"

namespace tidemark::app::evidence {

/// Tables in Markdown, one per market and family: how often, and what followed, against chance.
void write_tables(std::span<const Market> markets, std::ostream& out);
/// The whole document: what is measured and how, a summary of all intervals, and the tables.
void write_document(std::span<const Market> markets, const Options& options, std::ostream& out);
/// One JSON document with every number.
void write_json(std::span<const Market> markets, const Options& options, std::ostream& out);

}  // namespace tidemark::app::evidence
