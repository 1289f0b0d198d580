/** Times as they are mostly written: with a date, as an hour, or in seconds or more since 1970 from 2001 on. */
const TIME =
  /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{8}T?\d{4}|\d{1,2}:\d{2}|1\d{9}(?:\.\d+)?$|1\d{12}$|1\d{15}$|\w{3},? \w{3} \d)/;

export const looksLikeTime = (text: string): boolean => TIME.test(text);
