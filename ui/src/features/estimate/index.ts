export { RangeDots, type RangeDotsProps } from "./RangeDots";
