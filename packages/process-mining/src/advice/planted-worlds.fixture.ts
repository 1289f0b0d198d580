/** What logs with planted causes differ in. */
export interface PlantedWorld {
  readonly name: string;
  readonly cases: number;
  readonly days: number;
  /** Names of the steps; the last but one takes place in two of three cases. */
  readonly steps: readonly string[];
  /** Step at which a cause is planted. */
  readonly at: number;
  readonly wait: "exponential" | "log-normal" | "steady";
  readonly hasStarts: boolean;
  /** All is done from Monday to Friday, 8:00 to 17:00. */
  readonly hasOfficeHours: boolean;
  /** Who does the scarce step. */
  readonly scarce: readonly string[];
  readonly load: number;
  /** By so much are waits of the slow region longer, at one step or at all. */
  readonly slower: number;
  readonly isSlowEverywhere: boolean;
  readonly regions: readonly string[];
  /** Day of the week, 1 = Monday, on which the batch is done: all at one moment, or over six hours. */
  readonly batchDay: number;
  readonly isBatchAtOnce: boolean;
  readonly suppliers: readonly string[];
  readonly reworkShare: number;
  /** The step that corrects, between two of the same; null where the step itself is repeated. */
  readonly correct: string | null;
}

/** The plainest of them. */
export const purchase: PlantedWorld = {
  name: "purchase",
  cases: 900,
  days: 182,
  steps: ["Request", "Check", "Approve", "Delivery", "Reminder", "Invoice"],
  at: 2,
  wait: "exponential",
  hasStarts: false,
  hasOfficeHours: false,
  scarce: ["Boss"],
  load: 0.93,
  slower: 2.2,
  isSlowEverywhere: false,
  regions: ["East", "North", "South", "West"],
  batchDay: 5,
  isBatchAtOnce: false,
  suppliers: ["Crest", "Acme", "Bolt", "Dune", "Elm"],
  reworkShare: 0.6,
  correct: "Correct",
};

/** Logs that differ in all that a cause must show in spite of. The first of `regions` and `suppliers` is the planted one. */
export const PLANTED_WORLDS: readonly PlantedWorld[] = [
  purchase,
  { ...purchase, name: "purchase, uneven waits", wait: "log-normal" },
  {
    ...purchase,
    name: "claims with start times",
    cases: 600,
    steps: ["Register", "Assess", "Inspect", "Decide", "Inform", "Pay"],
    at: 3,
    wait: "log-normal",
    hasStarts: true,
    scarce: ["Ada", "Ben"],
    slower: 2,
    isSlowEverywhere: true,
    regions: ["Lyon", "Paris", "Lille", "Nantes", "Brest", "Nice", "Metz", "Tours"],
    batchDay: 3,
    isBatchAtOnce: true,
    suppliers: ["Garage 9", "Garage 1", "Garage 2", "Garage 3"],
    correct: null,
  },
  {
    ...purchase,
    name: "permits in office hours",
    cases: 1200,
    days: 365,
    steps: ["Receive", "Screen", "Advise", "Publish", "Object", "Archive"],
    hasOfficeHours: true,
    wait: "exponential",
    scarce: ["Lawyer"],
    slower: 3,
    batchDay: 1,
    suppliers: ["Agent X", "Agent A", "Agent B", "Agent C", "Agent D", "Agent E", "Agent F", "Agent G"],
    reworkShare: 0.5,
  },
  {
    ...purchase,
    name: "repairs in office hours, with start times",
    cases: 2000,
    days: 250,
    steps: ["Intake", "Diagnose", "Order part", "Repair", "Call", "Hand over"],
    at: 3,
    hasStarts: true,
    hasOfficeHours: true,
    wait: "steady",
    scarce: ["Bench 1", "Bench 2", "Bench 3"],
    slower: 1.8,
    isSlowEverywhere: true,
    batchDay: 5,
    isBatchAtOnce: true,
    correct: null,
    reworkShare: 0.45,
  },
  {
    ...purchase,
    name: "many regions",
    cases: 1500,
    slower: 2,
    regions: Array.from({ length: 12 }, (_, at) => `Region ${at}`),
    suppliers: Array.from({ length: 12 }, (_, at) => `Supplier ${at}`),
  },
  {
    ...purchase,
    name: "few cases",
    cases: 320,
    days: 120,
    wait: "steady",
    regions: ["Coast", "Inland", "Island"],
    slower: 2.5,
    batchDay: 2,
    suppliers: ["Zed", "Yak", "Xen"],
    reworkShare: 0.7,
  },
];
