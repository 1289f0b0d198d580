import { stat } from "node:fs/promises";
import { Pacer } from "@longhaul/domain";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { sqlName } from "../text/sql-text.ts";
import { latestValues, type OcelHandler, type OcelSource } from "./ocel-source.ts";
import type { RecordField } from "../records/record-stage.ts";

const ROWS_PER_TURN = 5000;

/** Columns of the tables of objects and events that are no attributes. */
const OWN_COLUMNS: ReadonlySet<string> = new Set([
  "ocel_id",
  "ocel_time",
  "ocel_changed_field",
  "ocel_type",
  "ocel_row",
  "ocel_object_id",
]);

type Row = Record<string, SQLOutputValue>;

/** The SQLite form of OCEL 2.0: tables `event`, `object`, `event_object`, and one table for each type. */
export function openOcelSqlite(path: string, bounds: ImportBounds, signal: AbortSignal): OcelSource {
  return {
    format: "ocel2.sqlite",
    placeName: "row",
    async read(handler) {
      bounds.countRead((await stat(path)).size);
      const db = new DatabaseSync(path, { readOnly: true, allowExtension: false });
      try {
        // The file is untrusted: code in its schema must not run.
        db.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
        const tables = listTables(db);
        if (handler.onObject !== undefined) await readObjects(db, tables, handler, signal);
        if (handler.onEvent !== undefined) await readEvents(db, tables, handler, signal);
      } catch (err) {
        if (err instanceof Error && "errcode" in err) throw unreadable(err.message);
        throw err;
      } finally {
        db.close();
      }
    },
  };
}

/** Reads real tables only: a view or virtual table in an uploaded file could run arbitrary code for ever. */
function listTables(db: DatabaseSync): ReadonlySet<string> {
  const found = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    .all()
    .map(({ name }) => textOf(name));
  const tables = new Set(found);
  const missing = ["event", "object", "event_object", "event_map_type", "object_map_type"].filter(
    (name) => !tables.has(name),
  );
  if (missing.length > 0) {
    throw unreadable(`it has no table ${missing.join(", ")}; an object-centric log (OCEL 2.0) has them`);
  }
  return tables;
}

async function readObjects(
  db: DatabaseSync,
  tables: ReadonlySet<string>,
  handler: OcelHandler,
  signal: AbortSignal,
): Promise<void> {
  for (const { type, table } of typeTables(db, tables, "object")) {
    const sql = `SELECT t.*, o.ocel_id AS ocel_id FROM object o LEFT JOIN ${sqlName(table)} t ON t.ocel_id = o.ocel_id WHERE o.ocel_type = ? ORDER BY o.ocel_id`;
    for await (const rows of rowsById(db, sql, type, handler, signal)) {
      const values = rows.flatMap((row) => {
        const time = textOf(row["ocel_time"]);
        return attributesOf(row).map(([name, value]) => ({ name, value, time }));
      });
      handler.onObject?.({ id: textOf(rows[0]?.["ocel_id"]), type, attributes: latestValues(values) });
    }
  }
}

async function readEvents(
  db: DatabaseSync,
  tables: ReadonlySet<string>,
  handler: OcelHandler,
  signal: AbortSignal,
): Promise<void> {
  for (const { type, table } of typeTables(db, tables, "event")) {
    const sql = `SELECT t.*, e.ocel_id AS ocel_id, e.rowid AS ocel_row, r.ocel_object_id AS ocel_object_id
      FROM event e JOIN ${sqlName(table)} t ON t.ocel_id = e.ocel_id
      LEFT JOIN event_object r ON r.ocel_event_id = e.ocel_id WHERE e.ocel_type = ? ORDER BY e.rowid`;
    for await (const rows of rowsById(db, sql, type, handler, signal)) {
      const [row = {}] = rows;
      handler.onEvent?.({
        id: textOf(row["ocel_id"]),
        type,
        time: textOf(row["ocel_time"]),
        attributes: attributesOf(row),
        objectIds: rows.map((each) => textOf(each["ocel_object_id"])),
        place: Number(row["ocel_row"]),
      });
    }
  }
}

/** The table that holds the attributes of each type. */
function typeTables(
  db: DatabaseSync,
  tables: ReadonlySet<string>,
  kind: "event" | "object",
): { readonly type: string; readonly table: string }[] {
  return db
    .prepare(`SELECT ocel_type, ocel_type_map FROM ${kind}_map_type`)
    .all()
    .map((row) => ({ type: textOf(row["ocel_type"]), table: `${kind}_${textOf(row["ocel_type_map"])}` }))
    .filter(({ table }) => tables.has(table));
}

/** The rows of a statement, those of one id together; lets others run, and looks whether to stop, every few thousand. */
async function* rowsById(
  db: DatabaseSync,
  sql: string,
  type: string,
  handler: OcelHandler,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  let count = 0;
  const pacer = new Pacer({ signal });
  let group: Row[] = [];
  const statement = db.prepare(sql);
  statement.setReadBigInts(true);
  for (const row of statement.iterate(type)) {
    if (group.length > 0 && group[0]?.["ocel_id"] !== row["ocel_id"]) {
      yield group;
      group = [];
    }
    group.push(row);
    if (++count % ROWS_PER_TURN !== 0) continue;
    await handler.flush();
    await pacer.pause();
  }
  if (group.length > 0) yield group;
  await handler.flush();
}

function attributesOf(row: Row): RecordField[] {
  return Object.entries(row).flatMap(([name, value]): RecordField[] =>
    OWN_COLUMNS.has(name) || value === null ? [] : [[name, textOf(value)]],
  );
}

function textOf(value: SQLOutputValue | undefined): string {
  if (value === undefined || value === null) return "";
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value);
}

const unreadable = (reason: string): ImportRefusal =>
  new ImportRefusal("UnreadableSqlite", `The SQLite file can't be read as an event log: ${reason}.`);
