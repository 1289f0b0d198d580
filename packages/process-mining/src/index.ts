export type { EventLog } from "./event-log.ts";
export type { RunOptions } from "./run-options.ts";
export { readEventLog, type ReadEventLogOptions } from "./read/read-event-log.ts";
export type { TimeWindow, TimeWindowRule } from "./read/time-window.ts";
export { quantile } from "./quantile.ts";
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
export { variantsHash } from "./variants-hash.ts";
export { measureCaseDurations, type CaseDurations } from "./case-durations.ts";
export { measureActivityPerformance, type ActivityPerformance } from "./activity-performance.ts";
export { measureRework, type Rework } from "./rework.ts";
export { measureResourceHandover, type Handover, type ResourceHandover } from "./resource-handover.ts";
export {
  findBottlenecks,
  type ActivityBottleneck,
  type Bottlenecks,
  type TransitionBottleneck,
} from "./bottlenecks.ts";
export { measureProcessEfficiency, type ProcessEfficiency } from "./process-efficiency.ts";
export { renderProcessMap, type ProcessMap, type ProcessMapInput } from "./process-map/render-process-map.ts";
export type { MapLimits } from "./process-map/select-map-content.ts";
export { COMPLEXITY_RATINGS, rateComplexity, type ComplexityRating, type ProcessComplexity } from "./complexity.ts";
