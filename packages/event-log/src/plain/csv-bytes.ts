/** Bytes that end a line or a field. */
export const [LINE_FEED, CARRIAGE_RETURN, QUOTE] = [10, 13, 34];
