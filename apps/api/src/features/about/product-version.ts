import manifest from "../../../package.json" with { type: "json" };

/** Of the service, as its manifest says. */
export const PRODUCT_VERSION: string = manifest.version;
