import { readFileSync } from "node:fs";
import type { Tariff } from "@longhaul/domain";
import Joi from "joi";

const schema = Joi.object<Tariff>({
  perCpuUnitHour: Joi.number().min(0).required(),
  perMemoryGbHour: Joi.number().min(0).required(),
}).required();

/**
 * Prices in US dollars from a JSON file, `{ "perCpuUnitHour": 0.5, "perMemoryGbHour": 0.05625 }`.
 * @throws when the file can't be read or is not of that form
 */
export function readTariff(path: string): Tariff {
  const content: unknown = JSON.parse(readFileSync(path, "utf8"));
  const result = schema.validate(content);
  if (result.error !== undefined) throw new Error(`it is not a tariff: ${result.error.message}`);
  return result.value;
}
