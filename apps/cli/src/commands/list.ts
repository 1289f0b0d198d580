import { listCommand } from "../list-command.ts";

export const list = listCommand({
  name: "list",
  about: "operations, newest first",
  options: {
    status: { short: "s", value: "status", about: "only those, such as Running,Failed" },
    type: { short: "t", value: "type", about: "only of this type" },
    priority: { value: "priority", about: "only of this priority" },
  },
  async items({ client, given, signal }, pageSize) {
    const filters = {
      status: given.text("status"),
      operationType: given.text("type"),
      priority: given.text("priority"),
    };
    const set = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    return (await client()).operations.list({ ...set, signal, pageSize });
  },
  columns: {
    OPERATION: ({ operationId }) => operationId,
    STATUS: ({ status }) => status,
    "%": ({ progress }) => progress,
    TYPE: ({ operationType }) => operationType,
    STARTED: ({ startTime }) => startTime,
    DURATION: ({ duration }) => duration,
    NAME: ({ operationName }) => operationName,
  },
});
