/** A column as a Prisma model says it, or as Postgres has it: `table.column type`, with `?` where it may be null. */
export type ColumnLine = string;

const TYPES: Readonly<Record<string, string>> = {
  String: "text",
  Int: "integer",
  BigInt: "bigint",
  Float: "double precision",
  Boolean: "boolean",
  Json: "jsonb",
  DateTime: "timestamp with time zone",
};

/** Types that a field names beside its own. */
const NATIVE: Readonly<Record<string, string>> = { Uuid: "uuid", SmallInt: "smallint", "Bit(1024)": "bit(1024)" };

const MODEL = /^model \w+ \{\n([^}]*)^\}/gm;
const FIELD = /^\s*(\w+)\s+(\w+(?:\("\w+"\))?)(\[\])?(\?)?(.*)$/;
/** A type that Prisma leaves to Postgres. */
const UNSUPPORTED = /^Unsupported\("(\w+)"\)$/;

/** The columns and primary keys of all models of a Prisma schema. */
export function readModels(schema: string): ColumnLine[] {
  return Array.from(schema.matchAll(MODEL), ([, body = ""]) => readModel(body)).flat();
}

function readModel(body: string): ColumnLine[] {
  const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
  const columns = new Map<string, string>();
  const lines = body.split("\n").flatMap((line) => {
    const [, name = "", type = "", list, optional, rest = ""] = FIELD.exec(line) ?? [];
    const plain = UNSUPPORTED.exec(type)?.[1] ?? TYPES[type];
    if (plain === undefined) return [];
    const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name;
    columns.set(name, column);
    const base = NATIVE[/@db\.(\w+(?:\(\d+\))?)/.exec(rest)?.[1] ?? ""] ?? plain;
    // Prisma knows no list that may be null: an empty column reads as an empty list.
    return [`${table}.${column} ${base}${list ?? ""}${list === undefined ? (optional ?? "") : ""}`];
  });
  const listed = /@@id\(\[(.*)\]\)/.exec(body)?.[1]?.split(", ");
  const single = /^\s*(\w+)\s.*@id\b/m.exec(body)?.[1];
  const key = (listed ?? (single === undefined ? [] : [single])).map((name) => columns.get(name));
  return [...lines, `${table} key ${key.join(", ")}`];
}

/** The same of a database. */
export const TABLES = `SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull OR a.attndims > 0 THEN '' ELSE '?' END AS line
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE E'\\\\_%' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT c.relname || ' key ' || string_agg(a.attname, ', ' ORDER BY k.place)
  FROM pg_class c JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p'
  CROSS JOIN LATERAL unnest(p.conkey) WITH ORDINALITY AS k (num, place)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num
  WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE E'\\\\_%' GROUP BY c.relname`;
