import { expect, it } from "vitest";
import { divideIntoColumns } from "./map-columns.ts";

const chain = (length: number) => Array.from({ length }, (_, at) => [at]);
const arrows = (...pairs: readonly string[]) =>
  pairs.map((pair) => ({ from: Number(pair.split(">")[0]), to: Number(pair.split(">")[1]) }));

it("divides a chain evenly", () => {
  const edges = arrows("0>1", "1>2", "2>3", "3>4", "4>5");
  expect(divideIntoColumns(chain(6), edges, 2)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  expect(divideIntoColumns(chain(6), edges, 3).map((column) => column.length)).toEqual([2, 2, 2]);
});

it("cuts where the fewest arrows cross, near the even place", () => {
  const edges = arrows("0>1", "1>2", "2>3", "3>4", "4>5", "5>6", "6>7", "2>4", "4>2", "3>5");
  expect(divideIntoColumns(chain(8), edges, 2)).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6, 7],
  ]);
});

it("makes no column without a level", () => {
  expect(divideIntoColumns([[0, 1], [2]], [], 4)).toEqual([[0, 1], [2]]);
  expect(divideIntoColumns([], [], 2)).toEqual([[]]);
});
