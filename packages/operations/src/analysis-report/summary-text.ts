import { knowsWork } from "../process-mining-analysis/discovery.ts";
import { count, duration, percent } from "./quantities.ts";
import { filterReportOf } from "./filter-report-of.ts";
import { readFigure } from "./read-figure.ts";
import type { ReportSource } from "./report-source.ts";

/** The analysis in a few sentences, each with its figures. */
export function summaryText({ discovery, operation }: ReportSource): string {
  const { cases, events, caseDurations, variants, variantCount, bottlenecks, rework, firstEvent, lastEvent } =
    discovery;
  const sentences = [
    `${count(cases).text} cases with ${count(events).text} events${firstEvent === undefined || lastEvent === undefined ? ", which have no times," : ` ${period(day(firstEvent), day(lastEvent))}`} were analysed.`,
  ];
  const filtered = filteredText(operation);
  if (filtered !== null) sentences.push(filtered);
  if (caseDurations !== undefined && Number.isFinite(caseDurations.median)) {
    sentences.push(
      `Half of the cases end within ${duration(caseDurations.median).text}, 95 % within ${duration(caseDurations.p95).text}; the mean is ${duration(caseDurations.mean).text}.`,
    );
  }
  const [variant] = variants ?? [];
  if (variant !== undefined) {
    sentences.push(
      variantCount === 1
        ? "All cases take the same way."
        : `Cases take ${count(variantCount).text} different ways; the most frequent covers ${percent(variant.share).text} of them.`,
    );
  }
  const [worst, second] = bottlenecks?.activities ?? [];
  if (worst !== undefined) {
    const next =
      second === undefined ? "" : `, followed by “${second.activity}” with ${percent(second.shareOfCycleTime).text}`;
    sentences.push(
      knowsWork(discovery)
        ? `Cases wait the longest for “${worst.activity}”: ${percent(worst.shareOfCycleTime).text} of all cycle time${next}.`
        : `Most time passes before “${worst.activity}” is completed, its own work included: ${percent(worst.shareOfCycleTime).text} of all cycle time${next}.`,
    );
  }
  if (rework.cases > 0 && cases > 0)
    sentences.push(`${percent(rework.cases / cases).text} of the cases repeat an activity.`);
  const anomalies = operation.phases
    .map(({ output }) => readFigure(output.results, "anomalies", "detected"))
    .find((found) => typeof found === "number");
  if (typeof anomalies === "number") {
    sentences.push(
      anomalies === 0
        ? "No case stands out as an anomaly."
        : anomalies === 1
          ? "One case stands out as an anomaly."
          : `${count(anomalies).text} cases stand out as anomalies.`,
    );
  }
  return sentences.join(" ");
}

function filteredText(operation: ReportSource["operation"]): string | null {
  const filtered = filterReportOf(operation);
  if (filtered === null) return null;
  const names = [...new Set(filtered.steps.map(({ filter }) => filter))].join(", ");
  return `They are what the filters (${names}) leave of ${count(filtered.casesBefore).text} cases with ${count(filtered.eventsBefore).text} events.`;
}

function day(iso: string): string {
  return new Date(iso).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}

function period(first: string, last: string): string {
  return first === last ? `of ${first}` : `from ${first} to ${last}`;
}
