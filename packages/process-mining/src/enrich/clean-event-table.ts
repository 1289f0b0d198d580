import { openDuckDbSession, type DuckDbLimits, type DuckDbSession } from "../import/duckdb-session.ts";
import { sqlName, sqlText } from "../import/sql-text.ts";
import type { CleaningRule } from "./cleaning-rule.ts";
import { fixTimestamps } from "./fix-timestamps.ts";
import { dropIncompleteCases, fillMissingResources, removeDuplicates } from "./row-rules.ts";
import { mapActivities, normaliseCase, trimWhitespace } from "./text-rules.ts";
import { validateActivities } from "./validate-activities.ts";

/**
 * The rules in the order in which they are applied, whatever order they are asked for in: texts are made comparable
 * before names are compared, values repaired before equal rows are sought, and rows dropped before cases are judged.
 */
export const CLEANING_RULES = [
  "trim_whitespace",
  "normalise_case",
  "map_activities",
  "validate_activities",
  "fix_timestamps",
  "remove_duplicates",
  "fill_missing_resources",
  "drop_incomplete_cases",
] as const;

export type CleaningRuleName = (typeof CLEANING_RULES)[number];

export interface CleaningChange {
  readonly case: string | null;
  /** Position of the row in the table before cleaning, from 1. */
  readonly row: number;
  /** Null where the whole row was dropped. */
  readonly column: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

export interface CleaningReport {
  readonly rule: CleaningRuleName;
  /** Faulty rows: changed, dropped and left as they are. */
  readonly found: number;
  readonly changed: number;
  readonly dropped: number;
  readonly examples: readonly CleaningChange[];
}

export interface CleaningOptions extends DuckDbLimits {
  /** Event table in Parquet, as an import writes it. */
  readonly tablePath: string;
  readonly rules: readonly CleaningRuleName[];
  /** New name of each activity, for `map_activities`. */
  readonly activityMapping?: Readonly<Record<string, string>>;
  /** Where the cleaned table goes, in the shape of the table read. */
  readonly cleanedPath: string;
  /** Where a CSV of all changed and dropped rows goes; texts that a spreadsheet would run get an apostrophe in front. */
  readonly changesPath: string;
}

const MAX_EXAMPLES = 5;

/** Applies cleaning rules to an event table in DuckDB, which spills to `scratchDir`. Throws the signal's reason on abort. */
export async function cleanEventTable(options: CleaningOptions): Promise<readonly CleaningReport[]> {
  const session = await openDuckDbSession(options);
  try {
    await session.query(
      `CREATE TEMP TABLE event_rows AS SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS cleaning_row_position
       FROM read_parquet(${sqlText(options.tablePath)}, file_row_number = true)`,
    );
    await session.query(
      `CREATE TEMP TABLE changes (step INTEGER, rule VARCHAR, "case" VARCHAR, "row" BIGINT, "column" VARCHAR, before VARCHAR, after VARCHAR)`,
    );
    const described = await session.query("SELECT column_name FROM (DESCRIBE event_rows)");
    const columns = described.flatMap(([name]) =>
      typeof name === "string" && name !== "cleaning_row_position" ? [name] : [],
    );
    const reports: CleaningReport[] = [];
    for (const [step, name] of CLEANING_RULES.entries()) {
      if (!options.rules.includes(name)) continue;
      const rule = ruleOf(name, options.activityMapping ?? {});
      reports.push(await applyRule(session, { step, name, rule, columns }));
    }
    await session.query(
      `COPY (SELECT * EXCLUDE (cleaning_row_position) FROM event_rows ORDER BY cleaning_row_position)
       TO ${sqlText(options.cleanedPath)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
    );
    await session.query(
      `COPY (SELECT rule, ${safe("case")}, "row", ${safe("column")}, ${safe("before")}, ${safe("after")}
             FROM changes ORDER BY step, "row", "column") TO ${sqlText(options.changesPath)} (FORMAT csv, HEADER)`,
    );
    return reports;
  } finally {
    session.close();
  }
}

function ruleOf(name: CleaningRuleName, mapping: Readonly<Record<string, string>>): CleaningRule {
  const rules: Record<CleaningRuleName, CleaningRule> = {
    trim_whitespace: trimWhitespace,
    normalise_case: normaliseCase,
    map_activities: mapActivities(mapping),
    validate_activities: validateActivities,
    fix_timestamps: fixTimestamps,
    remove_duplicates: removeDuplicates,
    fill_missing_resources: fillMissingResources,
    drop_incomplete_cases: dropIncompleteCases,
  };
  return rules[name];
}

interface RuleTask {
  readonly step: number;
  readonly name: CleaningRuleName;
  readonly rule: CleaningRule;
  readonly columns: readonly string[];
}

async function applyRule(session: DuckDbSession, { step, name, rule, columns }: RuleTask): Promise<CleaningReport> {
  const plan = rule(columns);
  if (plan === null) return { rule: name, found: 0, changed: 0, dropped: 0, examples: [] };
  for (const sql of plan.prepare ?? []) await session.query(sql);
  const [left] = plan.leftCount === undefined ? [] : await session.query(plan.leftCount);
  await session.query(`CREATE TEMP TABLE next_rows AS ${plan.rows}`);
  const record = `INSERT INTO changes SELECT ${step}, ${sqlText(name)}, old.case_id, old.cleaning_row_position`;
  for (const column of plan.changes) {
    const [before, after] = [`old.${sqlName(column)}`, `new.${sqlName(column)}`];
    await session.query(
      `${record}, ${sqlText(column)}, CAST(${before} AS VARCHAR), CAST(${after} AS VARCHAR)
       FROM event_rows old JOIN next_rows new USING (cleaning_row_position) WHERE ${before} IS DISTINCT FROM ${after}`,
    );
  }
  await session.query(
    `${record}, NULL, NULL, NULL FROM event_rows old ANTI JOIN next_rows USING (cleaning_row_position)`,
  );
  await session.query("DROP TABLE event_rows");
  await session.query("ALTER TABLE next_rows RENAME TO event_rows");
  const [counts] = await session.query(
    `SELECT count(DISTINCT "row") FILTER ("column" IS NOT NULL), count(*) FILTER ("column" IS NULL) FROM changes WHERE step = ${step}`,
  );
  const [changed = 0, dropped = 0] = (counts ?? []).map(Number);
  const examples = await session.query(
    `SELECT "case", "row", "column", before, after FROM changes WHERE step = ${step} ORDER BY "row", "column" LIMIT ${MAX_EXAMPLES}`,
  );
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return {
    rule: name,
    found: changed + dropped + Number(left?.[0] ?? 0),
    changed,
    dropped,
    examples: examples.map(([caseId, row, column, before, after]) => ({
      case: text(caseId),
      row: Number(row),
      column: text(column),
      before: text(before),
      after: text(after),
    })),
  };
}

const safe = (name: string): string =>
  `CASE WHEN regexp_matches(${sqlName(name)}, '^[=+\\-@\\t\\r]') THEN '''' || ${sqlName(name)} ELSE ${sqlName(name)} END AS ${sqlName(name)}`;
