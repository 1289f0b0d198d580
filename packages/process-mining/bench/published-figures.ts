import type { Protocol } from "./score-as-published.ts";

/** A figure of the literature. */
interface Published {
  readonly source: string;
  /** Accuracy of the next activity. */
  readonly accuracy?: number;
  /** Mean absolute error of the remaining time in days. */
  readonly maeDays?: number;
}

export interface KnownLog {
  readonly log: string;
  readonly cases: number;
  readonly events: number;
  /** Mean days of a case, to detect copies with swapped days and months. */
  readonly caseDays: number;
  /** Published figures by how they were measured. */
  readonly comparisons: readonly { readonly protocol: Protocol; readonly published: readonly Published[] }[];
}

const TAX = "Tax et al., Predictive Business Process Monitoring with LSTM Neural Networks (2017)";
const MULTI_TASK =
  "Kirchdorfer et al., On the Potential of Multi-Task Learning in Predictive Process Monitoring, results of their repository, the best of all models";
const SINGLE_TASK = "the same, the best of models that learn one task";
const PGTNET =
  "Amiri Elyasi et al., PGTNet: A Process Graph Transformer Network for Remaining Time Prediction (2024), holdout results of their repository";

/** The four models that the authors of PGTNet compare. */
function comparedWithPgtNet(pgtNet: number, daLstm: number, processTransformer: number, ggnn: number) {
  return {
    protocol: "last cases" as const,
    published: [
      { source: PGTNET, maeDays: pgtNet },
      { source: "the same, DALSTM of Navarin et al.", maeDays: daLstm },
      { source: "the same, ProcessTransformer of Bukhsh et al.", maeDays: processTransformer },
      { source: "the same, GGNN of Duong et al.", maeDays: ggnn },
    ],
  };
}

export const LOGS: readonly KnownLog[] = [
  {
    log: "Helpdesk of Tax et al.",
    cases: 3804,
    events: 13_710,
    caseDays: 8.8,
    comparisons: [{ protocol: "first cases", published: [{ source: TAX, accuracy: 0.7123 }] }],
  },
  {
    log: "BPIC 2012, W",
    cases: 9658,
    events: 72_413,
    caseDays: 11.4,
    comparisons: [{ protocol: "first cases", published: [{ source: TAX, accuracy: 0.76 }] }],
  },
  {
    log: "Helpdesk",
    cases: 4580,
    events: 21_348,
    caseDays: 40.86,
    comparisons: [
      comparedWithPgtNet(5.41, 12.9, 5.42, 4.8),
      {
        protocol: "random prefixes",
        published: [
          { source: MULTI_TASK, accuracy: 0.8105, maeDays: 6.27 },
          { source: SINGLE_TASK, accuracy: 0.6759, maeDays: 6.31 },
        ],
      },
    ],
  },
  {
    log: "Sepsis",
    cases: 1050,
    events: 15_214,
    caseDays: 28.47,
    comparisons: [
      comparedWithPgtNet(16.43, 15.71, 23.77, 17.23),
      {
        protocol: "random prefixes",
        published: [
          { source: MULTI_TASK, accuracy: 0.6458, maeDays: 18.57 },
          { source: SINGLE_TASK, accuracy: 0.4778, maeDays: 19.28 },
        ],
      },
    ],
  },
  {
    log: "BPIC 2012, completed events",
    cases: 13_087,
    events: 164_506,
    caseDays: 8.61,
    comparisons: [
      comparedWithPgtNet(5.41, 5.85, 5.86, 5.93),
      {
        protocol: "random prefixes",
        published: [
          { source: MULTI_TASK, accuracy: 0.7934, maeDays: 4.6 },
          { source: SINGLE_TASK, accuracy: 0.7106, maeDays: 4.66 },
        ],
      },
    ],
  },
];
