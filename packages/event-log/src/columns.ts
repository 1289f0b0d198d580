// What computes on a log in memory needs of it, without what reads files.
export { caseChunks } from "./log/case-chunks.ts";
export { itemChunks } from "./log/item-chunks.ts";
export { createWallClock } from "./time/wall-clock.ts";
