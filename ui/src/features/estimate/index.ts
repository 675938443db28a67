export { RangeDots, type RangeDotsProps, type RangeUnit } from "./RangeDots";
