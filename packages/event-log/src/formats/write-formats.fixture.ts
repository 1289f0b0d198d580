import { DatabaseSync } from "node:sqlite";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** One event of a log that tests write in every format. */
export interface SampleEvent {
  readonly caseId: string;
  readonly activity: string;
  /** ISO 8601 in UTC, whole seconds. */
  readonly time: string;
}

const xml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("\n", "&#10;");

export async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}

/** A cell: text, a number, or an Excel day number with a date format. */
export type SampleCell = string | number | { readonly day: number } | null;

/** A workbook with its texts shared, as Excel writes them; sheets by name, their rows from row 1. `others` stand in place of its files. */
export function xlsxOf(
  sheets: Readonly<Record<string, readonly (readonly SampleCell[])[]>>,
  isFrom1904 = false,
  others: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const texts: string[] = [];
  const cellXml = (cell: SampleCell, column: number, row: number): string => {
    const reference = `${String.fromCharCode(65 + column)}${row}`;
    if (cell === null) return "";
    if (typeof cell === "number") return `<c r="${reference}"><v>${cell}</v></c>`;
    if (typeof cell === "object") return `<c r="${reference}" s="1"><v>${cell.day}</v></c>`;
    return `<c r="${reference}" t="s"><v>${texts.push(cell) - 1}</v></c>`;
  };
  const names = Object.keys(sheets);
  const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const files: Record<string, string> = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": `<Relationships><Relationship Id="r1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns:r="x"><workbookPr date1904="${isFrom1904 ? 1 : 0}"/><sheets>${names.map((name, at) => `<sheet name="${xml(name)}" sheetId="${at + 1}" r:id="r${at}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, at) => `<Relationship Id="r${at}" Type="${relation}/worksheet" Target="worksheets/sheet${at}.xml"/>`).join("")}<Relationship Id="s" Type="${relation}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="${relation}/styles" Target="/xl/styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd\\/mm\\/yyyy\\ hh:mm:ss"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
  };
  for (const [at, rows] of Object.values(sheets).entries()) {
    const body = rows.map(
      (cells, index) =>
        `<row r="${index + 1}">${cells.map((cell, column) => cellXml(cell, column, index + 1)).join("")}</row>`,
    );
    files[`xl/worksheets/sheet${at}.xml`] = `<worksheet><sheetData>${body.join("")}</sheetData></worksheet>`;
  }
  files["xl/sharedStrings.xml"] = `<sst>${texts
    .map((text) => {
      const first = /^./su.exec(text)?.[0] ?? "";
      return `<si><r><t xml:space="preserve">${xml(first)}</t></r><r><t xml:space="preserve">${xml(text.slice(first.length))}</t></r><rPh><t>no</t></rPh></si>`;
    })
    .join("")}</sst>`;
  return zipOf({ ...files, ...others });
}

/** The day number of a time in Excel's calendar of 1900, or of 1904. */
export const dayNumber = (time: string, isFrom1904 = false): number =>
  (Date.parse(time) - Date.UTC(1899, 11, 30)) / 86_400_000 - (isFrom1904 ? 1462 : 0);

export function mxmlOf(events: readonly SampleEvent[]): string {
  const cases = Map.groupBy(events, ({ caseId }) => caseId);
  const entry = ({ activity, time }: SampleEvent): string =>
    `<AuditTrailEntry><Data><Attribute name="note">n</Attribute></Data><WorkflowModelElement>${xml(activity)}</WorkflowModelElement><EventType>complete</EventType><Timestamp>${time}</Timestamp><Originator>ann</Originator></AuditTrailEntry>`;
  return `<?xml version="1.0"?><WorkflowLog><Process id="p">${[...cases].map(([id, rows]) => `<ProcessInstance id="${xml(id)}">${rows.map(entry).join("")}</ProcessInstance>`).join("")}</Process></WorkflowLog>`;
}

/** Object-centric logs of an order each, and of one customer for all, in the three forms of OCEL 2.0. */
export function ocelJsonOf(events: readonly SampleEvent[]): string {
  const orders = [...new Set(events.map(({ caseId }) => caseId))];
  return JSON.stringify({
    objectTypes: [
      { name: "order", attributes: [] },
      { name: "customer", attributes: [] },
    ],
    eventTypes: [],
    events: [
      ...events.map(({ caseId, activity, time }, at) => ({
        id: `e${at}`,
        type: activity,
        time,
        attributes: [{ name: "note", value: "n" }],
        relationships: [
          { objectId: caseId, qualifier: "of" },
          { objectId: "c1", qualifier: "by" },
        ],
      })),
      {
        id: "loose",
        type: "Audit",
        time: "2024-01-01T00:00:00Z",
        relationships: [{ objectId: "c1", qualifier: "by" }],
      },
    ],
    objects: [
      ...orders.map((id) => ({
        id,
        type: "order",
        attributes: [
          { name: "price", time: "1970-01-01T00:00:00Z", value: 1 },
          { name: "price", time: "2024-02-01T00:00:00Z", value: 2 },
        ],
      })),
      { id: "c1", type: "customer" },
    ],
  });
}

export function ocelXmlOf(events: readonly SampleEvent[]): string {
  const orders = [...new Set(events.map(({ caseId }) => caseId))];
  const objects = [
    ...orders.map(
      (id) =>
        `<object id="${xml(id)}" type="order"><attributes><attribute name="price" time="2024-02-01T00:00:00Z">2</attribute><attribute name="price" time="1970-01-01T00:00:00Z">1</attribute></attributes></object>`,
    ),
    '<object id="c1" type="customer"><attributes/></object>',
  ];
  const rows = events.map(
    ({ caseId, activity, time }, at) =>
      `<event id="e${at}" type="${xml(activity)}" time="${time}"><attributes><attribute name="note">n</attribute></attributes><objects><relationship object-id="${xml(caseId)}" qualifier="of"/><relationship object-id="c1" qualifier="by"/></objects></event>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><log><object-types/><event-types/><objects>${objects.join("")}</objects><events>${rows.join("")}<event id="loose" type="Audit" time="2024-01-01T00:00:00Z"><objects><relationship object-id="c1" qualifier="by"/></objects></event></events></log>`;
}

export function writeOcelSqlite(path: string, events: readonly SampleEvent[]): void {
  const db = new DatabaseSync(path);
  db.exec(`CREATE TABLE event (ocel_id TEXT, ocel_type TEXT); CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
    CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
    CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT); CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
    CREATE TABLE object_order (ocel_id TEXT, ocel_time TEXT, price INTEGER, ocel_changed_field TEXT);
    CREATE TABLE object_customer (ocel_id TEXT, ocel_time TEXT, ocel_changed_field TEXT);
    CREATE VIEW event_view AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT * FROM n;
    INSERT INTO object_map_type VALUES ('order', 'order'), ('customer', 'customer'); INSERT INTO object VALUES ('c1', 'customer')`);
  const run = (sql: string, ...values: string[]): unknown => db.prepare(sql).run(...values);
  for (const id of new Set(events.map(({ caseId }) => caseId))) {
    run("INSERT INTO object VALUES (?, 'order')", id);
    run("INSERT INTO object_order VALUES (?, '1970-01-01T00:00:00Z', 1, NULL)", id);
    run("INSERT INTO object_order VALUES (?, '2024-02-01T00:00:00Z', 2, 'price')", id);
  }
  const all = [...events, { caseId: "c1", activity: "Audit", time: "2024-01-01T00:00:00Z" }];
  for (const [at, activity] of [...new Set(all.map((event) => event.activity))].entries()) {
    run("INSERT INTO event_map_type VALUES (?, ?)", activity, `t${at}`);
    db.exec(`CREATE TABLE event_t${at} (ocel_id TEXT, ocel_time TEXT, note TEXT)`);
    for (const [index, event] of all.entries()) {
      if (event.activity === activity) run(`INSERT INTO event_t${at} VALUES (?, ?, 'n')`, `e${index}`, event.time);
    }
  }
  for (const [index, event] of all.entries()) {
    run("INSERT INTO event VALUES (?, ?)", `e${index}`, event.activity);
    run("INSERT INTO event_object VALUES (?, ?, 'of')", `e${index}`, event.caseId);
    if (event.caseId !== "c1") run("INSERT INTO event_object VALUES (?, 'c1', 'by')", `e${index}`);
  }
  db.close();
}
