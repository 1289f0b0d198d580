import type { Texts } from "./en.ts";
import { operations } from "./fr/operations.ts";
import { shell } from "./fr/shell.ts";

export const fr: Texts = { shell, operations };
