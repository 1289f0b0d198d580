import { escapeXml } from "@longhaul/domain";
import { sqlName, sqlText } from "../text/sql-text.ts";
import { typedTimeExpression } from "../time/time-expression.ts";
import { utc } from "../time/time-zone.ts";

export interface XesColumn {
  readonly name: string;
  /** DuckDB type. */
  readonly type: string;
}

/** Keys of the extensions that XES defines for these columns. */
const STANDARD_KEYS: ReadonlyMap<string, string> = new Map([
  ["activity", "concept:name"],
  ["timestamp", "time:timestamp"],
  ["resource", "org:resource"],
  ["lifecycle", "lifecycle:transition"],
]);

/**
 * SQL of the text that each row adds to a XES file: head and foot of the log come with the first and the last row, those
 * of a trace with the first and the last row of a case. The windows have no order and no partition, so they stream.
 */
export function xesText(log: {
  readonly logName: string;
  readonly traceColumns: readonly XesColumn[];
  readonly eventColumns: readonly XesColumn[];
}): string {
  const trace = log.traceColumns.map((column) => attribute(traceKey(column.name), column));
  const keys = new Set(STANDARD_KEYS.values());
  const event = log.eventColumns
    .filter(({ name }) => name !== "case_id")
    .map((column) => {
      const standard = STANDARD_KEYS.get(column.name);
      const own = keys.has(column.name) ? `other:${column.name}` : column.name;
      return attribute(standard ?? own, column);
    });
  const before = "lag(case_id) OVER ()";
  const after = "lead(case_id) OVER ()";
  const caseName = attribute("concept:name", { name: "case_id", type: "VARCHAR" });
  // One `concat` copies each part once; a chain of || would copy all that stands before it again and again.
  const parts = [
    `CASE WHEN ${before} IS NULL THEN ${sqlText(head(log))} ELSE '' END`,
    `CASE WHEN case_id IS DISTINCT FROM ${before} THEN concat(${["'<trace>'", caseName, ...trace, "chr(10)"].join(", ")}) ELSE '' END`,
    "'<event>'",
    ...event,
    "'</event>'",
    `CASE WHEN case_id IS DISTINCT FROM ${after} THEN chr(10) || '</trace>' ELSE '' END`,
    `CASE WHEN ${after} IS NULL THEN chr(10) || '</log>' ELSE '' END`,
  ];
  return `concat(${parts.join(", ")})`;
}

/** A trace's own name is its case's. */
function traceKey(name: string): string {
  const key = name.slice("case:".length);
  return key === "concept:name" ? `other:${key}` : key;
}

function attribute(key: string, { name, type }: XesColumn): string {
  const value = sqlName(name);
  const [kind, text] = typed(value, type);
  const before = sqlText(`<${kind} key="${escapeXml(key)}" value="`);
  return `CASE WHEN ${value} IS NULL THEN '' ELSE concat(${before}, ${text}, '"/>') END`;
}

function typed(value: string, type: string): readonly [kind: string, text: string] {
  if (/INT(?:EGER)?$/.test(type)) return ["int", `CAST(${value} AS VARCHAR)`];
  if (/^(?:DOUBLE|FLOAT|DECIMAL)/.test(type)) return ["float", `CAST(${value} AS VARCHAR)`];
  if (type === "BOOLEAN") return ["boolean", `CAST(${value} AS VARCHAR)`];
  const time = typedTimeExpression(value, type, utc);
  if (time !== null) return ["date", `strftime(${time}, '%Y-%m-%dT%H:%M:%S.%f+00:00')`];
  return ["string", escapedSql(type === "VARCHAR" ? value : `CAST(${value} AS VARCHAR)`)];
}

/** Characters that XML has no place for go; those that attributes would lose or misread become references. */
function escapedSql(value: string): string {
  const entities = [
    ["'&'", "&amp;"],
    ["'<'", "&lt;"],
    ["'>'", "&gt;"],
    [`'"'`, "&quot;"],
    ["chr(10)", "&#10;"],
    ["chr(13)", "&#13;"],
    ["chr(9)", "&#9;"],
  ];
  const clean = `regexp_replace(${value}, '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]', '', 'g')`;
  const escaped = entities.reduce((sql, [from, to]) => `replace(${sql}, ${from}, '${to}')`, clean);
  // Few texts need any of it.
  return `CASE WHEN regexp_matches(${value}, '[&<>"\\x00-\\x1F\\x{FFFE}\\x{FFFF}]') THEN ${escaped} ELSE ${value} END`;
}

const head = ({
  logName,
  eventColumns,
}: {
  readonly logName: string;
  readonly eventColumns: readonly XesColumn[];
}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/>${eventColumns.some(({ name }) => name === "timestamp") ? '<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>' : ""}</global>
<classifier name="Activity" keys="concept:name"/>
<string key="concept:name" value="${escapeXml(logName)}"/>
`;
