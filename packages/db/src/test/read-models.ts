/**
 * A part of a table as a Prisma model says it, or as Postgres has it: `table.column type`, with `?` where it may be null; its
 * primary key, its indexes with their order and condition, its foreign keys.
 */
export type TableLine = string;

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

const MODEL = /^model (\w+) \{\n([^}]*)^\}/gm;
const FIELD = /^\s*(\w+)\s+(\w+(?:\("\w+"\))?)(\[\])?(\?)?(.*)$/;
/** A type that Prisma leaves to Postgres. */
const UNSUPPORTED = /^Unsupported\("(\w+)"\)$/;

/** What the database names by itself. */
const LIST = /^\s*@@unique\(\[([^\]]*)\]\)$/gm;
/** Prisma can't say an index by an expression: it stands in a comment. */
const INDEX = /@@(index|unique)\(\[((?:raw\("[^"]*"\)|[^\]"])*)\], map: "(\w+)"(?:, where: raw\("([^"]*)"\))?\)/g;
const INDEXED = /raw\("([^"]*)"\)|(\w+)(?:\(sort: (Desc)\))?/g;
const REFERENCE = /^\s*\w+\s+(\w+)\??\s+@relation\(fields: \[(\w+)\], references: \[(\w+)\](?:, onDelete: (\w+))?\)/gm;

interface Model {
  readonly name: string;
  readonly body: string;
  readonly table: string;
  /** Columns by the fields' names. */
  readonly columns: ReadonlyMap<string, string>;
}

/** The columns, keys and indexes of all models of a Prisma schema. */
export function readModels(schema: string): TableLine[] {
  const models = Array.from(schema.matchAll(MODEL), ([, name = "", body = ""]): Model => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
    const columns = fieldsOf(body).map(({ name: field, column }) => [field, column] as const);
    return { name, body, table, columns: new Map(columns) };
  });
  return models.flatMap((model) => [
    ...readColumns(model),
    ...readIndexes(model),
    ...readReferences(model, new Map(models.map((other) => [other.name, other]))),
  ]);
}

function fieldsOf(body: string) {
  return body.split("\n").flatMap((line) => {
    const [, name = "", type = "", list, optional, rest = ""] = FIELD.exec(line) ?? [];
    const plain = UNSUPPORTED.exec(type)?.[1] ?? TYPES[type];
    if (plain === undefined) return [];
    const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name;
    const base = NATIVE[/@db\.(\w+(?:\(\d+\))?)/.exec(rest)?.[1] ?? ""] ?? plain;
    // Prisma knows no list that may be null: an empty column reads as an empty list.
    return [{ name, column, type: `${base}${list ?? ""}${list === undefined ? (optional ?? "") : ""}`, rest }];
  });
}

function readColumns({ body, table, columns }: Model): TableLine[] {
  const listed = /@@id\(\[(.*)\]\)/.exec(body)?.[1]?.split(", ");
  const single = /^\s*(\w+)\s.*@id\b/m.exec(body)?.[1];
  const key = (listed ?? (single === undefined ? [] : [single])).map((name) => columns.get(name));
  return [...fieldsOf(body).map(({ column, type }) => `${table}.${column} ${type}`), `${table} key ${key.join(", ")}`];
}

function readIndexes({ body, table, columns }: Model): TableLine[] {
  const unnamed = [
    ...Array.from(body.matchAll(LIST), ([, fields = ""]) => fields.split(", ")),
    ...fieldsOf(body).flatMap(({ name, rest }) => (/@unique\b/.test(rest) ? [[name]] : [])),
  ].map((fields) => fields.map((field) => columns.get(field)));
  return [
    ...unnamed.map((names) => `${table} unique ${table}_${names.join("_")}_key (${names.join(", ")})`),
    ...Array.from(body.matchAll(INDEX), ([, kind, fields = "", name, where]) => {
      const parts = Array.from(
        fields.matchAll(INDEXED),
        ([, expression, field = "", desc]) => `${expression ?? columns.get(field)}${desc === undefined ? "" : " DESC"}`,
      );
      return `${table} ${kind} ${name} (${parts.join(", ")})${where === undefined ? "" : ` WHERE ${where}`}`;
    }),
  ];
}

const readReferences = ({ body, table, columns }: Model, models: ReadonlyMap<string, Model>): TableLine[] =>
  Array.from(body.matchAll(REFERENCE), ([, other = "", field = "", referenced = "", onDelete = "NoAction"]) => {
    const target = models.get(other);
    return `${table}.${columns.get(field)} -> ${target?.table}.${target?.columns.get(referenced)} ${onDelete}`;
  });

/** The same of a database. */
export const TABLES = `WITH tables AS (
  SELECT oid, relname FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE E'\\\\_%'
)
SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull OR a.attndims > 0 THEN '' ELSE '?' END AS line
  FROM tables c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT c.relname || ' key ' || string_agg(a.attname, ', ' ORDER BY k.place)
  FROM tables c JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p'
  CROSS JOIN LATERAL unnest(p.conkey) WITH ORDINALITY AS k (num, place)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num
  GROUP BY c.relname
UNION ALL
SELECT c.relname || CASE WHEN i.indisunique THEN ' unique ' ELSE ' index ' END || i.indexrelid::regclass || ' ('
    || (SELECT string_agg(coalesce(a.attname, pg_get_indexdef(i.indexrelid, k.place::int, true))
          || CASE WHEN i.indoption[k.place - 1] & 1 = 1 THEN ' DESC' ELSE '' END, ', ' ORDER BY k.place)
        FROM unnest(i.indkey) WITH ORDINALITY AS k (num, place)
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num AND k.num > 0
        WHERE k.place <= i.indnkeyatts) || ')' || coalesce(' WHERE ' || pg_get_expr(i.indpred, c.oid, true), '')
  FROM tables c JOIN pg_index i ON i.indrelid = c.oid WHERE NOT i.indisprimary
UNION ALL
SELECT c.relname || '.' || a.attname || ' -> ' || t.relname || '.' || r.attname
    || CASE f.confdeltype WHEN 'c' THEN ' Cascade' ELSE ' NoAction' END
  FROM tables c JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'
  JOIN tables t ON t.oid = f.confrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1]
  JOIN pg_attribute r ON r.attrelid = t.oid AND r.attnum = f.confkey[1]`;
