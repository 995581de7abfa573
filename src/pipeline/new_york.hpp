#pragma once

#include "core/time.hpp"

namespace tidemark::pipeline {

/// New York's offset from UTC at a moment: -5 h, or -4 h in summer time. By the rules of the United States: since 2007
/// from the second Sunday of March to the first of November, 1987-2006 first Sunday of April to last of October,
/// 1967-1986 last Sunday of April to last of October (the two exceptional years 1974 and 1975 are not modelled),
/// changes at 02:00 local time; before 1967 winter time throughout. Source: Uniform Time Act and Energy Policy Act of
/// 2005.
[[nodiscard]] core::Duration new_york_offset(core::Timestamp utc);

/// New York's wall clock written as if it were UTC.
[[nodiscard]] core::Timestamp to_new_york(core::Timestamp utc);
/// The reverse; of an hour that happens twice in autumn the first is meant.
[[nodiscard]] core::Timestamp from_new_york(core::Timestamp local);

}  // namespace tidemark::pipeline
