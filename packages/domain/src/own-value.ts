/**
 * What a record holds under a name that comes from outside: `record[name]` would find `Object.prototype` and its
 * functions under `__proto__`, `constructor`, `toString` and the like. To collect under such names, use a Map.
 */
export function ownValue<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
