export type { EventLog } from "./event-log.ts";
export type { RunOptions } from "./run-options.ts";
export { readEventLog, type ReadEventLogOptions } from "./read/read-event-log.ts";
export { filterLog, type FilteredLog } from "./filters/filter-log.ts";
export type { AttributeFilter, FilterStep, LogFilters } from "./filters/log-filters.ts";
export { listTableColumns, readAttributeFlags } from "./filters/read-attribute-flags.ts";
export { writeFilteredTable } from "./filters/write-filtered-table.ts";
export { checkReference, type DeviationKind, type ReferenceCheck } from "./conformance/check-reference.ts";
export { readModel, type ReadModel } from "./models/read-model.ts";
export type { ImportedModel } from "./models/import-model.ts";
export { readModelFile } from "./models/model-file.ts";
export { checkRules, type RuleResult } from "./rules/check-rules.ts";
export { BINARY_RULES, UNARY_RULES, type Rule, type RuleType } from "./rules/rule.ts";
export { quantile } from "./quantile.ts";
export type { Doubt, DoubtKind } from "./import/doubt.ts";
export { summarizeDistribution, type DistributionSummary } from "./summarize-distribution.ts";
export type { DurationSummary } from "./summarize-groups.ts";
export {
  discoverDirectlyFollowsGraph,
  type DfgEdge,
  type DfgNode,
  type DirectlyFollowsGraph,
} from "./directly-follows-graph.ts";
export { measureTransitionTimes, type TransitionTimes } from "./transition-times.ts";
export { discoverVariants, variantActivities, variantsToCover, type Variants } from "./variants.ts";
export { measureVariantTimes } from "./variant-times.ts";
export { overviewLog, type LogOverview } from "./log-overview.ts";
export { variantsHash } from "./variants-hash.ts";
export { measureCaseDurations, type CaseDurations } from "./case-durations.ts";
export { mergeLifecycle, type LifecycleCounts, type MergedLifecycle } from "./merge-lifecycle.ts";
export { measureActivityPerformance, type ActivityPerformance } from "./activity-performance.ts";
export { measureArrivals, type Arrivals } from "./arrivals.ts";
export { createWorkingClock, type WorkingCalendar, type WorkingClock } from "./working-calendar.ts";
export { toWorkingTime } from "./working-time.ts";
export { measureResourceLoad, type ResourceLoad, type ResourceWork } from "./resource-load.ts";
export { measureRework, type Rework } from "./rework.ts";
export { measureResourceHandover, type Handover, type ResourceHandover } from "./resource-handover.ts";
export {
  findBottlenecks,
  type ActivityBottleneck,
  type Bottlenecks,
  type TransitionBottleneck,
} from "./bottlenecks.ts";
export { measureProcessEfficiency, type ProcessEfficiency } from "./process-efficiency.ts";
export { endOfCase as END_OF_CASE } from "./prediction/prefix-vocabulary.ts";
export { renderInteractiveMap } from "./interactive-map/render-interactive-map.ts";
export { renderProcessMap, type ProcessMap, type ProcessMapInput } from "./process-map/render-process-map.ts";
export type { MapLimits } from "./process-map/select-map-content.ts";
export { COMPLEXITY_RATINGS, rateComplexity, type ComplexityRating, type ProcessComplexity } from "./complexity.ts";
export type { DefendedAccuracy } from "./prediction/defend-accuracy.ts";
export type { RunningCase } from "./prediction/predict-running-cases.ts";
export { overallConfidence } from "./prediction/overall-confidence.ts";
export {
  readEventAttributes,
  readEventTimes,
  type EventAttribute,
  type EventAttributes,
} from "./read/read-event-attributes.ts";
export type { RiskReport } from "./prediction/predict-risk.ts";
export type { RiskQuestion } from "./prediction/risk-question.ts";
export type { InputImportance } from "./prediction/importance.ts";
export { predictProcess } from "./prediction/predict-process.ts";
export type {
  PredictionModels,
  PredictionOptions,
  PredictionOutcome,
  PredictionReport,
} from "./prediction/predict-process.ts";
export type { PredictionHooks, PredictionProgress } from "./prediction/hooks.ts";
export { modelBudgets, type ModelBudget, type PredictionPerformance } from "./prediction/model-budget.ts";
export {
  predictWithoutModels,
  type SimplePredictionOutcome,
  type SimplePredictionReport,
} from "./prediction/predict-without-models.ts";
export type { NextActivityReport } from "./prediction/predict-next-activity.ts";
export type { NextActivityScore } from "./prediction/next-activity-contenders.ts";
export type { RemainingTimeReport } from "./prediction/predict-remaining-time.ts";
export type { RemainingTimeScore } from "./prediction/remaining-time-contenders.ts";
export type { Calibration, ReliabilityBin } from "./prediction/calibration.ts";
export type { NotEnoughData } from "./prediction/temporal-split.ts";
export type { Feature } from "./prediction/feature.ts";
export { exportModels, type ExportedFile } from "./prediction/export-models.ts";
export { detectAnomalies, type AnomalyReport } from "./anomalies/detect-anomalies.ts";
export type { AnomalyOptions, AnomalyThresholds } from "./anomalies/anomaly-options.ts";
export type { AnomalyFinding, AnomalyKind, AnomalySeverity, CaseAnomaly } from "./anomalies/anomaly.ts";
export type { DetectionQuality } from "./anomalies/estimate-false-positives.ts";
export { findPatterns, type PatternReport, type SequencePattern } from "./patterns/find-patterns.ts";
export type { PatternOptions } from "./patterns/pattern-options.ts";
export type { CriticalPath } from "./patterns/find-critical-paths.ts";
export { detectDrift, type Drift, type DriftChange } from "./drift/detect-drift.ts";
export { recommendImprovements, type RecommendationOptions } from "./recommendations/recommend-improvements.ts";
export type { ActivityRoles } from "./recommendations/question.ts";
export { findCasesUnderWay } from "./prediction/case-spans.ts";
export { segmentFinder, type SegmentFinder } from "./causes/segments.ts";
export { askForCauses, FEWEST_ANSWERS, type CauseAnswer, type CauseQuestion } from "./causes/cause-questions.ts";
export { findRootCauses, type Outcome, type RootCause, type RootCauses } from "./causes/find-root-causes.ts";
export { readCaseAttributes, type CaseAttribute } from "./read/read-case-attributes.ts";
export type { EventTableOptions } from "./read/event-table.ts";
export type {
  Conditions,
  Recommendation,
  RecommendationCategory,
  RecommendationCode,
  RecommendationEvidence,
  RecommendationPriority,
  SavingEvidence,
  Weekday,
} from "./recommendations/recommendation.ts";
export type { EventLogPreview, PreviewOptions, RefusedPreview } from "./preview/preview-event-log.ts";
export type { AppendBase, AppendReport } from "./append/append-event-table.ts";
export type { ImportLimits, LimitNames } from "./import/import-limits.ts";
export type { ImportMapping, ImportOptions, ImportProgress } from "./import/import-options.ts";
export type {
  ColumnMapping,
  ColumnRole,
  DetectedDetails,
  ImportedColumn,
  ColumnQuality,
  FileSample,
  ImportRefused,
  ImportResult,
  ImportSuccess,
  LogFormat,
  LogQuality,
} from "./import/import-result.ts";
export type { ImportErrorSummary } from "./import/import-error.ts";
export { qualityDimensions, type DimensionQuality, type QualityDimension } from "./import/quality-dimensions.ts";
export { discoverModel, type DiscoveredModel, type DiscoverModelOptions } from "./discovery/discover-model.ts";
export { DISCOVERY_ALGORITHMS, type DiscoveryAlgorithm } from "./discovery/discovery-algorithm.ts";
export type { DependencyEdge, DependencyGraph, HeuristicsOptions } from "./discovery/dependency-graph.ts";
export { measureModelQuality, type ModelQuality } from "./conformance/measure-quality.ts";
export type { Trace, TraceLog } from "./discovery/trace-log.ts";
export { countArcs, countSilent, type PetriNet, type PetriPlace, type PetriTransition } from "./models/petri-net.ts";
export { processTreeText, type ProcessTree, type TreeOperator } from "./models/process-tree.ts";
export { treeNet } from "./models/tree-net.ts";
export { bpmnGraph, type BpmnGraph, type BpmnNode, type BpmnNodeKind } from "./export/bpmn-graph.ts";
export { petriNetDot } from "./export/petri-net-dot.ts";
export { renderModel, type ModelNotation } from "./export/render-model.ts";
export { writeBpmn } from "./export/write-bpmn.ts";
export { writePnml } from "./export/write-pnml.ts";
export {
  CLEANING_RULES,
  cleanEventTable,
  type CleaningChange,
  type CleaningOptions,
  type CleaningParameters,
  type CleaningReport,
  type CleaningRuleName,
} from "./enrich/clean-event-table.ts";
export type { CompleteCase } from "./enrich/row-rules.ts";
export { describeEventTable, type EventTableDescription } from "./enrich/describe-event-table.ts";
export { DERIVED_COLUMNS, type DerivedColumn, type Shift } from "./enrich/derived-column.ts";
export { enrichEventTable, type EnrichOptions, type EnrichReport } from "./enrich/enrich-event-table.ts";
export { ColumnMissingError, type JoinReport, type TableJoin } from "./enrich/table-join.ts";
export type { EventTableFormat, ExportOptions } from "./enrich/export-event-table.ts";
