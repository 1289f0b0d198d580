import { parquetOptions } from "../parquet/parquet-options.ts";
import { ROWS_BEFORE } from "../terms/event-table-columns.ts";
import { openDuckDbSession, type DuckDbLimits, type DuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlText } from "../text/sql-text.ts";
import type { CleaningRule, JudgedMisspelling } from "./cleaning-rule.ts";
import { csvSafe } from "../text/csv-safe.ts";
import { fixTimestamps } from "./fix-timestamps.ts";
import { recordChanges } from "./record-changes.ts";
import { dropIncompleteCases, fillMissingResources, removeDuplicates, type CompleteCase } from "./row-rules.ts";
import { mapColumn, normaliseCase, trimWhitespace } from "./text-rules.ts";
import { validateActivities, type MisspellingsToApply } from "./validate-activities.ts";

/**
 * The rules in the order in which they are applied, whatever the order in the request: texts are made comparable
 * before names are compared, values repaired before equal rows are sought, and rows dropped before cases are judged.
 */
export const CLEANING_RULES = [
  "trim_whitespace",
  "normalise_case",
  "map_activities",
  "map_resources",
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
  /** A dropped row as `activity @ time`. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface CleaningReport {
  readonly rule: CleaningRuleName;
  /** Faulty rows: changed, dropped and left as they are. */
  readonly found: number;
  readonly changed: number;
  readonly dropped: number;
  /** Values changed and rows dropped, of which the first are the examples. */
  readonly changes: number;
  readonly examples: readonly CleaningChange[];
  /** Names that may be misspellings, of `validate_activities`, the most events first. */
  readonly proposals?: readonly JudgedMisspelling[];
  /** Why the rule was not applied. */
  readonly skipped?: string;
}

/** Options of the rules; each belongs to the rule of its name. */
export interface CleaningParameters {
  /** New name of each activity, for `map_activities`. */
  readonly activityMapping?: Readonly<Record<string, string>>;
  /** New name of each resource, for `map_resources`. */
  readonly resourceMapping?: Readonly<Record<string, string>>;
  /** Which proposals of `validate_activities` are applied; default none. */
  readonly misspellings?: MisspellingsToApply;
  /** What `fill_missing_resources` writes; default `Unknown`. */
  readonly missingResource?: string;
  /** For `drop_incomplete_cases`. */
  readonly completeCase?: CompleteCase;
}

export interface CleaningOptions extends DuckDbLimits {
  /** Event table in Parquet, as an import writes it. */
  readonly tablePath: string;
  /** Rows without a time that the import set aside: `fix_timestamps` gives them their place and, if it can, a time. */
  readonly untimedPath?: string;
  readonly rules: readonly CleaningRuleName[];
  readonly parameters?: CleaningParameters;
  /** Where the cleaned table goes, in the shape of the table read. */
  readonly cleanedPath: string;
  /** Where a CSV of all changed and dropped rows goes; texts that a spreadsheet would run get an apostrophe in front. */
  readonly changesPath: string;
  /** Hears which rule is applied next and how far the work is, 0 to 1. */
  readonly onProgress?: (fraction: number, rule: CleaningRuleName | null) => void;
}

const MAX_EXAMPLES = 5;
const NOTHING = { changed: 0, dropped: 0, changes: 0, examples: [] } as const;
/** Rules that mean nothing in a log without times, where a step that is done twice looks the same twice. */
const NEED_TIMES: ReadonlySet<CleaningRuleName> = new Set(["fix_timestamps", "remove_duplicates"]);

/** Applies cleaning rules to an event table in DuckDB, which spills to `scratchDir`. Throws the signal's reason on abort. */
export async function cleanEventTable(options: CleaningOptions): Promise<readonly CleaningReport[]> {
  const session = await openDuckDbSession(options);
  try {
    await session.query(`CREATE TEMP TABLE event_rows AS ${rowsToClean(options)}`);
    await session.query(
      `CREATE TEMP TABLE changes (step INTEGER, rule VARCHAR, "case" VARCHAR, "row" BIGINT, "column" VARCHAR, before VARCHAR, after VARCHAR)`,
    );
    const described = await session.query("SELECT column_name FROM (DESCRIBE event_rows)");
    const columns = described.flatMap(([name]) =>
      typeof name === "string" && name !== "cleaning_row_position" ? [name] : [],
    );
    const [timed] = await session.query("SELECT EXISTS (SELECT 1 FROM event_rows WHERE timestamp IS NOT NULL)");
    const isTimed = timed?.[0] === true;
    const reports: CleaningReport[] = [];
    const steps = CLEANING_RULES.filter((name) => options.rules.includes(name));
    for (const [step, name] of steps.entries()) {
      options.onProgress?.((step + 1) / (steps.length + 2), name);
      if (!isTimed && NEED_TIMES.has(name)) {
        reports.push({ rule: name, found: 0, ...NOTHING, skipped: "the log has no times" });
        continue;
      }
      const rule = ruleOf(name, options.parameters ?? {});
      reports.push(await applyRule(session, { step, name, rule, columns }));
    }
    options.onProgress?.((steps.length + 1) / (steps.length + 2), null);
    await writeCleaned(session, options.cleanedPath);
    await session.query(
      `COPY (SELECT rule, ${csvSafe("case")}, "row", ${csvSafe("column")}, ${csvSafe("before")}, ${csvSafe("after")}
             FROM changes ORDER BY step, "row", "column") TO ${sqlText(options.changesPath)} (FORMAT csv, HEADER)`,
    );
    return reports;
  } finally {
    await session.close();
  }
}

