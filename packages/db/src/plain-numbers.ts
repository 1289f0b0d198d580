/** A row's type with its bigints as numbers. */
export type PlainNumbers<T> = {
  [K in keyof T]: T[K] extends bigint ? number : T[K] extends bigint | null ? number | null : T[K];
};

/** A row of Prisma's with its bigints as numbers: counts and sizes stay far below 2^53. */
export function plainNumbers<T extends object>(row: T): PlainNumbers<T> {
  const entries = Object.entries(row).map(([key, value]): [string, unknown] => [
    key,
    typeof value === "bigint" ? Number(value) : value,
  ]);
  return Object.fromEntries(entries) as PlainNumbers<T>;
}
