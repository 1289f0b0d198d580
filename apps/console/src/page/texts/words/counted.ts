/** Writes a count before its noun: `1 event`, `8,577 events`. */
export function counted(language: string): (count: number, one: string, others: string) => string {
  const [format, rules] = [new Intl.NumberFormat(language), new Intl.PluralRules(language)];
  return (count, one, others) => `${format.format(count)} ${rules.select(count) === "one" ? one : others}`;
}
