import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";

/** A rate of the API, such as `71757 records/minute`, as the reader's language writes it. */
export function rateText(rate: string | undefined): string | undefined {
  const records = /^\d+(?= records\/minute$)/.exec(rate ?? "")?.[0];
  return records === undefined ? rate : t.value.operation.perMinute(formatNumber(Number(records)));
}
