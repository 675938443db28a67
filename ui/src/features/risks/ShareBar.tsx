/** A share of a budget as a bar. */

const WIDTH = 100;
/** The bar ends at the whole budget; what goes beyond is marked, not drawn to scale. */
const QUARTER = 0.25;

/** A share of the budget, with the line above which a risk is too big. */
export function ShareBar({ share }: { share: number }) {
  const end = Math.min(Math.max(share, 0), 1) * WIDTH;
  const isBig = share > QUARTER;
  return (
    <svg
      width="100%"
      height="12"
      viewBox={`0 0 ${WIDTH} 12`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`M0 6H${WIDTH}`} stroke="var(--chart-grid)" vectorEffect="non-scaling-stroke" />
      <rect
        x="0"
        y="3"
        width={Math.max(end, 0.5)}
        height="6"
        fill={isBig ? "var(--chart-2)" : "var(--chart-1)"}
      />
      <path
        d={`M${QUARTER * WIDTH} 0V12`}
        stroke="var(--ink)"
        strokeDasharray="2 2"
        vectorEffect="non-scaling-stroke"
      />
      {share > 1 && (
        <path
          d={`M${WIDTH} 0V12`}
          stroke="var(--ink)"
          strokeWidth="3"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
