/** Algorithms of `discoverModel`; `alpha_miner_enhanced` is alpha+. */
export const DISCOVERY_ALGORITHMS = [
  "alpha_miner",
  "alpha_miner_enhanced",
  "heuristics_miner",
  "inductive_miner",
  "inductive_miner_infrequent",
] as const;
export type DiscoveryAlgorithm = (typeof DISCOVERY_ALGORITHMS)[number];
