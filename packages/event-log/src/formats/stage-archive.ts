import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { ErrorTally } from "../terms/error-tally.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { StageOptions } from "../staging/stage-options.ts";
import type { StagedColumn, StagedLog } from "../staging/staged-log.ts";
import { withDoubts, withoutCopies } from "./file-copies.ts";
import { extractMember, openZipArchive, type ZipMember } from "./zip-archive.ts";

/** Logs of one archive that are put together. */
const MAX_LOGS = 200;

/** What archives hold beside logs. */
const BESIDE_LOGS =
  /(?:^|\/)(?:__MACOSX\/|\.|readme|licen[cs]e|thumbs\.db|desktop\.ini)|\.(?:md|pdf|docx?|png|jpe?g|svg|html?)$/i;

/** A log of the archive in a table of its own. */
interface StagedMember {
  readonly name: string;
  readonly table: string;
  readonly log: StagedLog;
}

/**
 * Stages the logs of a ZIP archive as one: a single one as it is, several below each other, columns matched by name, copies once.
 * `mapping.file` chooses one. Notes and pictures beside them are passed over.
 */
export async function stageArchive(
  session: DuckDbSession,
  options: StageOptions,
  stageLog: (session: DuckDbSession, options: StageOptions) => Promise<StagedLog>,
): Promise<StagedLog> {
  if (options.isInArchive === true) {
    throw new ImportRefusal("UnreadableZip", "It is an archive too. Put the logs themselves into one ZIP archive.");
  }
  const archive = await openZipArchive(options.sourcePath, options.bounds);
  try {
    const chosen = chooseMembers(archive.members, options.mapping.file);
    const { members, copies } = await withoutCopies(chosen, options.signal);
    const staged: StagedMember[] = [];
    for (const [at, member] of members.entries()) {
      const scratchDir = join(options.scratchDir, `member-${randomUUID()}`);
      await mkdir(scratchDir);
      const sourcePath = join(scratchDir, "source");
      await extractMember(member, sourcePath, options.signal);
      const onProgress = (fraction: number): void => options.onProgress((at + fraction) / members.length);
      const plain = members.length === 1 ? options.plain : null;
      const inner = { ...options, sourcePath, scratchDir, plain, onProgress, isInArchive: true };
      const log = await stageLog(session, inner).catch((err: unknown) => {
        throw inMember(err, member.name, members.length);
      });
      if (members.length === 1) return withDoubts({ ...log, details: { ...log.details, file: member.name } }, copies);
      const table = `member_${at}`;
      const columns = ["row_index", ...log.columns.map(({ sql }) => sql)].join(", ");
      await session.query(`CREATE TABLE ${table} AS SELECT ${columns} FROM ${log.relation} ORDER BY row_index`);
      await session.query("DROP TABLE IF EXISTS staged");
      staged.push({ name: member.name, table, log });
    }
    return withDoubts(union(staged), copies);
  } finally {
    archive.close();
  }
}

function chooseMembers(members: readonly ZipMember[], wanted: string | undefined): readonly ZipMember[] {
  const logs = members.filter(({ name }) => !BESIDE_LOGS.test(name));
  const names = logs.map(({ name }) => JSON.stringify(name)).slice(0, 30);
  if (wanted !== undefined) {
    const found = members.find(({ name }) => name === wanted) ?? members.find(({ name }) => basename(name) === wanted);
    if (found !== undefined) return [found];
    throw new ImportRefusal(
      "FileNotFound",
      `The ZIP archive has no file ${JSON.stringify(wanted)}. Its files are: ${names.join(", ")}.`,
    );
  }
  if (logs.length === 0) throw new ImportRefusal("NoEvents", "The ZIP archive holds no file that could be a log.");
  if (logs.length > MAX_LOGS) {
    throw new ImportRefusal(
      "TooLarge",
      `The ZIP archive holds ${logs.length} files; at most ${MAX_LOGS} are put together. Name one in \`mapping.file\`.`,
    );
  }
  return logs;
}

/** A refusal that says which file of the archive it is about, and how to go on without it. */
function inMember(err: unknown, name: string, count: number): unknown {
  if (!(err instanceof ImportRefusal)) return err;
  const { ok: _, code, message, ...details } = err.refused;
  const remedy = count === 1 ? "" : " Leave the file out, or name the one to read in `mapping.file`.";
  return new ImportRefusal(code, `${JSON.stringify(name)} in the ZIP archive: ${message}${remedy}`, details);
}

/** Logs below each other, in the order of the archive; rows are named by file and number. */
function union(members: readonly StagedMember[]): StagedLog {
  const names = new Map<string, string>();
  for (const { log } of members)
    for (const { name } of log.columns) names.set(keyOf(name), names.get(keyOf(name)) ?? name);
  const columns = [...names].map(([key, name], index): StagedColumn => ({
    name,
    sql: `u${index}`,
    ...typeOf(key, members),
  }));
  const tally = new ErrorTally();
  let rows = 0;
  const parts = members.map(({ name, table, log }) => {
    const first = rows;
    rows += log.rows;
    for (const { type, count, resolved, listed } of log.tally.entries()) {
      const located = listed.map((example) => ({ ...example, element: inFile(name, example.element) }));
      tally.addMany(type, count, located, resolved);
    }
    const own = new Map(
      log.columns.map((column) => [keyOf(column.name), column.sql]).toReversed() as [string, string][],
    );
    const fields = new Map(
      [...names.keys()].map((key, index) => {
        const type = columns[index]?.type ?? "VARCHAR";
        const sql = own.get(key);
        return [`u${index}`, `${sql === undefined ? `NULL::${type}` : `CAST(${sql} AS ${type})`} AS u${index}`];
      }),
    );
    const select = (some: readonly StagedColumn[]): string =>
      `SELECT ${[`row_index + ${first} AS row_index`, ...some.map(({ sql }) => fields.get(sql) ?? sql)].join(", ")} FROM ${table}`;
    return { name, first, rows: log.rows, select };
  });
  const relationOf = (some: readonly StagedColumn[]): string =>
    `(${parts.map(({ select }) => select(some)).join(" UNION ALL ")})`;
  return {
    format: "zip",
    relation: relationOf(columns),
    relationOf,
    columns,
    rows,
    tally,
    locate: (indexes) =>
      Promise.resolve(
        indexes.map((index) => {
          const part = parts.findLast(({ first }) => index >= first);
          return { element: inFile(part?.name ?? "", undefined), row: index - (part?.first ?? 0) + 1 };
        }),
      ),
    details: { files: members.map(({ name }) => name) },
    isDelimiterGiven: false,
    doubts: members.flatMap(({ name, log }) =>
      (log.doubts ?? []).map((doubt) => ({ ...doubt, detail: `${name}: ${doubt.detail}` })),
    ),
  };
}

/** A type that all files agree on; else text, still to be understood. */
function typeOf(key: string, members: readonly StagedMember[]): Pick<StagedColumn, "type" | "declaredType"> {
  const all = members.flatMap(({ log }) => log.columns.filter(({ name }) => keyOf(name) === key));
  const [first] = all;
  if (
    first !== undefined &&
    all.every(({ type, declaredType }) => type === first.type && declaredType === first.declaredType)
  ) {
    return { type: first.type, ...(first.declaredType === undefined ? {} : { declaredType: first.declaredType }) };
  }
  return { type: "VARCHAR" };
}

const keyOf = (name: string): string => name.trim().toLowerCase();

const inFile = (file: string, element: string | undefined): string =>
  element === undefined ? file : `${file}, ${element}`;
