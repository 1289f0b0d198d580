import type { Cell } from "./cell.ts";
import { OUTSIDE_CELLS } from "./outside-cells.ts";
import { PRESSURE_CELLS } from "./pressure-cells.ts";
import { PROCESS_CELLS } from "./process-cells.ts";
import { NETWORK_CELLS, STORE_CELLS } from "./store-cells.ts";

/** All that the product must survive. */
export const CELLS: readonly Cell[] = [
  ...STORE_CELLS,
  ...NETWORK_CELLS,
  ...PROCESS_CELLS,
  ...OUTSIDE_CELLS,
  ...PRESSURE_CELLS,
];
