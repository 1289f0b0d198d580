/** A count as texts write it: `1,136`. */
export const groupedNumber = (count: number): string => count.toLocaleString("en-US");