/** The table's rows with their positions; rows without a time stand where their file had them. */
function rowsToClean({ tablePath, untimedPath, rules }: CleaningOptions): string {
  const table = `read_parquet(${sqlText(tablePath)}, file_row_number = true)`;
  if (untimedPath === undefined || !rules.includes("fix_timestamps"))
    return `SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS cleaning_row_position FROM ${table}`;
  return `SELECT * EXCLUDE (cleaning_place, cleaning_step),
      row_number() OVER (ORDER BY cleaning_place, cleaning_step) AS cleaning_row_position
    FROM (
      SELECT * EXCLUDE (file_row_number), file_row_number AS cleaning_place, 0 AS cleaning_step FROM ${table}
      UNION ALL BY NAME
      SELECT untimed.* EXCLUDE (file_row_number, ${ROWS_BEFORE}),
        coalesce(first_row + untimed.${ROWS_BEFORE} - 1, 9223372036854775807) AS cleaning_place, untimed.file_row_number + 1 AS cleaning_step
      FROM read_parquet(${sqlText(untimedPath)}, file_row_number = true) untimed
      LEFT JOIN (SELECT case_id AS first_case, min(file_row_number) AS first_row FROM ${table} GROUP BY case_id)
        ON untimed.case_id = first_case)`;
}

/** Rows of a case stay next to each other, as readers of event tables want them, even where cases became one. */
async function writeCleaned(session: DuckDbSession, path: string): Promise<void> {
  const places = `SELECT case_id, min(cleaning_row_position) AS first_row,
    max(cleaning_row_position) AS last_row FROM event_rows GROUP BY case_id`;
  const [grouped] = await session.query(
    `SELECT coalesce(bool_and(first_row > before), true) FROM (SELECT first_row, lag(last_row, 1, 0) OVER (ORDER BY first_row) AS before FROM (${places}))`,
  );
  const source =
    grouped?.[0] === true
      ? `event_rows ORDER BY cleaning_row_position`
      : `event_rows JOIN (${places}) places USING (case_id) ORDER BY places.first_row, cleaning_row_position`;
  const [[columns] = []] = await session.query("SELECT count(*) FROM duckdb_columns() WHERE table_name = 'event_rows'");
  await session.query(
    `COPY (SELECT event_rows.* EXCLUDE (cleaning_row_position) FROM ${source})
     TO ${sqlText(path)} (${parquetOptions(Number(columns))})`,
  );
}

function ruleOf(name: CleaningRuleName, parameters: CleaningParameters): CleaningRule {
  const rules: Record<CleaningRuleName, CleaningRule> = {
    trim_whitespace: trimWhitespace,
    normalise_case: normaliseCase,
    map_activities: mapColumn("activity", new Map(Object.entries(parameters.activityMapping ?? {}))),
    map_resources: mapColumn("resource", new Map(Object.entries(parameters.resourceMapping ?? {}))),
    validate_activities: validateActivities(parameters.misspellings ?? "none"),
    fix_timestamps: fixTimestamps,
    remove_duplicates: removeDuplicates,
    fill_missing_resources: fillMissingResources(parameters.missingResource ?? "Unknown"),
    drop_incomplete_cases: dropIncompleteCases(parameters.completeCase ?? {}),
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
  const plan = await rule(columns, session);
  if (plan === null) return { rule: name, found: 0, ...NOTHING, skipped: "the table has no resource column" };
  for (const sql of plan.prepare ?? []) await session.query(sql);
  const proposals =
    plan.proposals === undefined ? {} : { proposals: plan.proposals.toSorted((a, b) => b.events - a.events) };
  const [left] = plan.leftCount === undefined ? [] : await session.query(plan.leftCount);
  if (plan.occasion !== undefined) {
    const [found] = await session.query(`SELECT EXISTS (${plan.occasion})`);
    if (found?.[0] === false) return { rule: name, found: Number(left?.[0] ?? 0), ...NOTHING, ...proposals };
  }
  await session.query(`CREATE TEMP TABLE next_rows AS ${plan.rows}`);
  await recordChanges(session, { step, rule: name, columns: plan.changes });
  await session.query("DROP TABLE event_rows");
  await session.query("ALTER TABLE next_rows RENAME TO event_rows");
  const [counts] = await session.query(
    `SELECT count(DISTINCT "row") FILTER ("column" IS NOT NULL), count(*) FILTER ("column" IS NULL), count(*) FROM changes WHERE step = ${step}`,
  );
  const [changed = 0, dropped = 0, changes = 0] = (counts ?? []).map(Number);
  const examples = await session.query(
    `SELECT "case", "row", "column", before, after FROM changes WHERE step = ${step} ORDER BY "row", "column" LIMIT ${MAX_EXAMPLES}`,
  );
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return {
    rule: name,
    found: changed + dropped + Number(left?.[0] ?? 0),
    changed,
    dropped,
    changes,
    examples: examples.map(([caseId, row, column, before, after]) => ({
      case: text(caseId),
      row: Number(row),
      column: text(column),
      before: text(before),
      after: text(after),
    })),
    ...proposals,
  };
}
