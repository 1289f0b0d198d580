/** How much of an accuracy can be defended. */
export interface DefendedAccuracy {
  /** Accuracy on the test cases that began in the earlier half of the test period, and in the later. */
  readonly halves: readonly [earlier: number, later: number];
  /** What the accuracy of the worse half is at least, with 95 % confidence. */
  readonly lowerBound: number;
  /** Whether a trained model beats the best baseline by more than chance; false where none was trained. */
  readonly beatsBaseline: boolean;
  /** `lowerBound` less the calibration error of the stated probabilities, where there are any; 0–1. */
  readonly defended: number;
}

/** What was predicted of each judged row. */
export interface JudgedRows {
  /** What a prediction that is wholly wrong costs: 1 for a class, what was to be predicted for a time. */
  readonly amounts: Float64Array;
  readonly errors: Float64Array;
  readonly caseOfRow: Uint32Array;
  /** Test cases that began in the later half. */
  readonly laterCases: ReadonlySet<number>;
}

/** Quantile of the standard normal distribution for a one-sided bound at 95 %. */
const boundZ = 1.645;

/**
 * Bounds an accuracy, 1 − Σ errors ÷ Σ amounts, from below: in the half of the test period in which it was worse, with
 * one more case that was predicted wrongly throughout, so that a handful of cases proves little. Rows of one case depend
 * on each other, so the standard error of the ratio is that of sums by case (cluster-robust, as in `isRealImprovement`).
 */
export function defendAccuracy(
  judged: JudgedRows,
  model: { readonly beatsBaseline: boolean; readonly calibrationError?: number },
): DefendedAccuracy {
  const earlier = boundHalf(judged, false);
  const later = boundHalf(judged, true);
  const lowerBound = Math.min(earlier.lowerBound, later.lowerBound);
  return {
    halves: [earlier.accuracy, later.accuracy],
    lowerBound,
    beatsBaseline: model.beatsBaseline,
    defended: Math.max(0, lowerBound - (model.calibrationError ?? 0)),
  };
}

interface CaseSum {
  error: number;
  amount: number;
}

function boundHalf({ amounts, errors, caseOfRow, laterCases }: JudgedRows, isLater: boolean) {
  const byCase = new Map<number, CaseSum>();
  for (let at = 0; at < errors.length; at++) {
    const owner = caseOfRow[at] ?? 0;
    if (laterCases.has(owner) !== isLater) continue;
    const sum = byCase.get(owner) ?? { error: 0, amount: 0 };
    sum.error += errors[at] ?? 0;
    sum.amount += amounts[at] ?? 0;
    byCase.set(owner, sum);
  }
  const cases = [...byCase.values()];
  const total = (sums: readonly CaseSum[], of: keyof CaseSum): number => sums.reduce((sum, one) => sum + one[of], 0);
  const amount = total(cases, "amount");
  if (amount === 0) return { accuracy: 0, lowerBound: 0 };
  const accuracy = Math.max(0, 1 - total(cases, "error") / amount);
  const wrong = amount / cases.length;
  const judged = [...cases, { error: wrong, amount: wrong }];
  const whole = amount + wrong;
  const rate = total(judged, "error") / whole;
  const squares = judged.reduce((sum, one) => sum + (one.error - rate * one.amount) ** 2, 0);
  return { accuracy, lowerBound: Math.max(0, 1 - rate - (boundZ * Math.sqrt(squares)) / whole) };
}
