import { formatsIn } from "@longhaul/domain";

/** `1 case`, `1,234 cases`. */
export function counted(value: number, noun: string): string {
  return `${formatsIn("en").number(value)} ${noun}${value === 1 ? "" : "s"}`;
}
