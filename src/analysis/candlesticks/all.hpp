#pragma once

#include "analysis/candlesticks/patterns/crows.hpp"
#include "analysis/candlesticks/patterns/dojis.hpp"
#include "analysis/candlesticks/patterns/gaps.hpp"
#include "analysis/candlesticks/patterns/hammers.hpp"
#include "analysis/candlesticks/patterns/hikkakes.hpp"
#include "analysis/candlesticks/patterns/lines.hpp"
#include "analysis/candlesticks/patterns/longer.hpp"
#include "analysis/candlesticks/patterns/necks.hpp"
#include "analysis/candlesticks/patterns/pairs.hpp"
#include "analysis/candlesticks/patterns/soldiers.hpp"
#include "analysis/candlesticks/patterns/stars.hpp"
#include "analysis/candlesticks/patterns/threes.hpp"

namespace tidemark::analysis::candlesticks {

template <class... Definitions>
struct DefinitionList {};

/// Every definition, in the order of Pattern: one line each.
using AllDefinitions = DefinitionList<
    patterns::TwoCrows, patterns::ThreeBlackCrows, patterns::ThreeInside, patterns::ThreeLineStrike,
    patterns::ThreeOutside, patterns::ThreeStarsInSouth, patterns::ThreeWhiteSoldiers, patterns::AbandonedBaby,
    patterns::AdvanceBlock, patterns::BeltHold, patterns::Breakaway, patterns::ClosingMarubozu,
    patterns::ConcealingBabySwallow, patterns::Counterattack, patterns::DarkCloudCover, patterns::Doji,
    patterns::DojiStar, patterns::DragonflyDoji, patterns::Engulfing, patterns::EveningDojiStar, patterns::EveningStar,
    patterns::GapSideBySideWhite, patterns::GravestoneDoji, patterns::Hammer, patterns::HangingMan, patterns::Harami,
    patterns::HaramiCross, patterns::HighWave, patterns::Hikkake, patterns::HikkakeModified, patterns::HomingPigeon,
    patterns::IdenticalThreeCrows, patterns::InNeck, patterns::InvertedHammer, patterns::Kicking,
    patterns::KickingByLength, patterns::LadderBottom, patterns::LongLeggedDoji, patterns::LongLine, patterns::Marubozu,
    patterns::MatchingLow, patterns::MatHold, patterns::MorningDojiStar, patterns::MorningStar, patterns::OnNeck,
    patterns::Piercing, patterns::RickshawMan, patterns::RiseFallThreeMethods, patterns::SeparatingLines,
    patterns::ShootingStar, patterns::ShortLine, patterns::SpinningTop, patterns::StalledPattern,
    patterns::StickSandwich, patterns::Takuri, patterns::TasukiGap, patterns::Thrusting, patterns::Tristar,
    patterns::UniqueThreeRiver, patterns::UpsideGapTwoCrows, patterns::GapThreeMethods>;

}  // namespace tidemark::analysis::candlesticks
