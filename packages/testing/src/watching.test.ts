import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readDashboardQueries } from "./dashboard-queries.ts";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const read = (path: string): string => readFileSync(join(PROJECT, path), "utf8");

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string };
}
const rules = (parse(read("apps/deploy/prometheus/alerts.yml")) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  ({ rules: own }) => own,
);
const queries = readDashboardQueries();

/** What Prometheus adds to each series, and what makes a histogram of one. */
const COMMON_LABELS = ["job", "instance"];

/** Labels of each metric that the processes have, by its name: read where they are made. */
function readMetrics(): Map<string, readonly string[]> {
  const made =
    /metrics\.(?<kind>counter|gauge|histogram)\(\s*"(?<name>[a-z_]+)",\s*"[^"]+",?\s*(?:\[(?<labels>[^\]]*)\])?/g;
  const found = new Map<string, readonly string[]>([
    ["longhaul_metrics_uncollected_total", ["metric"]],
    // Of every process of Node.
    ["nodejs_eventloop_lag_p99_seconds", []],
    ["process_resident_memory_bytes", []],
  ]);
  for (const path of globSync("apps/*/src/**/*.ts", { cwd: PROJECT })) {
    for (const { groups } of read(path).matchAll(made)) {
      const name = `longhaul_${groups?.["name"]}`;
      const labels = [...(groups?.["labels"] ?? "").matchAll(/"(\w+)"/g)].map(([, label]) => label ?? "");
      if (groups?.["kind"] !== "histogram") found.set(name, labels);
      else {
        for (const part of ["count", "sum"]) found.set(`${name}_${part}`, labels);
        found.set(`${name}_bucket`, [...labels, "le"]);
      }
    }
  }
  return found;
}

const metrics = readMetrics();

/** What is wrong with a query: names of metrics that nobody has, and labels that they don't have. */
function faultsOf(query: string): string[] {
  const used = [...query.matchAll(/\b(?:longhaul|nodejs|process)_\w+/g)].map(([name]) => name);
  const faults = used.filter((name) => !metrics.has(name)).map((name) => `no metric ${name}`);
  if (used.length === 0) faults.push("asks for no metric");
  const allowed = new Set([...COMMON_LABELS, ...used.flatMap((name) => metrics.get(name) ?? [])]);
  const asked = [
    ...[...query.matchAll(/\bby \((?<names>[^)]*)\)/g)].flatMap((match) =>
      (match.groups?.["names"] ?? "").split(/,\s*/),
    ),
    ...[...query.matchAll(/(?<label>\w+)(?:=~|!~|!=|=)"/g)].map((match) => match.groups?.["label"] ?? ""),
  ];
  return [...faults, ...asked.filter((label) => !allowed.has(label)).map((label) => `no label ${label}`)];
}

describe("watching", () => {
  it("knows the metrics of all processes", () => {
    expect(metrics.get("longhaul_operations")).toEqual(["state", "type"]);
    expect(metrics.get("longhaul_phase_duration_seconds_bucket")).toEqual(["type", "phase", "le"]);
    expect(metrics.has("longhaul_webhook_oldest_due_seconds")).toBe(true);
    expect(metrics.has("longhaul_http_request_duration_seconds_count")).toBe(true);
  });

  it("finds queries of what doesn't exist", () => {
    expect(faultsOf("sum(rate(longhaul_operation_ends_total[5m]))")).toEqual([
      "no metric longhaul_operation_ends_total",
    ]);
    expect(faultsOf("max by (tenant) (longhaul_operations)")).toEqual(["no label tenant"]);
    expect(faultsOf('longhaul_webhook_breakers{status="open"}')).toEqual(["no label status"]);
  });

  it("asks in each panel of the dashboard for metrics and labels that exist", () => {
    expect(new Set(queries.map(({ title }) => title)).size).toBeGreaterThan(10);
    for (const { title, expr } of queries) expect([title, expr, faultsOf(expr)]).toEqual([title, expr, []]);
  });

  it("asks in each alert for metrics and labels that exist, and says what to do", () => {
    const guide = read("apps/deploy/README.md");
    for (const { alert, expr, annotations } of rules) {
      expect([alert, faultsOf(expr)]).toEqual([alert, []]);
      expect(annotations.summary).toMatch(/\.$/);
      expect(guide).toContain(`| \`${alert}\``);
    }
    const explained = [...guide.matchAll(/^\| `(Longhaul\w+)`/gm)].map(([, name]) => name);
    expect(new Set(explained)).toEqual(new Set(rules.map(({ alert }) => alert)));
  });
});
