import type { ApiContext } from "../../context/context.ts";

const AT_ONCE = 20;

/** Deletes files from storage, few at a time: a batch may leave thousands. */
export async function deleteFiles({ storage }: Pick<ApiContext, "storage">, keys: readonly string[]): Promise<void> {
  for (let start = 0; start < keys.length; start += AT_ONCE)
    await Promise.all(keys.slice(start, start + AT_ONCE).map((key) => storage.delete(key)));
}
