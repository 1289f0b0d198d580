/** A share in words, with enough figures that a small one isn't 0: "3.2 %", "0.04 %". */
export function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toPrecision(value < 10 ? 2 : 3))} %`;
}
