import { counted } from "../words/counted.ts";

const count = counted("en");

/** Starting an operation. */
export const start = {
  type: "Type of operation",
  dataset: "Event log",
  chooseDataset: "Choose an event log first.",
  parameters: "Parameters",
  more: (parameters: number) => count(parameters, "more parameter", "more parameters"),
  name: "Name",
  start: "Start",
  unset: "as the service sees fit",
  byDefault: (value: string) => `${value} (default)`,
  yes: "Yes",
  no: "No",
  notJson: "This is no JSON.",
} as const;
