/** An analysis as an analyst reads it. */
export const analysis = {
  none: "This analysis has no report of its process to draw.",
  map: {
    title: "Process map",
    shown: (nodes: number, allNodes: number, edges: number, allEdges: number) =>
      `${nodes} of ${allNodes} activities, ${edges} of ${allEdges} paths`,
    activities: "Activities",
    paths: "Paths",
    tell: "Arrows tell",
    measures: { count: "how often", medianSec: "median wait", meanSec: "mean wait" },
    search: "Find an activity",
    start: "Start",
    end: "End",
    larger: "Larger",
    smaller: "Smaller",
    whole: "Whole",
    events: (events: string, cases: string) => `${events} times in ${cases} cases`,
    ends: (starts: string, ends: string) => `${starts} cases begin with it, ${ends} end`,
    waits: (median: string, mean: string) => `wait before it: median ${median}, mean ${mean}`,
  },
  variants: {
    title: "Variants",
    count: (count: string) => `${count} in all`,
    cases: (count: string) => `${count} cases`,
    covered: (share: string) => `${share} with those above`,
    more: "Show more",
  },
  bottlenecks: {
    steps: "Time lost before a step",
    ways: "Time lost between two steps",
    facts: (share: string, waits: string, mean: string, median: string) =>
      `${share} of all cycle time · ${waits} waits · mean ${mean} · median ${median}`,
  },
} as const;
