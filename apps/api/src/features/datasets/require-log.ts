import type { DatasetRecord } from "@longhaul/db";
import { DomainError, FILE_KIND_WORDS, fileKindOf } from "@longhaul/domain";

/** @throws DomainError when a dataset has no table of events, such as a model */
export function requireLog({ format }: DatasetRecord): void {
  const kind = fileKindOf(format);
  if (kind === "log") return;
  throw new DomainError("conflict", `the dataset is ${FILE_KIND_WORDS[kind]}, which has no rows or columns`, {
    details: { kind },
  });
}
