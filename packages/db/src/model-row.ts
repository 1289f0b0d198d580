type PlainValue<T> = T extends bigint ? number : T extends (infer Element)[] ? readonly Element[] : T;

/**
 * A row of a table as this package's statements read it: what Prisma's model says, counts as numbers, without the columns `Unread`, and
 * the fields `Narrow` with more than Prisma knows of them: the shape of JSON, the words of a status.
 */
export type ModelRow<
  Model,
  Narrow extends Partial<Record<keyof Model, unknown>> = object,
  Unread extends keyof Model = never,
> = {
  readonly [Field in Exclude<keyof Model, Unread>]: Field extends keyof Narrow
    ? Narrow[Field]
    : PlainValue<Model[Field]>;
};

/** The column of a model's field. */
export const columnOf = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface ColumnList {
  /** The table's name in the statement. */
  readonly alias?: string;
  readonly unread?: readonly string[];
  /** Each gets its field's name, so that the row needs no `camelRow`. */
  readonly isNamed?: boolean;
}

/** The columns of a model's fields, for a SELECT or RETURNING. */
export const columnsOf = (
  fields: Readonly<Record<string, string>>,
  { alias, unread = [], isNamed = false }: ColumnList = {},
): string =>
  Object.keys(fields)
    .filter((field) => !unread.includes(field))
    .map((field) => {
      const column = columnOf(field);
      const name = isNamed && column !== field ? ` AS "${field}"` : "";
      return `${alias === undefined ? "" : `${alias}.`}${column}${name}`;
    })
    .join(", ");

/** What Prisma's `omit` takes: the same fields are left out as by `columnsOf`. */
export const omitting = <const Field extends string>(unread: readonly Field[]): { readonly [Name in Field]: true } =>
  Object.fromEntries(unread.map((field) => [field, true])) as { [Name in Field]: true };

const names = new Map<string, string>();

function camelName(column: string): string {
  let name = names.get(column);
  if (name === undefined) {
    name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    names.set(column, name);
  }
  return name;
}

/** A row with its column names in camel case; values as they are. */
export function camelRow(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [camelName(column), value]));
}

/** A row of Prisma's with its bigints as numbers: counts and sizes stay far below 2^53. */
export function plainNumbers<T extends object>(row: T): ModelRow<T> {
  const entries = Object.entries(row).map(([key, value]): [string, unknown] => [
    key,
    typeof value === "bigint" ? Number(value) : value,
  ]);
  return Object.fromEntries(entries) as ModelRow<T>;
}
