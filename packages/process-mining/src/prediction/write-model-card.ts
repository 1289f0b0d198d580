import type { InputImportance } from "./importance.ts";
import type { NextActivityScore } from "./next-activity-contenders.ts";
import type { PredictionReport } from "./predict-process.ts";
import type { RemainingTimeScore } from "./remaining-time-contenders.ts";

/** The model card as Markdown: what the models are, how they were judged, when not to use them. */
export function writeModelCard(report: PredictionReport, dataName: string): string {
  const { pathPrediction: path, cycleTimePrediction: time, split } = report;
  const lines = [
    `# Prediction models: ${dataName}`,
    "",
    "Two models for cases that are under way: what happens next, and how long until the case ends.",
    "",
    "## How they were judged",
    "",
    `Split in time at ${new Date(split.splitMs).toISOString()}: ${split.trainCases} cases that had ended before then were ` +
      `learned from (${split.trainPrefixes} prefixes used), ${split.testCases} that began at or after it were the test ` +
      `(${split.testPrefixes} prefixes used). ${censoringText(split)} ` +
      "Names, bins and features come from the training cases only.",
    "",
    "## Next activity (`next-activity.onnx`)",
    "",
    verdict(path.beatsBaseline, path.recommended),
    "",
    "| predictor | accuracy | mean confidence | expected calibration error |",
    "|---|---|---|---|",
    ...[path.model, ...path.baselines].map(pathRow),
    "",
    `Features used: ${path.featureGroups.join(", ")}. The class \`(end of case)\` means that the case is over. ` +
      "Reliability of the model's confidence:",
    "",
    "| confidence | predictions | mean confidence | accuracy |",
    "|---|---|---|---|",
    ...path.model.calibration.bins.map(
      (bin) =>
        `| ${bin.from.toFixed(1)} to ${bin.to.toFixed(1)} | ${bin.count} | ${share(bin.meanConfidence)} | ${share(bin.accuracy)} |`,
    ),
    "",
    ...importanceTable("wrong predictions become more by", path.importance),
    "",
    "## Remaining time (`remaining-time.onnx`)",
    "",
  ];
  if (time.outcome === "predicted") {
    lines.push(
      verdict(time.beatsBaseline, time.recommended),
      "",
      "| predictor | mean absolute error, hours | accuracy |",
      "|---|---|---|",
      ...[time.model, ...time.baselines].map(timeRow),
      "",
      `Mean of what was to be predicted: ${time.meanActualHours.toFixed(2)} hours. Accuracy is 1 − mean absolute error ÷ ` +
        `that mean, 0 when negative. Features used: ${time.featureGroups.join(", ")}.`,
      "",
      ...importanceTable("error grows by", time.importance),
    );
  } else {
    lines.push(`Not trained: ${time.reason}.`);
  }
  lines.push(
    "",
    "## Input",
    "",
    `\`features\`: 32-bit floats, one row for each running case, ${report.features.length} columns, in this order ` +
      "(`features.json` has the codes of the categories):",
    "",
    ...report.features.map((feature) => `- \`${feature.name}\`: ${feature.description} (${feature.group})`),
    "",
    "```python",
    "import numpy, onnxruntime",
    `session = onnxruntime.InferenceSession("${path.beatsBaseline ? "next-activity" : "remaining-time"}.onnx")`,
    `rows = numpy.zeros((1, ${report.features.length}), dtype=numpy.float32)  # fill in the features`,
    'outputs = session.run(None, {"features": rows})',
    "```",
    "",
    "## Limits",
    "",
    "- What takes longer than anything that had been seen to end by the split can't be foretold.",
    "- An activity, resource or attribute value that the training cases didn't have is coded `(other)`; such an activity " +
      "can't be predicted.",
    `- Attributes learned from: ${report.attributes.used.join(", ") || "none"}. Each counts from the event on that names ` +
      "it; where an export writes what is known only at the end of a case beside all of its events, leave that column out.",
    ...report.attributes.leftOut.map(({ name, reason }) => `- Not learned from: ${name} (${reason}).`),
    "- Figures hold for the test period; a process that changes since then needs new models.",
    `- Trained with the setting ${report.performance}, seed ${report.seed}: the same log gives the same models.`,
    "",
  );
  return lines.join("\n");
}

function censoringText({ underWayCases, openTestCases, largestWeight }: PredictionReport["split"]): string {
  return (
    `Of ${underWayCases} more cases that were under way at that time, what had happened was learned from; ` +
    `${openTestCases} of the test cases were under way at the end of the log and judged as far as they had come. Cases ` +
    "that ended count for those that hadn't, by the inverse probability that their end was seen (Kaplan-Meier), in " +
    `training for ${largestWeight.toFixed(1)} cases at most.`
  );
}

function importanceTable(measure: string, importance: readonly InputImportance[]): string[] {
  return [
    "What the model owes to its inputs, measured by exchanging their values between test prefixes:",
    "",
    `| input | ${measure} |`,
    "|---|---|",
    ...importance.map(({ input, errorGrows }) => `| ${input} | ${share(errorGrows)} |`),
  ];
}

function verdict(beatsBaseline: boolean, recommended: string): string {
  return beatsBaseline
    ? `Recommended: ${recommended}; it beats every baseline by more than chance (one-sided 5 %, by case).`
    : `**Not offered: the model doesn't beat its best baseline by more than chance. Use the ${recommended} ` +
        "(`baselines.json`).**";
}

function pathRow(score: NextActivityScore): string {
  const { name, accuracy, confidence, calibration } = score;
  return `| ${name} | ${share(accuracy)} | ${share(confidence)} | ${share(calibration.expectedCalibrationError)} |`;
}

function timeRow(score: RemainingTimeScore): string {
  return `| ${score.name} | ${score.meanAbsoluteErrorHours.toFixed(2)} | ${share(score.accuracy)} |`;
}

function share(value: number): string {
  return value.toFixed(3);
}
