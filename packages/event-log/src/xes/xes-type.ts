/** Types of XES attributes (IEEE 1849-2016, 5.1) that hold one value. */
export type XesType = "string" | "date" | "int" | "float" | "boolean" | "id";
