/** A key of the API as words: `noiseThreshold` as `Noise threshold`, `enableML` as `Enable ML`. */
export const wordsOf = (key: string): string =>
  key
    .replace(/([a-z\d])([A-Z]+)(?=[A-Z][a-z]|$)/g, "$1 $2")
    .replace(/([A-Za-z\d])([A-Z])(?=[a-z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/^./, (first) => first.toUpperCase());
