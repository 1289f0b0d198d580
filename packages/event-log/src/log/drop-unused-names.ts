/**
 * Leave out the names that no event uses, in place: renumbers `codes` (negative = none, kept) and returns the names
 * that remain, in their order.
 */
export function dropUnusedNames(
  names: readonly string[],
  codes: Uint16Array | Uint32Array | Int32Array,
): readonly string[] {
  const isUsed = new Uint8Array(names.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1;
    if (code >= 0) isUsed[code] = 1;
  }
  if (isUsed.every((used) => used === 1)) return names;
  const renumbered = new Int32Array(names.length);
  let next = 0;
  for (let code = 0; code < names.length; code++) {
    renumbered[code] = next;
    next += isUsed[code] ?? 0;
  }
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1;
    if (code >= 0) codes[row] = renumbered[code] ?? 0;
  }
  return names.filter((_, code) => isUsed[code] === 1);
}
