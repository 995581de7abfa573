#pragma once

#include "api/routes/alerts.hpp"

/// How far the configuration that trades is trusted.
namespace tidemark::api::routes {

inline constexpr std::array<std::string_view, 2> kStepKinds{"any", "rolled_back"};
inline constexpr std::array kActivationEventParams{
    ParamInfo{"kind", kQuery, kChoice, kOptional, "Only rollbacks, or all steps.", 0, 0, 0, kStepKinds}, kPageCursor,
    kPageLimit};
inline constexpr std::array kConfigurationParams{kPageLimit};
inline constexpr std::array kActivationProblems{404, 409, 413, 422, 503};

inline constexpr std::string_view kActivationText =
    "Stages are shadow, paper, micro (a tenth of the size), partial_25, partial_50 and full. Each criterion says what "
    "was measured at the present stage, of how many, with its interval of 95 % and how that comes about.";
inline constexpr std::string_view kSetStageText =
    "`promote` goes one stage up, and only when every criterion is met (409 criteria_unmet names what is missing); "
    "stages above paper need an account at a venue (409 beyond_account). `restart` forgets what was seen at this "
    "stage. `confirm` repeats the action.";
inline constexpr std::string_view kRollbackText =
    "One stage down, or to a stage further down, at once. Its open entry orders are canceled; what it holds keeps its "
    "stop and target.";
inline constexpr std::string_view kShadowText =
    "Active and candidate trade on paper in memory, both flat at first, on the same input; orders are the same when "
    "instrument, time and side are. What is left out is as the active strategy has it. A candidate does not survive a "
    "restart. One whose engine decides otherwise, too, is compared over a recording: `tidemark activation compare`.";

inline constexpr std::array kActivationRoutes{
    RouteInfo{Operation::kActivation,
              RouteKind::kHttp,
              Method::kGet,
              "/api/activation",
              "getActivation",
              "activation",
              "The stage, what it rests on, and what has moved it",
              kActivationText,
              {},
              kJson,
              "Activation",
              kActivationProblems},
    RouteInfo{Operation::kSetStage,
              RouteKind::kHttp,
              Method::kPost,
              "/api/activation",
              "setStage",
              "activation",
              "Ask for a promotion, or begin a stage anew",
              kSetStageText,
              {},
              kJson,
              "ActivationEvent",
              kActivationProblems,
              200,
              "StageRequest"},
    RouteInfo{Operation::kActivationEvents, RouteKind::kHttp, Method::kGet, "/api/activation/events",
              "listActivationEvents", "activation", "Steps of the stage, newest first", "", kActivationEventParams,
              kJson, "ActivationEventList", kActivationProblems},
    RouteInfo{Operation::kConfigurations, RouteKind::kHttp, Method::kGet, "/api/activation/configurations",
              "listConfigurations", "activation", "Configurations that have run, newest first", "",
              kConfigurationParams, kJson, "ConfigurationList", kActivationProblems},
    RouteInfo{Operation::kGoNoGo,
              RouteKind::kHttp,
              Method::kGet,
              "/api/go-no-go",
              "getGoNoGo",
              "activation",
              "Whether every criterion of a promotion is met",
              "",
              {},
              kJson,
              "GoNoGo",
              kActivationProblems},
    RouteInfo{Operation::kShadowMode,
              RouteKind::kHttp,
              Method::kGet,
              "/shadow-mode",
              "getShadowMode",
              "activation",
              "A candidate strategy beside the active one",
              "",
              {},
              kJson,
              "ShadowMode",
              kActivationProblems},
    RouteInfo{Operation::kSetShadowMode,
              RouteKind::kHttp,
              Method::kPost,
              "/shadow-mode",
              "setShadowMode",
              "activation",
              "Run a candidate strategy beside the active one, or end it",
              kShadowText,
              {},
              kJson,
              "ShadowMode",
              kActivationProblems,
              200,
              "ShadowModeRequest"},
    RouteInfo{Operation::kRollback,
              RouteKind::kHttp,
              Method::kPost,
              "/api/rollback",
              "rollBack",
              "activation",
              "A stage down, at once",
              kRollbackText,
              {},
              kJson,
              "ActivationEvent",
              kActivationProblems,
              200,
              "RollbackRequest"},
};

}  // namespace tidemark::api::routes
