import { roleColumnNames } from "../terms/event-table-columns.ts";
import { columnRoles, type ColumnRole, type ImportedColumn } from "../terms/import-result.ts";

/** The facts about a column that appending needs. */
export type TableColumn = Omit<ImportedColumn, "nulls">;

/** A column of the combined table, with its column in each source table; null when that table lacks it. */
export interface PairedColumn extends TableColumn {
  readonly base: TableColumn | null;
  readonly added: TableColumn | null;
}

/** A column that has one role in the dataset and another, or none, in the file. */
export interface RoleConflict {
  readonly column: string;
  readonly inDataset: ColumnRole | null;
  readonly inFile: ColumnRole | null;
}

const INTEGERS = [
  "TINYINT",
  "SMALLINT",
  "INTEGER",
  "BIGINT",
  "UTINYINT",
  "USMALLINT",
  "UINTEGER",
  "UBIGINT",
  "HUGEINT",
];
const isInteger = (type: string): boolean => INTEGERS.includes(type);
const isNumber = (type: string): boolean => isInteger(type) || /^(?:FLOAT|DOUBLE|DECIMAL)/.test(type);

/** The column's name in its source file. */
const sourceOf = ({ name, sourceName = name }: TableColumn): string => sourceName;

/** The columns that have a role in one table and another, or none, in the other, by their names in the files. */
export function findRoleConflicts(base: readonly TableColumn[], added: readonly TableColumn[]): RoleConflict[] {
  const known = new Map(base.map((column) => [sourceOf(column), column.role ?? null]));
  return added.flatMap((column) => {
    const source = sourceOf(column);
    const inDataset = known.get(source);
    const inFile = column.role ?? null;
    return inDataset === undefined || inDataset === inFile ? [] : [{ column: source, inDataset, inFile }];
  });
}

/** Pairs the columns of two tables: those with a role by it, all others by their names in the files. */
export function pairColumns(base: readonly TableColumn[], added: readonly TableColumn[]): PairedColumn[] {
  const left = new Set(added);
  const partnerOf = (column: TableColumn): TableColumn | null => {
    const partner = [...left].find((other) =>
      column.role === undefined
        ? other.role === undefined && sourceOf(other) === sourceOf(column)
        : other.role === column.role,
    );
    if (partner !== undefined) left.delete(partner);
    return partner ?? null;
  };
  const paired = base.map((column): PairedColumn => {
    const partner = partnerOf(column);
    const type = partner === null ? column.type : commonType(column.type, partner.type);
    return { ...column, type, base: column, added: partner };
  });
  const taken = new Set([...Object.values(roleColumnNames), ...paired.map(({ name }) => name)].map(lower));
  for (const column of left) {
    const name = column.role === undefined ? freeName(column.name, taken) : roleColumnNames[column.role];
    taken.add(lower(name));
    paired.push({ ...column, sourceName: sourceOf(column), name, base: null, added: column });
  }
  return paired.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Columns with a role stand first, in the order of roles. */
const placeOf = ({ role }: TableColumn): number =>
  role === undefined ? columnRoles.length : columnRoles.indexOf(role);

const lower = (name: string): string => name.toLowerCase();

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let suffix = 2; taken.has(lower(name)); suffix++) name = `${wanted}_${suffix}`;
  return name;
}

/** A type that holds the values of both: text unless both are numbers. */
function commonType(base: string, added: string): string {
  if (base === added) return base;
  if (isInteger(base) && isInteger(added)) return "HUGEINT";
  return isNumber(base) && isNumber(added) ? "DOUBLE" : "VARCHAR";
}
