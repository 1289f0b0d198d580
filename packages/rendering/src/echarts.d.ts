/** The chart library as one file, which is there in an eighth of the time that its 580 modules take. */
declare module "echarts/dist/echarts.esm.min.mjs" {
  export { init, setPlatformAPI } from "echarts/core";
}
